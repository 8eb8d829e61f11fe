package dev.omnibus.mcp.transport;

import dev.omnibus.mcp.CloseReason;
import dev.omnibus.mcp.wire.Envelope;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The stream on which a legacy server speaks by itself (GET). One that ends is opened again, from
 * the last event on, as long as the session lives; a server that has none is asked once.
 */
final class StandingStream {

  private static final Logger log = LoggerFactory.getLogger(StandingStream.class);
  private static final long DEFAULT_RETRY_MILLIS = 1_000;
  private static final long MAX_RETRY_MILLIS = 30_000;

  private final HttpTarget target;
  private final Supplier<Map<String, String>> sessionHeaders;
  private final Handler<Envelope> incoming;
  private final Future<CloseReason> sessionOver;
  private final Vertx vertx = Vertx.currentContext().owner();
  private final Inbox inbox = new Inbox(Vertx.currentContext());
  private String lastEventId = "";
  private long wait = DEFAULT_RETRY_MILLIS;
  private HttpClientRequest request;

  StandingStream(
      HttpTarget target,
      Supplier<Map<String, String>> sessionHeaders,
      Handler<Envelope> incoming,
      Future<CloseReason> sessionOver) {
    this.target = target;
    this.sessionHeaders = sessionHeaders;
    this.incoming = incoming;
    this.sessionOver = sessionOver;
    sessionOver.onComplete(over -> reset());
  }

  void open() {
    if (sessionOver.isComplete()) {
      return;
    }
    Map<String, String> headers = new LinkedHashMap<>(sessionHeaders.get());
    headers.put("Accept", "text/event-stream");
    if (!lastEventId.isEmpty()) {
      headers.put("Last-Event-ID", lastEventId);
    }
    target
        .send(target.streams(), HttpMethod.GET, headers, Buffer.buffer(), this::isWanted)
        .onSuccess(this::read)
        .onFailure(this::again);
  }

  private boolean isWanted(HttpClientRequest ready) {
    request = ready;
    return !sessionOver.isComplete();
  }

  private void read(HttpClientResponse response) {
    if (response.statusCode() != 200 || !HttpPost.mediaType(response).equals("text/event-stream")) {
      BodyReader.drop(response);
      log.debug("no stream for what the server says by itself: {}", response.statusCode());
      return;
    }
    wait = DEFAULT_RETRY_MILLIS;
    SseParser parser = new SseParser(target.maxBodyBytes(), this::event);
    response.handler(
        bytes -> {
          if (!parser.feed(bytes)) {
            reset();
          }
          lastEventId = parser.lastEventId().isEmpty() ? lastEventId : parser.lastEventId();
          parser.retryMillis().ifPresent(millis -> wait = Math.min(millis, MAX_RETRY_MILLIS));
        });
    response.endHandler(v -> again(null));
    response.exceptionHandler(this::again);
  }

  private void event(SseEvent event) {
    if (event.name().equals("message") && !event.data().isEmpty()) {
      inbox.take(Buffer.buffer(event.data()), parsed -> parsed.forEach(incoming::handle));
    }
  }

  /** The wait grows while the server does not take it up. */
  private void again(Throwable broken) {
    request = null;
    if (!sessionOver.isComplete()) {
      vertx.setTimer(Math.max(1, wait), id -> open());
      wait = Math.min(2 * Math.max(1, wait), MAX_RETRY_MILLIS);
    }
  }

  private void reset() {
    if (request != null) {
      request.reset();
    }
  }
}
