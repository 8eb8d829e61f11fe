package dev.omnibus.mcp.transport;

import dev.omnibus.mcp.McpException;
import dev.omnibus.mcp.McpException.Kind;
import dev.omnibus.mcp.wire.Envelope;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import java.util.Map;
import java.util.function.Function;

/** One message on its way to a server by POST, until it was received or given up. */
final class Posting {

  private final HttpTarget target;
  private final Envelope message;
  private final Promise<Void> done = Promise.promise();
  private HttpClientRequest request;
  private HttpClientResponse response;
  private boolean held;

  Posting(HttpTarget target, Envelope message) {
    this.target = target;
    this.message = message;
  }

  /**
   * @param receive reads the response; completes when all of it that matters was read
   */
  Exchange start(Map<String, String> headers, Function<HttpClientResponse, Future<Void>> receive) {
    target
        .send(target.client(), HttpMethod.POST, headers, message.bytes(), this::isWanted)
        .onSuccess(this::received)
        .compose(receive)
        .onSuccess(done::tryComplete)
        .onFailure(failure -> done.tryFail(HttpFailures.of(failure)));
    return new Exchange(done.future(), this::cancel, this::hold);
  }

  /** Completes when the message was received or given up. */
  Future<Void> done() {
    return done.future();
  }

  private boolean isWanted(HttpClientRequest ready) {
    request = ready;
    return !done.future().isComplete();
  }

  private void received(HttpClientResponse head) {
    response = head;
    if (held) {
      head.pause();
    }
  }

  private void hold(boolean on) {
    held = on;
    if (response == null) {
      return;
    }
    if (on) {
      response.pause();
    } else {
      response.resume();
    }
  }

  private void cancel() {
    if (done.tryFail(McpException.of(Kind.CLOSED, "given up")) && request != null) {
      request.reset();
    }
  }
}
