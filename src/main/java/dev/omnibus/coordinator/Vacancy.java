package dev.omnibus.coordinator;

import dev.omnibus.mcp.McpException;
import dev.omnibus.mcp.McpException.Kind;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.net.NetClient;
import io.vertx.core.net.NetClientOptions;
import io.vertx.core.net.NetSocket;
import java.net.URI;
import java.time.Duration;

/**
 * Looks whether the place is free before a process is started to listen there. If somebody else
 * answers, the process would end at once and the stranger be taken for it.
 */
final class Vacancy {

  private static final Duration LIMIT = Duration.ofSeconds(1);

  private final NetClient client;

  Vacancy(Vertx vertx) {
    int limit = (int) LIMIT.toMillis();
    this.client = vertx.createNetClient(new NetClientOptions().setConnectTimeout(limit));
  }

  /** Fails with SPAWN_FAILED when something listens where the URL points. */
  Future<Void> of(URI url) {
    int port = url.getPort() > 0 ? url.getPort() : "https".equals(url.getScheme()) ? 443 : 80;
    return client
        .connect(port, url.getHost())
        .transform(
            tried ->
                tried.succeeded() ? taken(url, port, tried.result()) : Future.succeededFuture());
  }

  private static Future<Void> taken(URI url, int port, NetSocket socket) {
    String place = url.getHost() + ":" + port;
    return socket
        .close()
        .otherwiseEmpty()
        .compose(
            closed ->
                Future.failedFuture(
                    McpException.of(
                        Kind.SPAWN_FAILED,
                        "something else already listens on "
                            + place
                            + ", so nothing was started")));
  }
}
