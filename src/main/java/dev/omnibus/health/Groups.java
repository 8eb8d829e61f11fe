package dev.omnibus.health;

import dev.omnibus.cluster.ServerBoard;
import dev.omnibus.model.Claim;
import dev.omnibus.model.ServerSignal;
import dev.omnibus.model.ServerSpec;
import dev.omnibus.model.ServerStatus;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The servers with replicas that this node speaks for: what is told of each follows from what the
 * board says of its replicas, whichever nodes own those.
 */
final class Groups {

  private record Group(ServerSpec spec, ServerStatus told, Claim claim) {}

  private final String node;
  private final ServerBoard board;
  private final Map<String, Group> groups = new HashMap<>();

  Groups(String node, ServerBoard board) {
    this.node = node;
    this.board = board;
  }

  /** Whether a word of the coordinator is about such a server. */
  boolean concerns(ServerSignal signal) {
    return signal.kind() == ServerSignal.Kind.OWNED
        ? signal.spec().isGroup()
        : groups.containsKey(signal.server());
  }

  /** It came, has another definition, or left. */
  List<HealthEvent> signal(ServerSignal signal, Instant now) {
    if (signal.kind() != ServerSignal.Kind.OWNED) {
      groups.remove(signal.server());
      return List.of();
    }
    Group old = groups.get(signal.server());
    boolean later = old == null || signal.epoch() > old.claim().epoch();
    Claim claim = later ? new Claim(node, signal.epoch(), 0) : old.claim();
    groups.put(signal.server(), new Group(signal.spec(), old == null ? null : old.told(), claim));
    return tell(signal.server(), later, now);
  }

  /** Something is known of a replica. */
  List<HealthEvent> replica(String server, Instant now) {
    return groups.containsKey(server) ? tell(server, false, now) : List.of();
  }

  /** The definition of a server that this node speaks for. */
  Optional<ServerSpec> of(String server) {
    return Optional.ofNullable(groups.get(server)).map(Group::spec);
  }

  private List<HealthEvent> tell(String server, boolean anew, Instant now) {
    Group group = groups.get(server);
    List<ServerStatus> known =
        group.spec().members().stream()
            .map(member -> board.of(member.name()))
            .flatMap(Optional::stream)
            .toList();
    Claim claim = group.claim().next();
    ServerStatus young = GroupRules.compose(group.spec(), known, group.told(), claim, now);
    groups.put(server, new Group(group.spec(), young, claim));
    ServerStatus told = group.told();
    if (told == null) {
      return List.of(HealthEvent.change(young.state(), young));
    }
    return List.of(
        anew || told.state() != young.state()
            ? HealthEvent.change(told.state(), young)
            : HealthEvent.check(young));
  }
}
