package dev.omnibus.access;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.util.concurrent.TimeUnit;

/** Fetches the keys of issuers, within a time and a size. */
final class JwksClient {

  private static final int MAX_BYTES = 256 << 10;
  private static final long LIMIT_SECONDS = 4;

  private final HttpClient client;

  JwksClient(Vertx vertx) {
    client =
        vertx.createHttpClient(
            new HttpClientOptions()
                .setVerifyHost(true)
                .setKeepAlive(false)
                .setConnectTimeout(3_000));
  }

  Future<JsonObject> fetch(URI from) {
    RequestOptions options =
        new RequestOptions()
            .setMethod(HttpMethod.GET)
            .setAbsoluteURI(from.toString())
            .setFollowRedirects(false)
            .putHeader("Accept", "application/json");
    return client
        .request(options)
        .compose(
            request ->
                request
                    .send()
                    .compose(JwksClient::body)
                    .timeout(LIMIT_SECONDS, TimeUnit.SECONDS)
                    .onFailure(cause -> request.reset()))
        .map(JsonObject::new);
  }

  private static Future<Buffer> body(HttpClientResponse response) {
    if (response.statusCode() != 200) {
      response.exceptionHandler(expected -> {});
      return Future.failedFuture(new IllegalStateException("status " + response.statusCode()));
    }
    Promise<Buffer> whole = Promise.promise();
    Buffer body = Buffer.buffer();
    response.handler(
        part -> {
          if (body.length() + part.length() > MAX_BYTES) {
            whole.tryFail(new IllegalStateException("more than " + MAX_BYTES + " bytes"));
          } else {
            body.appendBuffer(part);
          }
        });
    response.exceptionHandler(whole::tryFail);
    response.endHandler(ended -> whole.tryComplete(body));
    return whole.future();
  }
}
