package dev.omnibus.gateway.catalog;

import dev.omnibus.gateway.agent.Listed;
import dev.omnibus.model.Claim;
import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The last known good lists of all servers, as this node has them: served from memory, however slow
 * or dead a server is. How they come here, it does not know. Any thread may ask.
 */
public final class Catalog {

  /** Hears which lists of a server are others now. */
  @FunctionalInterface
  public interface Listener {
    void changed(String server, Set<Listed> lists);
  }

  private final Map<String, Shelf> shelves = new ConcurrentHashMap<>();
  private final List<Listener> listeners = new CopyOnWriteArrayList<>();
  private final AtomicLong version = new AtomicLong();

  /**
   * Whether a server says of a tool that a second call does no more than the first: {@code
   * readOnlyHint} or {@code idempotentHint}. False for what nobody knows.
   */
  public boolean safeToRepeat(String server, String tool) {
    Item item = tool(server, tool);
    return item != null && item.safe();
  }

  /** Whether a server lists a tool of that name. */
  public boolean hasTool(String server, String tool) {
    return tool(server, tool) != null;
  }

  private Item tool(String server, String tool) {
    Shelf shelf = shelves.get(server);
    ItemList tools = shelf == null ? null : shelf.list(Listed.TOOLS);
    return tools == null || tool == null ? null : tools.byName().get(tool);
  }

  /** Null when nothing was ever heard of the server. */
  public Shelf of(String server) {
    return shelves.get(server);
  }

  Collection<Shelf> all() {
    return new TreeMap<>(shelves).values();
  }

  /** Rises with every change. */
  long version() {
    return version.get();
  }

  /** Keeps the newer of the two; true when it is this one. */
  boolean fold(Shelf young) {
    Shelf[] before = new Shelf[1];
    Shelf kept =
        shelves.compute(
            young.server(),
            (server, old) -> {
              before[0] = old;
              return old == null || young.claim().beats(old.claim()) ? young : old;
            });
    if (kept != young) {
      return false;
    }
    changed(young.server(), young.changedSince(before[0]));
    return true;
  }

  boolean lacks(String server, Claim claim) {
    Shelf known = shelves.get(server);
    return known == null || claim.beats(known.claim());
  }

  /** Whatever is said of it from now on is newer. */
  void outdate(String server) {
    shelves.computeIfPresent(server, (same, shelf) -> shelf.outdated());
  }

  /** A server left the configuration. */
  void remove(String server) {
    if (shelves.remove(server) != null) {
      changed(server, EnumSet.allOf(Listed.class));
    }
  }

  /** What is shown of a server changed for another reason than its lists. */
  public void changed(String server, Set<Listed> lists) {
    version.incrementAndGet();
    if (!lists.isEmpty()) {
      listeners.forEach(listener -> listener.changed(server, lists));
    }
  }

  /** The listener must only hand over. */
  public void onChange(Listener listener) {
    listeners.add(listener);
  }

  public void forget(Listener listener) {
    listeners.remove(listener);
  }
}
