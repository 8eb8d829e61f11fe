package dev.omnibus.gateway;

import dev.omnibus.bus.Failure;
import dev.omnibus.cluster.ServerBoard;
import dev.omnibus.config.LiveConfig;
import dev.omnibus.gateway.target.Target;
import dev.omnibus.gateway.target.Targets;
import dev.omnibus.mcp.Era;
import dev.omnibus.mcp.TransportKind;
import dev.omnibus.model.Link;
import dev.omnibus.model.ServerSpec;
import dev.omnibus.model.ServerState;
import dev.omnibus.model.ServerStatus;
import io.vertx.core.Future;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Which plane a request takes: bytes go straight to a server behind streamable HTTP that speaks the
 * agent's era; everything else is said in whole messages.
 */
final class Switch {

  private final LiveConfig live;
  private final ServerBoard board;
  private final Targets targets;

  /** Modern servers of which it is known whether they speak the legacy era too. */
  private final Map<ServerSpec, Boolean> alsoLegacy = new ConcurrentHashMap<>();

  Switch(LiveConfig live, ServerBoard board, Targets targets) {
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
    ServerSpec spec = live.servers().get(server);
    if (spec.transport() != TransportKind.HTTP) {
      return false;
    }
    Link link = board.of(server).map(ServerStatus::link).orElse(null);
    if (link == null || link.era() == null || link.transport() != TransportKind.HTTP) {
      return false;
    }
    return link.era() == agent || agent == Era.LEGACY && alsoLegacy.getOrDefault(spec, true);
  }

  /** A modern server turned out not to speak the legacy era. */
  void onlyModern(String server) {
    alsoLegacy.put(live.servers().get(server), false);
  }

  /** Whether a server that was modern until now may speak the legacy era as well. */
  boolean mayBeBoth(String server) {
    ServerSpec spec = live.servers().get(server);
    return !alsoLegacy.containsKey(spec)
        && board.of(server).map(ServerStatus::link).map(Link::era).orElse(null) == Era.MODERN;
  }

  /** Fails at once when the server is known not to answer. */
  Target known(String server) {
    refuseIfAway(server);
    return targets.known(server);
  }

  Future<Target> target(String server) {
    return targets.of(server);
  }

  private void refuseIfAway(String server) {
    ServerStatus status = board.of(server).orElse(null);
    ServerState state = status == null ? ServerState.UNKNOWN : status.state();
    switch (state) {
      case STOPPED, DISABLED, CIRCUIT_OPEN, DRAINING ->
          throw Failure.UNAVAILABLE.because("'" + server + "' is " + state.word());
      case UNKNOWN, STARTING, HEALTHY, DEGRADED, DISCONNECTED, AUTH_REQUIRED -> {
        // a try costs little, and what the board says may be a moment old
      }
    }
  }
}
