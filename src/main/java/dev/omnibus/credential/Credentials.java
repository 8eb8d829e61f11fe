package dev.omnibus.credential;

import dev.omnibus.mcp.Credential;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Clock;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.BiConsumer;
import java.util.function.Function;

/**
 * The access tokens of one node: one for each server and definition, so that all who reach a server
 * alike share it. A token of one definition is never shown by who goes by another.
 */
public final class Credentials {

  /** Definitions of one server that somebody may still go by. */
  private static final int MOST = 4;

  private final Vertx vertx;
  private final Function<Client, Future<AccessToken>> grant;
  private final Map<String, Map<Client, ClientCredential>> known = new LinkedHashMap<>();

  public Credentials(Vertx vertx, Clock clock) {
    this(vertx, new Grant(new Web(vertx), clock)::token);
  }

  Credentials(Vertx vertx, Function<Client, Future<AccessToken>> grant) {
    this.vertx = vertx;
    this.grant = grant;
  }

  /**
   * The credential of a server by this definition.
   *
   * @param onSwap is told a token that is long gone, or null, and the young one, so that what may
   *     still be good can be hidden
   */
  public synchronized Credential of(
      String server, Client client, BiConsumer<String, String> onSwap) {
    Map<Client, ClientCredential> ofServer =
        known.computeIfAbsent(server, name -> new LinkedHashMap<>());
    ClientCredential credential =
        ofServer.computeIfAbsent(client, by -> credential(server, by, onSwap));
    if (ofServer.size() > MOST) {
      ofServer.remove(ofServer.keySet().iterator().next());
    }
    return credential;
  }

  private ClientCredential credential(
      String server, Client client, BiConsumer<String, String> onSwap) {
    return new ClientCredential(
        server,
        vertx,
        () -> grant.apply(client),
        onSwap,
        System::nanoTime,
        () -> ThreadLocalRandom.current().nextDouble());
  }

  /** Forgets those of all other servers. */
  public synchronized void retain(Collection<String> servers) {
    known.keySet().retainAll(servers);
  }
}
