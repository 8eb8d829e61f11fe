package dev.omnibus.gateway.relay;

import dev.omnibus.gateway.target.Target;
import dev.omnibus.mcp.McpException;
import dev.omnibus.mcp.McpException.Kind;
import dev.omnibus.mcp.transport.BodyReader;
import io.vertx.core.AsyncResult;
import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import java.time.Duration;

/**
 * Something short that the gateway says to a server on its own account, and the whole answer. It is
 * over in its time, and then nothing of it stays open.
 */
final class Exchange {

  /** What the server answered. */
  record Answer(int status, String session, Buffer body) {}

  private static final int MOST = 1 << 20;

  private final HttpClient client;
  private final Vertx vertx;
  private final Promise<Answer> answer = Promise.promise();
  private HttpClientRequest request;
  private boolean over;

  Exchange(Vertx vertx, HttpClient client) {
    this.vertx = vertx;
    this.client = client;
  }

  /**
   * Once, on the loop of the client.
   *
   * @param body null for none
   */
  Future<Answer> say(
      Target target, HttpMethod method, MultiMap headers, Buffer body, Duration limit) {
    long timer = vertx.setTimer(limit.toMillis(), late -> late());
    client
        .request(target.request(method))
        .onComplete(
            made -> {
              if (made.failed()) {
                finish(Future.failedFuture(made.cause()));
              } else if (over) {
                made.result().reset();
              } else {
                send(made.result(), headers, body);
              }
            });
    return answer.future().onComplete(done -> vertx.cancelTimer(timer));
  }

  private void send(HttpClientRequest young, MultiMap headers, Buffer body) {
    request = young;
    young.exceptionHandler(expected -> {});
    young.headers().addAll(headers);
    (body == null ? young.send() : young.send(body)).onComplete(this::answered);
  }

  private void answered(AsyncResult<HttpClientResponse> got) {
    if (got.failed()) {
      finish(Future.failedFuture(got.cause()));
      return;
    }
    HttpClientResponse response = got.result();
    BodyReader.read(response, MOST)
        .map(body -> new Answer(response.statusCode(), response.getHeader(Headers.SESSION), body))
        .onComplete(this::finish);
  }

  private void late() {
    finish(Future.failedFuture(McpException.of(Kind.TIMEOUT, "no answer in time")));
    if (request != null) {
      request.reset();
    }
  }

  private void finish(AsyncResult<Answer> how) {
    if (!over) {
      over = true;
      answer.handle(how);
    }
  }
}
