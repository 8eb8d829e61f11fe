package dev.omnibus.gateway.target;

import dev.omnibus.config.Endpoints;
import dev.omnibus.config.LiveConfig;
import dev.omnibus.mcp.HttpEndpoint;
import dev.omnibus.model.ServerSpec;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.net.ClientSSLOptions;
import io.vertx.core.net.PemTrustOptions;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The targets of all HTTP servers, made when they are first asked for and made anew when their
 * definition changes.
 */
public final class Targets {

  private final Vertx vertx;
  private final LiveConfig live;
  private final Endpoints endpoints;
  private final Map<String, Target> known = new ConcurrentHashMap<>();

  public Targets(Vertx vertx, LiveConfig live, Endpoints endpoints) {
    this.vertx = vertx;
    this.live = live;
    this.endpoints = endpoints;
    live.onServers(
        change -> known.values().removeIf(old -> live.servers().get(old.server()) != old.spec()));
  }

  /** The target if it was made before and still holds, else null. */
  public Target known(String server) {
    Target target = known.get(server);
    return target != null && target.spec() == live.servers().get(server) ? target : null;
  }

  /**
   * Reads files on a worker; fails with an IllegalArgumentException when a reference leads nowhere.
   */
  public Future<Target> of(String server) {
    Target target = known(server);
    ServerSpec spec = live.servers().get(server);
    return target != null
        ? Future.succeededFuture(target)
        : vertx.executeBlocking(() -> make(spec), false).onSuccess(made -> known.put(server, made));
  }

  private Target make(ServerSpec spec) {
    HttpEndpoint endpoint = (HttpEndpoint) endpoints.session(spec);
    return new Target(
        spec, endpoint.url(), endpoint.headers(), ssl(endpoint), endpoint.credential());
  }

  private static ClientSSLOptions ssl(HttpEndpoint endpoint) {
    if (!"https".equalsIgnoreCase(endpoint.url().getScheme())) {
      return null;
    }
    ClientSSLOptions ssl = new ClientSSLOptions().setHostnameVerificationAlgorithm("HTTPS");
    return endpoint.trustCertificates() == null
        ? ssl
        : ssl.setTrustOptions(
            new PemTrustOptions().addCertPath(endpoint.trustCertificates().toString()));
  }
}
