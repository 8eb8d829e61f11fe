package dev.omnibus.credential;

import dev.omnibus.mcp.transport.BodyReader;
import dev.omnibus.mcp.transport.Tls;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import java.net.URI;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/** Short exchanges with authorization servers, within a time and a size; no redirects. */
final class Web {

  /** What somebody answered. */
  record Answer(int status, String challenge, Buffer body) {}

  private static final int MAX_BYTES = 64 << 10;
  private static final int CONNECT_MILLIS = 3_000;
  private static final long LIMIT_SECONDS = 8;

  private final HttpClient client;

  Web(Vertx vertx) {
    client =
        vertx.createHttpClient(
            new HttpClientOptions().setKeepAlive(false).setConnectTimeout(CONNECT_MILLIS));
  }

  Future<Answer> get(URI from, Path trust) {
    RequestOptions options = to(HttpMethod.GET, from, trust);
    return exchange(options.putHeader(HttpHeaders.ACCEPT, "application/json"), Buffer.buffer());
  }

  Future<Answer> post(URI to, Path trust, TokenRequest request) {
    RequestOptions options =
        to(HttpMethod.POST, to, trust)
            .putHeader(HttpHeaders.ACCEPT, "application/json")
            .putHeader(HttpHeaders.CONTENT_TYPE, TokenRequest.TYPE);
    if (request.authorization() != null) {
      options.putHeader(HttpHeaders.AUTHORIZATION, request.authorization());
    }
    return exchange(options, request.form());
  }

  /** Asks a server something harmless without a token, to hear what it wants. */
  Future<Answer> knock(URI server, Path trust) {
    RequestOptions options =
        to(HttpMethod.POST, server, trust)
            .putHeader(HttpHeaders.ACCEPT, "application/json, text/event-stream")
            .putHeader(HttpHeaders.CONTENT_TYPE, "application/json");
    return exchange(
        options, Buffer.buffer("{\"jsonrpc\":\"2.0\",\"id\":\"omnibus\",\"method\":\"ping\"}"));
  }

  private static RequestOptions to(HttpMethod method, URI url, Path trust) {
    return new RequestOptions()
        .setMethod(method)
        .setAbsoluteURI(url.toString())
        .setSslOptions(Tls.to(url, trust))
        .setFollowRedirects(false);
  }

  private Future<Answer> exchange(RequestOptions options, Buffer body) {
    return client
        .request(options)
        .compose(
            request ->
                said(request, body)
                    .timeout(LIMIT_SECONDS, TimeUnit.SECONDS)
                    .onFailure(cause -> request.reset()));
  }

  private static Future<Answer> said(HttpClientRequest request, Buffer body) {
    request.exceptionHandler(expected -> {});
    return (body.length() == 0 ? request.send() : request.send(body)).compose(Web::read);
  }

  private static Future<Answer> read(HttpClientResponse response) {
    String type = String.valueOf(response.getHeader(HttpHeaders.CONTENT_TYPE));
    if (type.startsWith("text/event-stream")) {
      response.exceptionHandler(expected -> {});
      response.request().reset();
      return Future.succeededFuture(new Answer(response.statusCode(), null, Buffer.buffer()));
    }
    String challenge = response.getHeader("WWW-Authenticate");
    return BodyReader.read(response, MAX_BYTES)
        .map(body -> new Answer(response.statusCode(), challenge, body));
  }
}
