package dev.omnibus.gateway.balance;

import dev.omnibus.config.GatewayConfig;
import dev.omnibus.model.LimitSpec;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiConsumer;
import java.util.function.Function;

/** The bulkheads of all servers on this node, whichever plane their calls take. */
public final class Bulkheads {

  private final GatewayConfig config;
  private final Function<String, LimitSpec> wishes;
  private final Map<String, Bulkhead> bulkheads = new ConcurrentHashMap<>();

  /**
   * @param wishes what a server's entry says; asked once a server, and when it {@link #refresh}es
   */
  public Bulkheads(GatewayConfig config, Function<String, LimitSpec> wishes) {
    this.config = config;
    this.wishes = wishes;
  }

  /** Any thread may ask. */
  public Bulkhead of(String server) {
    Bulkhead known = bulkheads.get(server);
    return known == null
        ? bulkheads.computeIfAbsent(server, name -> new Bulkhead(limits(name)))
        : known;
  }

  /** The configuration changed: what is inside stays inside, what comes is measured anew. */
  public void refresh() {
    bulkheads.forEach((server, bulkhead) -> bulkhead.limits(limits(server)));
  }

  void each(BiConsumer<String, Bulkhead> action) {
    bulkheads.forEach(action);
  }

  private Limits limits(String server) {
    return Limits.of(config, wishes.apply(server));
  }
}
