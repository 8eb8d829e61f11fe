package dev.omnibus.gateway.all;

import dev.omnibus.gateway.agent.ListChanged;
import dev.omnibus.gateway.agent.Listed;
import dev.omnibus.gateway.catalog.Catalog;
import dev.omnibus.gateway.catalog.View;
import dev.omnibus.mcp.wire.Envelope;
import io.vertx.core.Context;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/**
 * Tells an agent that a list changed, when what it may see of it did. It looks only as long as
 * somebody hears, and once for changes that come together.
 */
final class Watch {

  private final Context context;
  private final Catalog catalog;
  private final Supplier<View> view;
  private final Map<Object, Handler<Envelope>> ears = new LinkedHashMap<>();
  private final Map<Listed, Long> prints = new EnumMap<>(Listed.class);
  private final Set<Listed> dirty = ConcurrentHashMap.newKeySet();
  private final Catalog.Listener listener = (server, lists) -> changed(lists);

  Watch(Vertx vertx, Catalog catalog, Supplier<View> view) {
    this.context = vertx.getOrCreateContext();
    this.catalog = catalog;
    this.view = view;
  }

  /** Null for who does not want to hear any more. */
  void hear(Object who, Handler<Envelope> handler) {
    boolean asleep = ears.isEmpty();
    if (handler == null) {
      ears.remove(who);
    } else {
      ears.put(who, handler);
    }
    if (asleep && !ears.isEmpty()) {
      catalog.onChange(listener);
      View now = view.get();
      for (Listed listed : Listed.values()) {
        prints.put(listed, now.fingerprint(listed));
      }
    } else if (!asleep && ears.isEmpty()) {
      catalog.forget(listener);
    }
  }

  void close() {
    ears.clear();
    catalog.forget(listener);
  }

  private void changed(Set<Listed> lists) {
    if (dirty.addAll(lists)) {
      context.runOnContext(v -> look());
    }
  }

  private void look() {
    Set<Listed> now = EnumSet.noneOf(Listed.class);
    now.addAll(dirty);
    dirty.removeAll(now);
    if (ears.isEmpty() || now.isEmpty()) {
      return;
    }
    Set<String> methods = new LinkedHashSet<>();
    View seen = view.get();
    for (Listed listed : now) {
      Long print = seen.fingerprint(listed);
      if (!print.equals(prints.put(listed, print))) {
        methods.add(ListChanged.method(listed));
      }
    }
    for (String method : methods) {
      Envelope notification = Replies.notification(method);
      List.copyOf(ears.values()).forEach(ear -> ear.handle(notification));
    }
  }
}
