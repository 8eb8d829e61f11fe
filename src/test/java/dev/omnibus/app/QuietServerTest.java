package dev.omnibus.app;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class QuietServerTest {

  @ParameterizedTest
  @CsvSource({
    "/mcp,true",
    "/mcp/files,true",
    "/mcp?x=1,true",
    "/mcpx,false",
    "/auth/api/v1/me,false"
  })
  void only_requests_of_agents_are_passed_over(String uri, boolean passedOver) {
    assertEquals(passedOver, QuietServer.isOfAgent(uri));
  }
}
