package dev.omnibus.mcp.transport;

import dev.omnibus.mcp.Credential;
import dev.omnibus.mcp.HttpEndpoint;
import dev.omnibus.mcp.Lookout;
import dev.omnibus.mcp.McpException;
import dev.omnibus.mcp.McpException.Kind;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.net.ClientSSLOptions;
import io.vertx.core.net.SocketAddress;
import java.net.URI;
import java.util.Map;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One address, with what every request to it carries.
 *
 * @param client for requests and their answers
 * @param streams for streams that stay open, so that they never take a request's connection
 * @param ssl null for the platform's certificates
 * @param credential shown beside the headers, or null
 * @param lookout who looks closer, or null
 */
record HttpTarget(
    HttpClient client,
    HttpClient streams,
    URI url,
    Map<String, String> headers,
    ClientSSLOptions ssl,
    int maxBodyBytes,
    Credential credential,
    Lookout lookout) {

  private static final Logger log = LoggerFactory.getLogger(HttpTarget.class);
  private static final long CONNECT_MILLIS = 10_000;

  static HttpTarget of(HttpClients clients, HttpEndpoint endpoint) {
    return new HttpTarget(
        clients.requests(),
        clients.streams(),
        endpoint.url(),
        endpoint.headers(),
        Tls.to(endpoint.url(), endpoint.trustCertificates()),
        endpoint.maxBodyBytes(),
        endpoint.credential(),
        endpoint.lookout());
  }

  HttpTarget at(URI other) {
    return new HttpTarget(client, streams, other, headers, ssl, maxBodyBytes, credential, lookout);
  }

  /**
   * Sends a request. One that the server refuses for an old credential goes out once more.
   *
   * @param body empty for none
   * @param wanted is given each request that is made and says whether it shall go out
   */
  Future<HttpClientResponse> send(
      HttpClient through,
      HttpMethod method,
      Map<String, String> more,
      Buffer body,
      Predicate<HttpClientRequest> wanted) {
    Said said = new Said(through, request(method, more), body, wanted, lookout);
    return credential == null
        ? said.once(null)
        : credential.fetch().compose(shown -> said.once(shown).compose(r -> again(said, shown, r)));
  }

  private Future<HttpClientResponse> again(Said said, String shown, HttpClientResponse response) {
    if (response.statusCode() != 401 || !credential.refused(shown)) {
      return Future.succeededFuture(response);
    }
    BodyReader.drop(response);
    return credential.fetch().compose(said::once);
  }

  private record Said(
      HttpClient through,
      RequestOptions options,
      Buffer body,
      Predicate<HttpClientRequest> wanted,
      Lookout lookout) {

    Future<HttpClientResponse> once(String shown) {
      return through
          .request(shown == null ? options : showing(shown))
          .onSuccess(
              // The exchange on it tells when it breaks, and Vert.x need not.
              made ->
                  made.exceptionHandler(
                      failure -> log.debug("a request broke: {}", failure.getMessage())))
          .compose(this::go);
    }

    private RequestOptions showing(String shown) {
      return new RequestOptions(options).putHeader(HttpHeaders.AUTHORIZATION, shown);
    }

    private Future<HttpClientResponse> go(HttpClientRequest made) {
      if (!wanted.test(made)) {
        made.reset();
        return Future.failedFuture(McpException.of(Kind.CLOSED, "given up"));
      }
      long began = System.nanoTime();
      Future<HttpClientResponse> answer = body.length() == 0 ? made.send() : made.send(body);
      return lookout == null ? answer : answer.onSuccess(head -> heard(head, began));
    }

    private void heard(HttpClientResponse head, long began) {
      String type = head.getHeader(HttpHeaders.CONTENT_TYPE);
      lookout.heard().head(System.nanoTime() - began, head.statusCode(), type);
    }
  }

  private RequestOptions request(HttpMethod method, Map<String, String> more) {
    RequestOptions options =
        new RequestOptions()
            .setMethod(method)
            .setAbsoluteURI(url.toString())
            .setConnectTimeout(CONNECT_MILLIS)
            .setFollowRedirects(false);
    if (lookout != null) {
      String ip = lookout.place().getAddress().getHostAddress();
      options.setServer(SocketAddress.inetSocketAddress(lookout.place().getPort(), ip));
    }
    if (ssl != null) {
      options.setSslOptions(ssl);
    }
    headers.forEach(options::addHeader);
    more.forEach(options::addHeader);
    return options;
  }
}
