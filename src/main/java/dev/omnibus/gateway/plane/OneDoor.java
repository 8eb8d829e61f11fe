package dev.omnibus.gateway.plane;

import dev.omnibus.config.GatewayConfig;
import dev.omnibus.gateway.agent.Permits;
import dev.omnibus.gateway.seen.Seen;
import dev.omnibus.gateway.way.Way;
import io.vertx.core.Future;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * The door to one server: behind it every call is permitted and counted, and said in the server's
 * own era.
 */
public final class OneDoor implements Doors {

  private final Function<Guest, Future<Way>> ways;
  private final Consumer<String> refuseIfAway;
  private final Permits permits;
  private final Seen seen;
  private final GatewayConfig config;

  /**
   * @param ways opens a way in the server's era
   * @param refuseIfAway throws when a server is known not to answer
   */
  public OneDoor(
      Function<Guest, Future<Way>> ways,
      Consumer<String> refuseIfAway,
      Permits permits,
      Seen seen,
      GatewayConfig config) {
    this.ways = ways;
    this.refuseIfAway = refuseIfAway;
    this.permits = permits;
    this.seen = seen;
    this.config = config;
  }

  @Override
  public Future<Way> open(Guest guest) {
    return Future.succeededFuture(guest.server())
        .map(
            server -> {
              refuseIfAway.accept(server);
              return server;
            })
        .compose(server -> ways.apply(guest))
        .map(way -> new Checkpoint(way, guest, permits, seen, config));
  }
}
