package dev.omnibus.mcp.transport;

import dev.omnibus.mcp.McpException;
import dev.omnibus.mcp.McpException.Kind;
import dev.omnibus.mcp.wire.Envelope;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientResponse;
import java.util.List;
import java.util.function.Predicate;

/** The messages on one event stream that belongs to a request. */
final class EventStream {
  private static final long LINGER_MILLIS = 1_000;

  private final HttpClientResponse response;
  private final Handler<Envelope> incoming;
  private final SseParser parser;
  private final Inbox inbox = new Inbox(Vertx.currentContext());
  private final int maxBytes;
  private final Promise<Void> replied = Promise.promise();
  private Predicate<Envelope> isReply = message -> false;
  private boolean ended;

  EventStream(HttpClientResponse response, int maxBytes, Handler<Envelope> incoming) {
    this.response = response;
    this.maxBytes = maxBytes;
    this.incoming = incoming;
    this.parser = new SseParser(maxBytes, this::event);
  }

  /** Fails with a {@link BrokenStream} when it ends before the reply. */
  Future<Void> untilReply(Predicate<Envelope> reply) {
    isReply = reply;
    response.handler(this::chunk);
    response.endHandler(v -> over(null));
    response.exceptionHandler(this::over);
    return replied.future().onSuccess(v -> endSoon());
  }

  private void chunk(Buffer bytes) {
    if (!parser.feed(bytes) && replied.tryFail(BodyReader.tooLarge(maxBytes))) {
      response.request().reset();
    }
  }

  private void event(SseEvent event) {
    if (event.name().equals("message") && !event.data().isEmpty()) {
      inbox.take(Buffer.buffer(event.data()), this::deliver);
    }
  }

  private void deliver(List<Envelope> parsed) {
    parsed.forEach(incoming::handle);
    if (parsed.isEmpty()) {
      replied.tryFail(McpException.of(Kind.GARBAGE, "an event that is not JSON-RPC"));
    } else if (parsed.stream().anyMatch(isReply)) {
      replied.tryComplete();
    }
  }

  private void over(Throwable failure) {
    ended = true;
    BrokenStream broken = new BrokenStream(failure, parser.lastEventId(), parser.retryMillis());
    inbox.afterAll(() -> replied.tryFail(broken));
  }

  /** After the reply the server ends the stream; one that does not must not keep the connection. */
  private void endSoon() {
    Vertx vertx = Vertx.currentContext().owner();
    vertx.setTimer(
        LINGER_MILLIS,
        id -> {
          if (!ended) {
            response.request().reset();
          }
        });
  }
}
