package dev.omnibus.bench.gateway;

import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerResponse;

/** Answers that take long, because there is much of them or because little is said at a time. */
final class LongAnswers {

  private static final Buffer PIECE = Buffer.buffer("x".repeat(64 << 10));

  private LongAnswers() {}

  /** One text of so many letters, as fast as it is taken. */
  static void letters(HttpServerResponse response, String id, long count) {
    Buffer begin =
        Buffer.buffer(
            "{\"jsonrpc\":\"2.0\",\"id\":"
                + id
                + ",\"result\":{\"content\":[{\"type\":\"text\",\"text\":\"");
    Buffer end = Buffer.buffer("\"}]}}");
    response
        .putHeader("Content-Type", "application/json")
        .putHeader("Content-Length", Long.toString(begin.length() + count + end.length()))
        .write(begin);
    more(response, count, end);
  }

  private static void more(HttpServerResponse response, long count, Buffer end) {
    long left = count;
    while (left > 0 && !response.writeQueueFull()) {
      int some = (int) Math.min(left, PIECE.length());
      response.write(PIECE.slice(0, some));
      left -= some;
    }
    if (left == 0) {
      response.end(end);
    } else {
      long rest = left;
      response.drainHandler(drained -> more(response, rest, end));
    }
  }

  /** Progress that says when it was said, one a second, then the result. */
  static void ticks(Vertx vertx, HttpServerResponse response, String id, int count) {
    response.putHeader("Content-Type", "text/event-stream").setChunked(true);
    tick(response, id, 1);
    int[] next = {2};
    vertx.setPeriodic(
        1_000,
        timer -> {
          if (next[0] <= count && !response.closed()) {
            tick(response, id, next[0]++);
          } else {
            vertx.cancelTimer(timer);
            response.end(
                "data: {\"jsonrpc\":\"2.0\",\"id\":" + id + ",\"result\":{\"content\":[]}}\n\n");
          }
        });
  }

  private static void tick(HttpServerResponse response, String id, int progress) {
    response.write(
        "data: {\"jsonrpc\":\"2.0\",\"method\":\"notifications/progress\",\"params\":"
            + "{\"progressToken\":"
            + id
            + ",\"progress\":"
            + progress
            + ",\"message\":\""
            + System.nanoTime()
            + "\"}}\n\n");
  }
}
