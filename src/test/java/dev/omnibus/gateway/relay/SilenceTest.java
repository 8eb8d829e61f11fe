package dev.omnibus.gateway.relay;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.vertx.core.buffer.Buffer;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SilenceTest {

  private static final Duration TEN = Duration.ofNanos(10);

  @ParameterizedTest
  @CsvSource({"'a~n~n',true", "'a~r~n~r~n',true", "'a~r~r',true", "'a~n',false", "'a~r~n',false"})
  void a_comment_stands_between_events_only(String text, boolean due) {
    Silence silence = new Silence(0);
    silence.wrote(Buffer.buffer(text.replace("~n", "\n").replace("~r", "\r")), 0);
    assertEquals(due, silence.isDue(10, TEN));
  }

  @Test
  void an_end_in_pieces_is_an_end() {
    Silence silence = new Silence(0);
    for (String piece : new String[] {"data", "\r", "\n", "\r", "\n"}) {
      silence.wrote(Buffer.buffer(piece), 0);
    }
    assertEquals(true, silence.isDue(10, TEN));
  }

  @Test
  void nothing_is_said_before_its_time() {
    Silence silence = new Silence(0);
    silence.wrote(Buffer.buffer("a\n\n"), 5);
    assertEquals(false, silence.isDue(14, TEN));
  }
}
