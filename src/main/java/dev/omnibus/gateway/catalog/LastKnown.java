package dev.omnibus.gateway.catalog;

import dev.omnibus.access.Caller;
import dev.omnibus.gateway.agent.Listed;
import dev.omnibus.gateway.agent.Permits;
import dev.omnibus.mcp.Era;
import dev.omnibus.mcp.wire.Envelope;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * What a server last said that it has, in place of its own answer when it is slow or away: whole,
 * as its caller may see it, and with its age.
 */
public final class LastKnown {

  /** A longer list would need pages, whose cursors the server would not know. */
  private static final int MOST_CHARS = 2 << 20;

  private final Catalog catalog;
  private final Permits permits;
  private final Predicate<String> keeps;

  /**
   * @param keeps whether what a server once said is what it would say to anybody now
   */
  public LastKnown(Catalog catalog, Permits permits, Predicate<String> keeps) {
    this.catalog = catalog;
    this.permits = permits;
    this.keeps = keeps;
  }

  /** Whether this asks for a list, from its beginning. */
  public static boolean isFor(Envelope request) {
    return Listed.byMethod(request.method()).isPresent() && request.at("params", "cursor") == null;
  }

  /** Empty when nothing fit to be told is known. */
  public Optional<Envelope> answer(Caller caller, Era era, String server, Envelope request) {
    Shelf shelf = isFor(request) && keeps.test(server) ? catalog.of(server) : null;
    Listed listed = shelf == null ? null : Listed.byMethod(request.method()).orElseThrow();
    ItemList list = shelf == null ? null : shelf.list(listed);
    if (list == null || list.isPrivate() || isLong(list)) {
      return Optional.empty();
    }
    List<Shown> seen =
        list.items().stream()
            .filter(item -> permits.shows(caller, server, listed, item.name(), item::json))
            .map(item -> new Shown(server, item, item.name()))
            .toList();
    JsonObject meta = Remarks.of(server, list, System.nanoTime());
    String result = Page.of(listed, seen, 0, seen.size(), meta, era);
    return Optional.of(
        Envelope.of("{\"jsonrpc\":\"2.0\",\"id\":" + request.id() + ",\"result\":" + result + "}"));
  }

  private static boolean isLong(ItemList list) {
    return list.items().stream().mapToInt(item -> item.json().length()).sum() > MOST_CHARS;
  }
}
