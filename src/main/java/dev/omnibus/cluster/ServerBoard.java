package dev.omnibus.cluster;

import dev.omnibus.model.Claim;
import dev.omnibus.model.ServerStatus;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentSkipListMap;

/**
 * What this node believes of every server: the status with the strongest {@link Claim} each.
 * Folding is commutative and idempotent, so boards that heard the same events are equal whatever
 * the order. It knows no bus and no clock.
 */
public final class ServerBoard {

  private final Map<String, ServerStatus> statuses = new ConcurrentSkipListMap<>();

  /** Takes a status in; false when the board already knows better. */
  public boolean fold(ServerStatus status) {
    ServerStatus kept =
        statuses.merge(
            status.server(),
            status,
            (old, young) -> young.claim().beats(old.claim()) ? young : old);
    return kept == status;
  }

  /** Forgets a server that left the configuration. */
  public boolean remove(String server) {
    return statuses.remove(server) != null;
  }

  /** Keeps only the named servers and returns the names of those that went. */
  public List<String> retain(Collection<String> servers) {
    List<String> gone = statuses.keySet().stream().filter(s -> !servers.contains(s)).toList();
    gone.forEach(statuses::remove);
    return gone;
  }

  public Optional<ServerStatus> of(String server) {
    return Optional.ofNullable(statuses.get(server));
  }

  /** All statuses, by name. */
  public List<ServerStatus> all() {
    return List.copyOf(statuses.values());
  }

  /**
   * The claim under which each server is known: what another node needs to find the differences.
   */
  public Map<String, Claim> digest() {
    Map<String, Claim> digest = new TreeMap<>();
    statuses.forEach((name, status) -> digest.put(name, status.claim()));
    return digest;
  }

  /** What this board knows better than, or beyond, a digest. */
  public List<ServerStatus> newerThan(Map<String, Claim> digest) {
    return statuses.values().stream()
        .filter(status -> status.claim().beats(digest.get(status.server())))
        .toList();
  }
}
