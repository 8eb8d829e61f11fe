package dev.omnibus.coordinator;

import dev.omnibus.cluster.NodeId;
import dev.omnibus.cluster.Ownership;
import dev.omnibus.cluster.ServerBoard;
import dev.omnibus.model.Claim;
import dev.omnibus.model.ServerSpec;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Which servers this node speaks for, and in which epoch: compares what should be with what is and
 * says what to do. It decides only; who carries the steps out, it does not know.
 */
final class OwnedServers {

  private record Holding(ServerSpec spec, long epoch) {}

  /** One thing to do about one server. */
  sealed interface Step permits Take, Replace, Reclaim, Release {}

  /** It came into this node's hands. */
  record Take(ServerSpec spec, long epoch) implements Step {}

  /** Its definition changed. */
  record Replace(ServerSpec spec, long epoch) implements Step {}

  /**
   * Another node, or an earlier life, spoke with a stronger claim: speak louder, change nothing.
   */
  record Reclaim(ServerSpec spec, long epoch) implements Step {}

  /** It left this node's hands; {@code removed} when it left the configuration. */
  record Release(String server, long epoch, boolean removed) implements Step {}

  private final NodeId self;
  private final long firstEpoch;
  private final Map<String, Holding> holdings = new TreeMap<>();

  /**
   * @param firstEpoch where this node starts to count. The time of its start in seconds: a node
   *     that starts alone then outranks what its earlier life said to those who still remember it.
   */
  OwnedServers(NodeId self, long firstEpoch) {
    this.self = self;
    this.firstEpoch = firstEpoch;
  }

  /** The steps from what is to what should be; they count as done once returned. */
  List<Step> reconcile(
      Map<String, ServerSpec> desired, Collection<NodeId> live, ServerBoard board) {
    List<Step> steps = new ArrayList<>();
    for (String server : List.copyOf(holdings.keySet())) {
      boolean removed = !desired.containsKey(server);
      if (removed || isTaken(server, live, claim(board, server))) {
        steps.add(new Release(server, holdings.remove(server).epoch(), removed));
      }
    }
    desired.forEach(
        (server, spec) -> {
          if (Ownership.owns(self, server, live)) {
            step(spec, claim(board, server)).ifPresent(steps::add);
          } else if (holdings.containsKey(server)) {
            replacement(spec).ifPresent(steps::add);
          }
        });
    return steps;
  }

  /** Whether this node holds a server. */
  boolean holds(String server) {
    return holdings.containsKey(server);
  }

  /**
   * A server is handed over when its new owner has spoken, not before: a node that has just joined
   * may need a second until it can.
   */
  private boolean isTaken(String server, Collection<NodeId> live, Claim known) {
    return !Ownership.owns(self, server, live)
        && known != null
        && !known.owner().equals(self.toString())
        && live.stream().anyMatch(node -> node.toString().equals(known.owner()));
  }

  private Optional<Step> replacement(ServerSpec young) {
    Holding old = holdings.get(young.name());
    if (old.spec().equals(young)) {
      return Optional.empty();
    }
    return Optional.of(replace(old, young, old.epoch()));
  }

  /**
   * One that becomes several, or several that become one, is spoken for by another part of the
   * node, which counts from the beginning: that it is heard, it speaks in a new epoch.
   */
  private Replace replace(Holding old, ServerSpec young, long epoch) {
    long spoken =
        old.spec().isGroup() == young.isGroup() ? epoch : Math.max(epoch, old.epoch() + 1);
    holdings.put(young.name(), new Holding(young, spoken));
    return new Replace(young, spoken);
  }

  private Optional<Step> step(ServerSpec spec, Claim known) {
    Holding old = holdings.get(spec.name());
    long epoch = epoch(old, known);
    holdings.put(spec.name(), new Holding(spec, epoch));
    if (old == null) {
      return Optional.of(new Take(spec, epoch));
    }
    if (!old.spec().equals(spec)) {
      return Optional.of(replace(old, spec, epoch));
    }
    return epoch == old.epoch() ? Optional.empty() : Optional.of(new Reclaim(spec, epoch));
  }

  private long epoch(Holding old, Claim known) {
    if (old == null) {
      return known == null ? firstEpoch : Math.max(firstEpoch, known.epoch() + 1);
    }
    return known != null && outranks(known, old.epoch()) ? known.epoch() + 1 : old.epoch();
  }

  /** Whether a claim that is not this node's present one would win over all it can say. */
  private boolean outranks(Claim known, long epoch) {
    return known.epoch() > epoch
        || known.epoch() == epoch && known.owner().compareTo(self.toString()) > 0;
  }

  private static Claim claim(ServerBoard board, String server) {
    return board.of(server).map(status -> status.claim()).orElse(null);
  }
}
