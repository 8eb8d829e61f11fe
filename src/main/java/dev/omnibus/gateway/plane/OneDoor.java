package dev.omnibus.gateway.plane;

import dev.omnibus.access.Seal;
import dev.omnibus.config.GatewayConfig;
import dev.omnibus.gateway.agent.Permits;
import dev.omnibus.gateway.balance.Bulkheads;
import dev.omnibus.gateway.balance.Intermission;
import dev.omnibus.gateway.crossing.LegacyCrossing;
import dev.omnibus.gateway.crossing.ModernCrossing;
import dev.omnibus.gateway.crossing.Parking;
import dev.omnibus.gateway.seen.Seen;
import dev.omnibus.gateway.way.SpreadWay;
import dev.omnibus.gateway.way.Way;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;

/**
 * The door to one server: behind it every call is permitted and counted, and said in the server's
 * own era.
 */
public final class OneDoor implements Doors {

  /** How long a call waits for its agent; shorter than what an idle visit is kept. */
  private static final Duration THINKING = Duration.ofMinutes(9);

  /** What is behind the door: a server in its own era. */
  public interface Server {

    /** May throw a {@link dev.omnibus.bus.BusException} where the server is known not to answer. */
    Future<Way> open(Guest guest);

    /** Whether what an agent without a session asks is spread over several replicas. */
    default boolean spreads(String server) {
      return false;
    }

    /** As {@link SpreadWay.Replicas#best}. */
    default String best(String server) {
      return null;
    }

    /** Whether it takes no calls for the moment; what is under way there goes on. */
    default boolean isDraining(String server) {
      return false;
    }

    /** To wait for a server that is made anew; null when that is not worth it. */
    default Intermission.Waiter await(String server) {
      return null;
    }

    /** Nothing has to be kept for this agent's session any more. */
    void ended(Guest guest);
  }

  private final Vertx vertx;
  private final Server server;
  private final Permits permits;
  private final Seen seen;
  private final GatewayConfig config;
  private final Bulkheads bulkheads;
  private final Seal seal;
  private final String node;

  /**
   * @param seal of what agents hold of calls that wait for them
   */
  public OneDoor(
      Vertx vertx,
      Server server,
      Permits permits,
      Seen seen,
      GatewayConfig config,
      Bulkheads bulkheads,
      Seal seal,
      String node) {
    this.vertx = vertx;
    this.server = server;
    this.permits = permits;
    this.seen = seen;
    this.config = config;
    this.bulkheads = bulkheads;
    this.seal = seal;
    this.node = node;
  }

  @Override
  public Future<Way> open(Guest guest) {
    Parking parking = parking(guest);
    boolean spread = guest.session() == null && server.spreads(guest.server());
    Future<Way> way = spread ? SpreadWay.open(new Replicas(guest, parking)) : inEra(guest, parking);
    return way.map(open -> checked(open, guest));
  }

  private Future<Way> inEra(Guest guest, Parking parking) {
    return Future.succeededFuture(guest)
        .compose(server::open)
        .map(way -> crossed(way, guest, parking));
  }

  /** Calls that wait for their agent are found whichever replica its answer is thought for. */
  private final class Replicas implements SpreadWay.Replicas {
    private final Guest guest;
    private final Parking parking;

    Replicas(Guest guest, Parking parking) {
      this.guest = guest;
      this.parking = parking;
    }

    @Override
    public String best() {
      return server.best(guest.server());
    }

    @Override
    public Future<Way> open(String replica) {
      return inEra(guest.in(replica), parking);
    }
  }

  private Way checked(Way way, Guest guest) {
    return new Checkpoint(vertx, way, guest, permits, seen, bulkheads.of(guest.server()), server);
  }

  private Way crossed(Way way, Guest guest, Parking parking) {
    if (way.era() == guest.era()) {
      return way;
    }
    return switch (guest.era()) {
      case LEGACY -> new LegacyCrossing(vertx, way, guest.agent(), config.maxCall());
      case MODERN -> new ModernCrossing(way, guest.agent(), parking);
    };
  }

  private Parking parking(Guest guest) {
    Duration patience = THINKING.compareTo(config.maxCall()) < 0 ? THINKING : config.maxCall();
    return new Parking(vertx, seal, node, guest.caller().user(), guest.server(), patience);
  }

  @Override
  public void ended(Guest guest) {
    server.ended(guest);
  }
}
