package dev.omnibus.gateway.target;

import dev.omnibus.model.ServerSpec;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.net.ClientSSLOptions;
import java.net.URI;
import java.util.Map;

/**
 * Where one HTTP server is asked, secrets in place.
 *
 * @param spec what it was made of; a changed spec makes another target
 * @param headers of every request, credentials among them
 * @param ssl null for plain HTTP
 */
public record Target(ServerSpec spec, URI url, Map<String, String> headers, ClientSSLOptions ssl) {

  private static final long CONNECT_MILLIS = 5_000;

  public String server() {
    return spec.name();
  }

  /** One request to it; the headers go on afterwards. */
  public RequestOptions request(HttpMethod method) {
    RequestOptions options =
        new RequestOptions()
            .setMethod(method)
            .setHost(url.getHost())
            .setPort(port())
            .setSsl(ssl != null)
            .setURI(path())
            .setConnectTimeout(CONNECT_MILLIS)
            .setFollowRedirects(false);
    return ssl == null ? options : options.setSslOptions(ssl);
  }

  private int port() {
    return url.getPort() >= 0 ? url.getPort() : ssl == null ? 80 : 443;
  }

  private String path() {
    String path = url.getRawPath().isEmpty() ? "/" : url.getRawPath();
    return url.getRawQuery() == null ? path : path + "?" + url.getRawQuery();
  }

  @Override
  public String toString() {
    return "Target[" + server() + "]";
  }
}
