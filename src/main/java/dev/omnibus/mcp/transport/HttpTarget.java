package dev.omnibus.mcp.transport;

import io.vertx.core.Future;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.net.ClientSSLOptions;
import io.vertx.core.net.PemTrustOptions;
import java.net.URI;
import java.nio.file.Path;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One address, with what every request to it carries.
 *
 * @param client for requests and their answers
 * @param streams for streams that stay open, so that they never take a request's connection
 * @param ssl null for the platform's certificates
 */
record HttpTarget(
    HttpClient client,
    HttpClient streams,
    URI url,
    Map<String, String> headers,
    ClientSSLOptions ssl,
    int maxBodyBytes) {

  private static final Logger log = LoggerFactory.getLogger(HttpTarget.class);
  private static final long CONNECT_MILLIS = 10_000;

  static HttpTarget of(
      HttpClients clients, URI url, Map<String, String> headers, Path trust, int maxBodyBytes) {
    ClientSSLOptions ssl = new ClientSSLOptions().setHostnameVerificationAlgorithm("HTTPS");
    if (trust != null) {
      ssl.setTrustOptions(new PemTrustOptions().addCertPath(trust.toString()));
    }
    boolean tls = "https".equalsIgnoreCase(url.getScheme());
    return new HttpTarget(
        clients.requests(), clients.streams(), url, headers, tls ? ssl : null, maxBodyBytes);
  }

  HttpTarget at(URI other) {
    return new HttpTarget(client, streams, other, headers, ssl, maxBodyBytes);
  }

  /** A request of ours; the exchange on it tells when it breaks, and Vert.x need not. */
  Future<HttpClientRequest> open(HttpClient through, HttpMethod method, Map<String, String> more) {
    return through
        .request(request(method, more))
        .onSuccess(
            request ->
                request.exceptionHandler(
                    failure -> log.debug("a request broke: {}", failure.getMessage())));
  }

  private RequestOptions request(HttpMethod method, Map<String, String> more) {
    RequestOptions options =
        new RequestOptions()
            .setMethod(method)
            .setAbsoluteURI(url.toString())
            .setConnectTimeout(CONNECT_MILLIS)
            .setFollowRedirects(false);
    if (ssl != null) {
      options.setSslOptions(ssl);
    }
    headers.forEach(options::addHeader);
    more.forEach(options::addHeader);
    return options;
  }
}
