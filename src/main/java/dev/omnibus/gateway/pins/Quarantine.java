package dev.omnibus.gateway.pins;

import dev.omnibus.config.LiveConfig;
import dev.omnibus.gateway.agent.Hiding;
import dev.omnibus.gateway.agent.Listed;
import dev.omnibus.gateway.catalog.Catalog;
import dev.omnibus.gateway.catalog.Shelf;
import dev.omnibus.model.SchemaWatch;
import dev.omnibus.model.ServerSpec;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Hides from agents what is not as it is pinned: what the catalogue shows to have changed, and what
 * a list that just passes says otherwise than its pin, before the catalogue knows. What a passing
 * list gave away stays hidden until the lists are read anew. Any thread may ask.
 */
public final class Quarantine implements Hiding {

  /** What is hidden, and what that was made from. */
  private record Kept(Pins pins, Shelf shelf, SchemaWatch watch, Hidden hidden) {}

  private final Catalog catalog;
  private final Pinboard pins;
  private final LiveConfig live;
  private final Map<String, Kept> kept = new ConcurrentHashMap<>();

  private volatile Consumer<String> found = server -> {};
  private volatile BiConsumer<String, Set<Listed>> decided = (server, lists) -> {};

  public Quarantine(Catalog catalog, Pinboard pins, LiveConfig live) {
    this.catalog = catalog;
    this.pins = pins;
    this.live = live;
  }

  @Override
  public boolean watches(String server) {
    return hidden(server).watches();
  }

  @Override
  public boolean hides(String server, Listed listed, String name) {
    return hidden(server).hides(listed, name);
  }

  @Override
  public boolean hides(String server, Listed listed, String name, Supplier<String> definition) {
    Hidden hidden = hidden(server);
    if (hidden.hides(listed, name)) {
      return true;
    }
    boolean changed = hidden.findsChanged(listed, name, definition);
    if (changed) {
      found.accept(server);
    }
    return changed;
  }

  @Override
  public void onDecided(BiConsumer<String, Set<Listed>> handler) {
    decided = handler;
  }

  /** These pins are in force, and were made by somebody. */
  void decided(Pins young) {
    decided.accept(young.server(), young.lists().keySet());
  }

  /** There is one who hears of which server a passing list gave a change away; on any thread. */
  void onFound(Consumer<String> handler) {
    found = handler;
  }

  private Hidden hidden(String server) {
    Pins pinned = pins.of(server).orElse(null);
    if (pinned == null) {
      return Hidden.NOTHING;
    }
    SchemaWatch watch = watch(server);
    Shelf shelf = catalog.of(server);
    Kept known = kept.get(server);
    if (known == null
        || known.pins() != pinned
        || known.shelf() != shelf
        || !known.watch().equals(watch)) {
      Hidden young = Hidden.of(watch, pinned, Changes.between(pinned, shelf));
      known = new Kept(pinned, shelf, watch, young);
      kept.put(server, known);
    }
    return known.hidden();
  }

  SchemaWatch watch(String server) {
    ServerSpec spec = live.servers().get(server);
    return spec == null ? SchemaWatch.DEFAULT : spec.schema();
  }

  /** {@code tools/read}: what is hidden of a server now. */
  Set<String> hiddenItems(String server) {
    return hidden(server).items();
  }
}
