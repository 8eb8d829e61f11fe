package dev.omnibus.gateway.line;

import dev.omnibus.gateway.target.Target;
import io.vertx.core.Vertx;
import io.vertx.core.net.NetClient;
import io.vertx.core.net.NetClientOptions;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * The connections of one event loop to servers, for requests that end by themselves: agent and
 * server are served by one thread and nothing is handed over. How many there are is bounded by how
 * many calls are let in.
 */
public final class Shelves {

  /** Node and uvicorn close an idle connection after 5 s: we must be first, or a call is lost. */
  private static final long IDLE_NANOS = TimeUnit.SECONDS.toNanos(4);

  private final NetClient client;
  private final Stocks stocks;
  private final Map<Target, Shelf> shelves = new IdentityHashMap<>();

  /**
   * @param stocks of all loops
   */
  public Shelves(Vertx vertx, Stocks stocks) {
    this.stocks = stocks;
    this.client = vertx.createNetClient(new NetClientOptions().setTcpKeepAlive(true));
  }

  public Shelf of(Target target) {
    Shelf known = shelves.get(target);
    return known == null
        ? shelves.computeIfAbsent(target, t -> new Shelf(client, t, stock(t)))
        : known;
  }

  private Stocks.Stock stock(Target target) {
    return stocks.of(target.spec().name());
  }

  /** Closes what is idle for long; called now and then. */
  public void tick(long now) {
    shelves.values().forEach(shelf -> shelf.closeIdleSince(now - IDLE_NANOS));
    shelves.values().removeIf(Shelf::isEmpty);
  }
}
