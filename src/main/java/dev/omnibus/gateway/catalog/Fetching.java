package dev.omnibus.gateway.catalog;

import dev.omnibus.bus.Addresses;
import dev.omnibus.bus.Bus;
import dev.omnibus.gateway.agent.Listed;
import dev.omnibus.model.Claim;
import dev.omnibus.model.Fields;
import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Gets from another node what this one lacks: only lists that are others, piece by piece. */
final class Fetching {

  private static final Logger LOG = LoggerFactory.getLogger(Fetching.class);
  private static final Duration PIECE = Duration.ofSeconds(5);

  private final Bus bus;
  private final Catalog catalog;
  private final Map<String, Coming> underWay = new HashMap<>();

  /** What is being fetched; whoever wants the same waits for it. */
  private record Coming(Claim claim, Future<Void> done) {}

  Fetching(Bus bus, Catalog catalog) {
    this.bus = bus;
    this.catalog = catalog;
  }

  /**
   * @param summary of a shelf of that node
   */
  Future<Void> take(String node, JsonObject summary) {
    String server = summary.getString("server");
    Claim claim = Fields.of(summary).object("claim", Claim::fromJson);
    if (!catalog.lacks(server, claim)) {
      return Future.succeededFuture();
    }
    Coming busy = underWay.get(server);
    if (busy != null && !claim.beats(busy.claim())) {
      return busy.done();
    }
    Future<Void> done = fetch(node, server, claim, summary);
    if (!done.isComplete()) {
      Coming coming = new Coming(claim, done);
      underWay.put(server, coming);
      done.onComplete(ended -> underWay.remove(server, coming));
    }
    return done;
  }

  private Future<Void> fetch(String node, String server, Claim claim, JsonObject summary) {
    return lists(node, server, summary.getJsonObject("lists"))
        .map(lists -> new Shelf(server, claim, summary.getJsonObject("described"), lists))
        .onSuccess(catalog::fold)
        .onFailure(cause -> LOG.debug("server={} lists: {}", server, cause.getMessage()))
        .mapEmpty();
  }

  private Future<Map<Listed, ItemList>> lists(String node, String server, JsonObject summaries) {
    Map<Listed, ItemList> lists = new EnumMap<>(Listed.class);
    List<Future<ItemList>> coming =
        Arrays.stream(Listed.values())
            .filter(listed -> summaries.containsKey(listed.key()))
            .map(
                listed ->
                    list(node, server, listed, summaries.getJsonObject(listed.key()))
                        .onSuccess(list -> lists.put(listed, list)))
            .toList();
    return Future.all(coming).map(lists);
  }

  private Future<ItemList> list(String node, String server, Listed listed, JsonObject summary) {
    String digest = summary.getString("digest");
    Shelf shelf = catalog.of(server);
    ItemList known = shelf == null ? null : shelf.list(listed);
    boolean here = known != null && known.digest().equals(digest);
    Future<List<Item>> items =
        here || summary.getBoolean("private")
            ? Future.succeededFuture(here ? known.items() : List.of())
            : pieces(node, server, listed, digest, 0, new JsonArray())
                .map(raw -> ItemList.read(listed, raw));
    return items.map(all -> ItemList.of(summary, all, System.nanoTime()));
  }

  private Future<JsonArray> pieces(
      String node, String server, Listed listed, String digest, int from, JsonArray all) {
    JsonObject asked =
        new JsonObject()
            .put("server", server)
            .put("list", listed.key())
            .put("digest", digest)
            .put("from", from);
    return bus.askNode(node, Addresses.LISTS_FETCH, asked, null, PIECE)
        .compose(
            piece -> {
              all.addAll(piece.getJsonArray("items"));
              Integer next = piece.getInteger("next");
              return next == null
                  ? Future.succeededFuture(all)
                  : pieces(node, server, listed, digest, next, all);
            });
  }
}
