package dev.omnibus.credential;

import dev.omnibus.mcp.Credential;
import io.vertx.core.Vertx;
import java.time.Clock;
import java.util.Collection;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.BiConsumer;

/** The access tokens of one node, one a server. */
public final class Credentials {

  private final Vertx vertx;
  private final Grant grant;
  private final Map<String, ClientCredential> known = new ConcurrentHashMap<>();

  public Credentials(Vertx vertx, Clock clock) {
    this.vertx = vertx;
    this.grant = new Grant(new Web(vertx), clock);
  }

  /**
   * The credential of a server, which goes by this definition from now on.
   *
   * @param onSwap is told the old value, or null, and the young one, so that both can be hidden
   */
  public Credential of(String server, Client client, BiConsumer<String, String> onSwap) {
    ClientCredential credential =
        known.computeIfAbsent(
            server,
            name ->
                new ClientCredential(
                    name,
                    vertx,
                    grant::token,
                    onSwap,
                    System::nanoTime,
                    () -> ThreadLocalRandom.current().nextDouble()));
    credential.use(client);
    return credential;
  }

  /** Forgets those of all other servers. */
  public void retain(Collection<String> servers) {
    known.keySet().retainAll(servers);
  }
}
