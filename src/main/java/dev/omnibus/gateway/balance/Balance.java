package dev.omnibus.gateway.balance;

import java.util.function.BiConsumer;
import java.util.function.Function;

/**
 * All that both planes ask before they say something to a server, and tell after it.
 *
 * @param pools the replicas of a server; null for one that is but one
 * @param rests where those wait who want a server that is made anew
 * @param witness hears how a call to a server, or to one replica of it, ended
 */
public record Balance(
    Bulkheads bulkheads,
    Repeats repeats,
    Function<String, Pool> pools,
    Intermission rests,
    BiConsumer<String, Fate> witness) {

  /** Before servers without replicas, with nobody who wants to hear. */
  public static Balance plain(Bulkheads bulkheads, Repeats repeats) {
    return new Balance(bulkheads, repeats, server -> null, Intermission.NONE, (server, fate) -> {});
  }
}
