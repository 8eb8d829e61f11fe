package dev.omnibus.cluster;

import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.Comparator;
import java.util.Optional;

/**
 * Which node speaks for a server: rendezvous hashing over the live members, a pure function, the
 * same on every node. A member that comes or goes moves only its own share.
 *
 * @see <a href="https://en.wikipedia.org/wiki/Rendezvous_hashing">Thaler and Ravishankar, 1996</a>
 */
public final class Ownership {

  private Ownership() {}

  /** The owner of a server; empty only when nobody lives. */
  public static Optional<NodeId> owner(String server, Collection<NodeId> live) {
    return live.stream()
        .max(
            Comparator.comparingLong((NodeId node) -> weight(server, node.name()))
                .thenComparing(Comparator.naturalOrder()));
  }

  /** Whether a node owns a server. */
  public static boolean owns(NodeId node, String server, Collection<NodeId> live) {
    return owner(server, live).filter(node::equals).isPresent();
  }

  /** Unsigned comparison does not matter: any fixed order of well-mixed numbers will do. */
  private static long weight(String server, String node) {
    return mix(fnv1a(server) * 31 + fnv1a(node));
  }

  private static long fnv1a(String text) {
    long hash = 0xcbf29ce484222325L;
    for (byte b : text.getBytes(StandardCharsets.UTF_8)) {
      hash = (hash ^ (b & 0xff)) * 0x100000001b3L;
    }
    return hash;
  }

  /** The finaliser of SplitMix64 (Steele, Lea, Flood 2014). */
  private static long mix(long z) {
    z = (z ^ (z >>> 30)) * 0xbf58476d1ce4e5b9L;
    z = (z ^ (z >>> 27)) * 0x94d049bb133111ebL;
    return z ^ (z >>> 31);
  }
}
