package dev.omnibus.bench.gateway;

import io.vertx.core.buffer.Buffer;
import java.util.function.LongConsumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What one agent hears of a stream: every event in its turn, then the result of its call. */
final class Ticks {

  private static final Pattern EVENT =
      Pattern.compile("\"progressToken\":(\\d+),\"progress\":(\\d+),\"message\":\"(\\d+)\"");

  private final int id;
  private final int events;
  private final LongConsumer late;
  private final StringBuilder text = new StringBuilder();
  private int heard;
  private boolean over;

  /**
   * @param late hears how many nanoseconds each event took; both clocks are this machine's
   */
  Ticks(int id, int events, LongConsumer late) {
    this.id = id;
    this.events = events;
    this.late = late;
  }

  void take(Buffer chunk) {
    text.append(chunk.toString("ISO-8859-1"));
    Matcher event = EVENT.matcher(text);
    int end = 0;
    while (event.find()) {
      end = event.end();
      if (Integer.parseInt(event.group(1)) != id || Integer.parseInt(event.group(2)) != ++heard) {
        throw new IllegalStateException("stream " + id + " at " + heard + ": " + event.group());
      }
      late.accept(System.nanoTime() - Long.parseLong(event.group(3)));
    }
    over = text.indexOf("\"id\":" + id + ",\"result\":") >= 0 && text.indexOf("0\r\n\r\n") >= 0;
    if (over && heard != events) {
      throw new IllegalStateException("stream " + id + " ended after " + heard + " events");
    }
    text.delete(0, end);
  }

  int heard() {
    return heard;
  }

  boolean isOver() {
    return over;
  }
}
