package dev.omnibus.app;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.HttpRequestDecoder;
import io.netty.handler.codec.http.HttpResponseEncoder;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.websocketx.WebSocket13FrameDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A connection whose time stands still unless the test lets it go on. */
class HeadDeadlineTest {

  private static final Duration TIME = Duration.ofSeconds(9);
  private static final String GET = "GET / HTTP/1.1\r\nHost: x\r\n\r\n";

  private final EmbeddedChannel channel =
      new EmbeddedChannel(new HttpRequestDecoder(), new HttpResponseEncoder());

  @BeforeEach
  void hold() {
    channel.freezeTime();
    HeadDeadline.hold(channel.pipeline(), TIME);
  }

  @AfterEach
  void end() {
    channel.finishAndReleaseAll();
  }

  @Test
  void whoever_says_nothing_is_dropped() {
    isDroppedAfterItsTime("");
  }

  @Test
  void whoever_trickles_the_head_of_a_request_is_dropped() {
    read("GET / HTTP/1.1\r\nHost: x\r\n");
    isDroppedAfterItsTime("X-Slow: 1\r\n");
  }

  @Test
  void whoever_trickles_a_later_head_is_dropped_too() {
    read(GET);
    answer(HttpResponseStatus.OK);
    pass(10);
    read("GET / HTTP/1.1\r\nHost: x\r\n");
    isDroppedAfterItsTime("X-Slow: 1\r\n");
  }

  @Test
  void a_body_may_take_longer() {
    read("POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 50\r\n\r\n");
    for (int i = 0; i < 10; i++) {
      pass(1);
      read("x");
    }
    assertTrue(channel.isOpen());
  }

  /** Old clients end a body with a line more than it has (RFC 9112, 2.2). */
  @Test
  void an_answer_may_take_longer_whatever_comes_meanwhile() {
    read(GET);
    pass(1);
    read("\r\n");
    answer(HttpResponseStatus.CONTINUE);
    read("\r\n");
    pass(10);
    assertTrue(channel.isOpen());
  }

  @Test
  void between_two_requests_there_is_time() {
    read(GET);
    answer(HttpResponseStatus.OK);
    pass(10);
    read(GET);
    pass(10);
    assertTrue(channel.isOpen());
  }

  /** Where its time runs when it is taken out with all else of HTTP. */
  @Test
  void the_frames_of_a_web_socket_are_no_heads() {
    channel.pipeline().remove(HeadDeadline.NAME);
    WebSocket13FrameDecoder frames = new WebSocket13FrameDecoder(true, false, 100);
    channel.pipeline().replace(HttpRequestDecoder.class, "frames", frames);
    read("\u0081");
    pass(10);
    assertTrue(channel.isOpen());
  }

  /** What comes a third of the time after the last changes nothing. */
  private void isDroppedAfterItsTime(String trickle) {
    pass(1);
    read(trickle);
    pass(1);
    read(trickle);
    assertTrue(channel.isOpen());
    pass(1);
    assertFalse(channel.isOpen());
  }

  /** Thirds of the time. */
  private void pass(int thirds) {
    channel.advanceTimeBy(TIME.toNanos() / 3 * thirds, TimeUnit.NANOSECONDS);
    channel.runScheduledPendingTasks();
  }

  private void read(String text) {
    channel.writeInbound(Unpooled.copiedBuffer(text, StandardCharsets.ISO_8859_1));
  }

  private void answer(HttpResponseStatus status) {
    channel.writeOutbound(new DefaultFullHttpResponse(HttpVersion.HTTP_1_1, status));
  }
}
