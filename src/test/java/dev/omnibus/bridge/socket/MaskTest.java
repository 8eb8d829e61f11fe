package dev.omnibus.bridge.socket;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MaskTest {

  @ParameterizedTest
  @CsvSource({
    "/a?token=secret,/a?token=[hidden]",
    "/a?x=1&ticket=secret&y=2,/a?x=1&ticket=[hidden]&y=2",
    "/a?TOKEN=secret,/a?TOKEN=[hidden]",
    "/a?access_token=secret,/a?access_token=[hidden]"
  })
  void secrets_are_hidden(String uri, String shown) {
    assertEquals(shown, Mask.uri(uri));
  }

  @Test
  void a_line_stays_one_line() {
    assertEquals("a?b", Mask.line("a\nb"));
  }
}
