package dev.omnibus.gateway.target;

import dev.omnibus.mcp.Credential;
import dev.omnibus.model.Replica;
import dev.omnibus.model.ServerSpec;
import io.vertx.core.Future;
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
 * @param credential shown beside the headers, or null
 */
public record Target(
    ServerSpec spec,
    URI url,
    Map<String, String> headers,
    ClientSSLOptions ssl,
    Credential credential) {

  /** What one is shown that wants no credential. */
  public static final String NOTHING = "";

  private static final long CONNECT_MILLIS = 5_000;

  /** As agents know it. */
  public String server() {
    return Replica.server(spec.name());
  }

  /** Which of its replicas this is; null where it has none. */
  public String replica() {
    return Replica.isReplica(spec.name()) ? spec.name() : null;
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

  /** What it is shown in {@code Authorization}, {@link #NOTHING}, or null: it has to be fetched. */
  public String shown() {
    return credential == null ? NOTHING : credential.now();
  }

  /** The same, fetched if need be. */
  public Future<String> fetchShown() {
    return credential == null ? Future.succeededFuture(NOTHING) : credential.fetch();
  }

  /** It answered 401 to what it was shown; whether another try is worth it. */
  public boolean refused(String shown) {
    return credential != null && credential.refused(shown);
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
    return "Target[" + spec.name() + "]";
  }
}
