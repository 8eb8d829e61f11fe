package dev.omnibus.mcp.transport;

import dev.omnibus.mcp.McpException;
import dev.omnibus.mcp.McpException.Kind;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.JsonObject;
import java.util.Map;

/** One message posted to an HTTP+SSE server, whose reply comes elsewhere. */
final class SsePost {
  private static final int MAX_BODY_BYTES = 64 * 1024;

  private final HttpTarget target;
  private final JsonObject message;
  private final Promise<Void> done = Promise.promise();
  private HttpClientRequest request;

  SsePost(HttpTarget target, JsonObject message) {
    this.target = target;
    this.message = message;
  }

  Exchange start(Map<String, String> headers) {
    target
        .open(target.client(), HttpMethod.POST, headers)
        .compose(this::send)
        .compose(this::accepted)
        .onSuccess(done::tryComplete)
        .onFailure(failure -> done.tryFail(HttpFailures.of(failure)));
    return new Exchange(done.future(), this::cancel);
  }

  private Future<HttpClientResponse> send(HttpClientRequest ready) {
    request = ready;
    if (done.future().isComplete()) {
      ready.reset();
      return Future.failedFuture(McpException.of(Kind.CLOSED, "given up"));
    }
    return ready.send(message.toBuffer());
  }

  private Future<Void> accepted(HttpClientResponse response) {
    boolean ok = response.statusCode() >= 200 && response.statusCode() < 300;
    return BodyReader.read(response, MAX_BODY_BYTES)
        .otherwise(Buffer.buffer())
        .compose(
            body ->
                ok
                    ? Future.succeededFuture()
                    : Future.failedFuture(HttpFailures.refusal(response, body)));
  }

  private void cancel() {
    if (done.tryFail(McpException.of(Kind.CLOSED, "given up")) && request != null) {
      request.reset();
    }
  }
}
