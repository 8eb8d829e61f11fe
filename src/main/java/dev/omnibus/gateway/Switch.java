package dev.omnibus.gateway;

import dev.omnibus.cluster.ServerBoard;
import dev.omnibus.config.LiveConfig;
import dev.omnibus.gateway.agent.RpcException;
import dev.omnibus.gateway.target.Target;
import dev.omnibus.gateway.target.Targets;
import dev.omnibus.mcp.Era;
import dev.omnibus.mcp.TransportKind;
import dev.omnibus.model.Link;
import dev.omnibus.model.ServerSpec;
import dev.omnibus.model.ServerState;
import dev.omnibus.model.ServerStatus;
import io.vertx.core.Future;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Which plane a request takes: bytes go straight to a server behind streamable HTTP that speaks the
 * agent's era; everything else is said in whole messages.
 */
final class Switch {

  /** Who is told to come back comes back within a minute. */
  private static final int LONGEST_SECONDS = 60;

  private final LiveConfig live;
  private final ServerBoard board;
  private final Targets targets;
  private final Clock clock;

  /** Modern servers of which it is known whether they speak the legacy era too. */
  private final Map<ServerSpec, Boolean> alsoLegacy = new ConcurrentHashMap<>();

  Switch(LiveConfig live, ServerBoard board, Targets targets, Clock clock) {
    this.clock = clock;
    this.live = live;
    this.board = board;
    this.targets = targets;
    live.onServers(change -> alsoLegacy.keySet().retainAll(live.servers().values()));
  }

  boolean exists(String server) {
    return live.servers().containsKey(server);
  }

  /** Whether bytes can go straight through. */
  boolean relays(String server, Era agent) {
    Era era = eraOverHttp(server);
    return era != null && (era == agent || alsoLegacy(server));
  }

  /** Whether it has to be found out first if this modern server speaks the agent's era too. */
  boolean isOpen(String server, Era agent) {
    return agent == Era.LEGACY
        && eraOverHttp(server) == Era.MODERN
        && !alsoLegacy.containsKey(live.servers().get(server));
  }

  /** What was found out, until the server's definition changes. */
  void decide(String server, boolean speaksLegacy) {
    alsoLegacy.put(live.servers().get(server), speaksLegacy);
  }

  private boolean alsoLegacy(String server) {
    return alsoLegacy.getOrDefault(live.servers().get(server), false);
  }

  /** Null when it is not reached over streamable HTTP. */
  private Era eraOverHttp(String server) {
    boolean http = live.servers().get(server).transport() == TransportKind.HTTP;
    Link link = board.of(server).map(ServerStatus::link).orElse(null);
    return http && link != null && link.transport() == TransportKind.HTTP ? link.era() : null;
  }

  /** Fails at once when the server is known not to answer, and not to be back in a moment. */
  Target known(String server) {
    if (!isBackSoon(server)) {
      refuseIfAway(server);
    }
    ServerSpec spec = live.servers().get(server);
    return spec != null && spec.isGroup() ? targets.anyKnown(spec) : targets.known(server);
  }

  Future<Target> target(String server) {
    return targets.of(server);
  }

  /** Whether it takes no calls for the moment; what is under way there goes on. */
  boolean isDraining(String server) {
    return state(server) == ServerState.DRAINING;
  }

  private ServerState state(String server) {
    return board.of(server).map(ServerStatus::state).orElse(ServerState.UNKNOWN);
  }

  /**
   * Whether it takes no calls because of an operation, after which it takes them again. Until when
   * that is at most, the clock of another node says.
   */
  boolean isBackSoon(String server) {
    ServerStatus status = board.of(server).orElse(null);
    return status != null && status.state() == ServerState.DRAINING && status.backBy() != null;
  }

  /** Throws when the server is known not to answer. */
  void refuseIfAway(String server) {
    ServerStatus status = board.of(server).orElse(null);
    ServerState state = status == null ? ServerState.UNKNOWN : status.state();
    String why = "'" + server + "' is " + state.word();
    switch (state) {
      case STOPPED, DISABLED -> throw RpcException.away(why, 0);
      case CIRCUIT_OPEN -> throw RpcException.away(why, seconds(status.breaker().retryAt()));
      case DRAINING -> throw RpcException.away(why, seconds(status.backBy()));
      case UNKNOWN, STARTING, HEALTHY, DEGRADED, DISCONNECTED, AUTH_REQUIRED -> {
        // a try costs little, and what the board says may be a moment old
      }
    }
  }

  /** Until then, by the clock of this node; what is not known is soon. */
  private int seconds(Instant then) {
    long left = then == null ? 0 : Duration.between(clock.instant(), then).toSeconds();
    return (int) Math.min(LONGEST_SECONDS, Math.max(1, left));
  }
}
