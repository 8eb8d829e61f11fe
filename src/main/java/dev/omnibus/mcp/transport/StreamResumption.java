package dev.omnibus.mcp.transport;

import dev.omnibus.mcp.McpException;
import dev.omnibus.mcp.McpException.Kind;
import dev.omnibus.mcp.wire.Envelope;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Predicate;
import java.util.function.Supplier;

/**
 * Takes up a broken stream with GET and Last-Event-ID (2025-11-25, SEP-1699): a server may end the
 * stream of a long call early on purpose. Without an event id there is nothing to take up.
 */
final class StreamResumption {
  private static final long DEFAULT_RETRY_MILLIS = 1_000;
  private static final long MAX_RETRY_MILLIS = 30_000;
  private static final int MAX_ATTEMPTS = 100;

  private final HttpTarget target;
  private final Handler<Envelope> incoming;
  private final Supplier<Map<String, String>> sessionHeaders;

  StreamResumption(
      HttpTarget target, Handler<Envelope> incoming, Supplier<Map<String, String>> sessionHeaders) {
    this.target = target;
    this.incoming = incoming;
    this.sessionHeaders = sessionHeaders;
  }

  /**
   * @param over completes when nobody waits any more
   */
  Future<Void> resume(Throwable failure, Predicate<Envelope> isReply, Future<?> over) {
    return attempt(failure, isReply, over, 1);
  }

  private Future<Void> attempt(
      Throwable failure, Predicate<Envelope> isReply, Future<?> over, int attempt) {
    if (!(failure instanceof BrokenStream broken)) {
      return Future.failedFuture(failure);
    }
    if (broken.lastEventId().isEmpty() || over.isComplete() || attempt > MAX_ATTEMPTS) {
      return Future.failedFuture(McpException.of(Kind.CLOSED, broken.getMessage()));
    }
    long wait = broken.retryMillis().orElse(DEFAULT_RETRY_MILLIS);
    return Vertx.currentContext()
        .owner()
        .timer(
            Math.max(1, Math.min(wait, MAX_RETRY_MILLIS)),
            java.util.concurrent.TimeUnit.MILLISECONDS)
        .compose(v -> get(broken.lastEventId(), isReply, over))
        .recover(again -> attempt(again, isReply, over, attempt + 1));
  }

  private Future<Void> get(String lastEventId, Predicate<Envelope> isReply, Future<?> over) {
    if (over.isComplete()) {
      return Future.failedFuture(McpException.of(Kind.CLOSED, "given up"));
    }
    Map<String, String> headers = new LinkedHashMap<>(sessionHeaders.get());
    headers.put("Accept", "text/event-stream");
    headers.put("Last-Event-ID", lastEventId);
    return target
        .send(
            target.streams(),
            HttpMethod.GET,
            headers,
            Buffer.buffer(),
            request -> {
              over.onComplete(v -> request.reset());
              return !over.isComplete();
            })
        .compose(response -> read(response, isReply));
  }

  private Future<Void> read(HttpClientResponse response, Predicate<Envelope> isReply) {
    if (response.statusCode() != 200 || !HttpPost.mediaType(response).equals("text/event-stream")) {
      BodyReader.drop(response);
      return Future.failedFuture(
          McpException.http(
              Kind.CLOSED,
              response.statusCode(),
              "the stream ended before the answer and cannot be resumed: HTTP "
                  + response.statusCode()));
    }
    return new EventStream(response, target.maxBodyBytes(), incoming).untilReply(isReply);
  }
}
