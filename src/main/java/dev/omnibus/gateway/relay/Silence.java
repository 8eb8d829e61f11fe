package dev.omnibus.gateway.relay;

import io.vertx.core.buffer.Buffer;
import java.time.Duration;

/**
 * How long nothing was written to an event stream, and whether the last thing was a whole event:
 * some clients give up a stream that says nothing for minutes, and a comment may stand only between
 * events. (WHATWG, server-sent events, 9.2.7.)
 */
final class Silence {

  static final Buffer COMMENT = Buffer.buffer(": still here\n\n");

  private static final int TAIL = 4;

  private String tail = "\n\n";
  private long since;

  Silence(long now) {
    this.since = now;
  }

  void wrote(Buffer chunk, long now) {
    since = now;
    int length = chunk.length();
    String end = chunk.getString(Math.max(0, length - TAIL), length, "ISO-8859-1");
    tail = end.length() == TAIL ? end : last(tail + end);
  }

  private static String last(String text) {
    return text.substring(Math.max(0, text.length() - TAIL));
  }

  /** Whether it is time for a comment, and the place. */
  boolean isDue(long now, Duration keepAlive) {
    return now - since >= keepAlive.toNanos() && betweenEvents();
  }

  /** Whether no event is half said. */
  boolean betweenEvents() {
    return tail.endsWith("\n\n") || tail.endsWith("\r\n\r\n") || tail.endsWith("\r\r");
  }
}
