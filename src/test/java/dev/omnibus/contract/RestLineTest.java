package dev.omnibus.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RestLineTest {

  private static final RestLine CALL =
      RestLine.of("POST /api/v1/servers/{server}/tools/{tool}/call");

  @Test
  void what_stands_in_braces_is_taken_from_the_path() {
    assertEquals(List.of("server", "tool"), CALL.parameters());
    assertEquals(
        Optional.of(Map.of("server", "files", "tool", "a/b")),
        CALL.match(List.of("api", "v1", "servers", "files", "tools", "a/b", "call")));
    assertEquals(
        Optional.empty(),
        CALL.match(List.of("api", "v1", "servers", "files", "tools", "read", "stop")));
    assertEquals(Optional.empty(), CALL.match(RestLine.segments("/api/v1/servers")));
  }

  @Test
  void two_lines_collide_when_a_request_is_one_of_both() {
    RestLine one = RestLine.of("GET /api/v1/servers/{server}");
    assertTrue(one.collides(RestLine.of("GET /api/v1/servers/all")));
    assertTrue(one.collides(RestLine.of("GET /api/v1/{things}/all")));
    assertFalse(one.collides(RestLine.of("POST /api/v1/servers/{server}")));
    assertFalse(one.collides(RestLine.of("GET /api/v1/nodes/{node}")));
    assertFalse(one.collides(RestLine.of("GET /api/v1/servers/{server}/tools")));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "GET",
        "GET /servers",
        "PATCH /api/v1/servers",
        "GET /api/v1/servers/",
        "GET /api/v1/{a b}"
      })
  void what_is_no_line_is_refused(String line) {
    assertThrows(IllegalArgumentException.class, () -> RestLine.of(line));
  }
}
