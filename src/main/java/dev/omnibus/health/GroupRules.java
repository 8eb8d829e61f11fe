package dev.omnibus.health;

import dev.omnibus.model.BreakerState;
import dev.omnibus.model.BreakerStatus;
import dev.omnibus.model.Check;
import dev.omnibus.model.Claim;
import dev.omnibus.model.Link;
import dev.omnibus.model.Replica;
import dev.omnibus.model.ServerSpec;
import dev.omnibus.model.ServerState;
import dev.omnibus.model.ServerStatus;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;

/**
 * How a server with replicas is, from how each of them is: a pure function. It is healthy when all
 * that shall run are, degraded as long as one serves, and else as bad as the least bad of them.
 */
final class GroupRules {

  /** The least bad first. */
  private static final List<ServerState> BEST_FIRST =
      List.of(
          ServerState.STARTING,
          ServerState.UNKNOWN,
          ServerState.AUTH_REQUIRED,
          ServerState.DISCONNECTED,
          ServerState.CIRCUIT_OPEN,
          ServerState.DRAINING,
          ServerState.STOPPED,
          ServerState.DISABLED);

  private GroupRules() {}

  /**
   * @param known of those of its replicas that were heard of
   * @param before what was told of the server last, or null
   */
  static ServerStatus compose(
      ServerSpec spec, List<ServerStatus> known, ServerStatus before, Claim claim, Instant now) {
    ServerState state = state(spec, known);
    ServerStatus face = known.stream().min(Comparator.comparing(GroupRules::rank)).orElse(null);
    return new ServerStatus(
        spec.name(),
        state,
        reason(spec, known, state),
        before != null && before.state() == state ? before.since() : now,
        claim,
        face == null ? Link.unopened(spec.transport()) : face.link().withoutProcess(),
        latest(known),
        breaker(known),
        spec.description(),
        known.stream().map(Replica::of).toList(),
        state == ServerState.DRAINING ? firstBack(known) : null);
  }

  private static Instant firstBack(List<ServerStatus> known) {
    return known.stream()
        .map(ServerStatus::backBy)
        .filter(Objects::nonNull)
        .min(Comparator.naturalOrder())
        .orElse(null);
  }

  private static ServerState state(ServerSpec spec, List<ServerStatus> known) {
    long wanted = known.stream().filter(s -> !s.state().atRest()).count();
    long healthy = known.stream().filter(s -> s.state() == ServerState.HEALTHY).count();
    boolean all = known.size() == spec.members().size();
    if (healthy > 0 && healthy == wanted && all) {
      return ServerState.HEALTHY;
    }
    return serving(known) > 0
        ? ServerState.DEGRADED
        : known.stream()
            .map(ServerStatus::state)
            .min(Comparator.comparingInt(BEST_FIRST::indexOf))
            .orElse(ServerState.UNKNOWN);
  }

  private static long serving(List<ServerStatus> known) {
    return known.stream().filter(s -> s.state().serves()).count();
  }

  private static String reason(ServerSpec spec, List<ServerStatus> known, ServerState state) {
    String others =
        known.stream()
            .filter(s -> s.state() != ServerState.HEALTHY)
            .map(s -> s.server() + " " + s.state().word() + ": " + s.reason())
            .collect(Collectors.joining("; "));
    String count = serving(known) + " of " + spec.members().size() + " serve";
    return others.isEmpty() || state == ServerState.HEALTHY ? count : count + "; " + others;
  }

  /** Who answers best speaks for all when it comes to versions and counts. */
  private static int rank(ServerStatus one) {
    int era = one.link().era() == null ? 100 : 0;
    return era + (one.state().serves() ? 0 : 1 + BEST_FIRST.indexOf(one.state()));
  }

  /** Of those that serve, if any do: what one of them answers is not what a dead one does not. */
  private static Check latest(List<ServerStatus> known) {
    return known.stream()
        .filter(one -> one.state().serves() || serving(known) == 0)
        .map(ServerStatus::check)
        .filter(Objects::nonNull)
        .max(Comparator.comparing(Check::last))
        .orElse(null);
  }

  /** Held back only when every one of them is. */
  private static BreakerStatus breaker(List<ServerStatus> known) {
    int failures = known.stream().mapToInt(s -> s.breaker().failures()).sum();
    List<BreakerStatus> all = known.stream().map(ServerStatus::breaker).toList();
    BreakerState state =
        all.stream()
            .map(BreakerStatus::state)
            .min(Comparator.comparingInt(GroupRules::hold))
            .orElse(BreakerState.CLOSED);
    Instant retry =
        all.stream()
            .map(BreakerStatus::retryAt)
            .filter(Objects::nonNull)
            .min(Comparator.naturalOrder())
            .orElse(null);
    return new BreakerStatus(state, failures, state == BreakerState.OPEN ? retry : null);
  }

  private static int hold(BreakerState state) {
    return switch (state) {
      case CLOSED -> 0;
      case FORCED_CLOSED -> 1;
      case HALF_OPEN -> 2;
      case OPEN -> 3;
      case FORCED_OPEN -> 4;
    };
  }
}
