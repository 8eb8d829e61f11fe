package dev.omnibus.bridge.socket;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.netty.handler.codec.http.websocketx.CorruptedWebSocketFrameException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;
import java.util.zip.Deflater;
import org.junit.jupiter.api.Test;

class InflatedTest {

  private static final int LIMIT = 100_000;

  @Test
  void what_was_deflated_comes_out_as_it_was() {
    byte[] text = "{\"server\":\"files\"}".repeat(1_000).getBytes(StandardCharsets.UTF_8);
    for (int i = 0; i < 3; i++) { // nothing is left over from one to the next
      byte[] small = Deflated.of(text, 0, text.length);
      assertArrayEquals(text, Inflated.of(small, LIMIT));
    }
  }

  @Test
  void what_is_short_or_gets_no_smaller_stays() {
    assertNull(Deflated.of(new byte[199], 0, 199));
    byte[] noise = new byte[10_000];
    new Random(1).nextBytes(noise);
    assertNull(Deflated.of(noise, 0, noise.length));
  }

  /** RFC 7692, 7.2.3.4: some cannot flush without ending the stream, and add an empty block. */
  @Test
  void a_stream_that_ends_is_taken_too() {
    Deflater deflater = new Deflater(Deflater.DEFAULT_COMPRESSION, true);
    deflater.setInput("hello".getBytes(StandardCharsets.UTF_8));
    deflater.finish();
    byte[] out = new byte[100];
    int size = deflater.deflate(out);
    deflater.end();
    byte[] message = Arrays.copyOf(out, size + 1);
    assertEquals("hello", new String(Inflated.of(message, LIMIT), StandardCharsets.UTF_8));
  }

  @Test
  void more_than_the_limit_is_too_large() {
    byte[] bomb = Deflated.of(new byte[LIMIT * 100], 0, LIMIT * 100);
    assertEquals(1009, code(bomb));
  }

  @Test
  void what_is_not_deflated_is_no_payload() {
    assertEquals(1007, code("this is not deflated".getBytes(StandardCharsets.UTF_8)));
  }

  private static int code(byte[] message) {
    return assertThrows(CorruptedWebSocketFrameException.class, () -> Inflated.of(message, LIMIT))
        .closeStatus()
        .code();
  }
}
