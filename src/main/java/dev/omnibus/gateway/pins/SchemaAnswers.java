package dev.omnibus.gateway.pins;

import dev.omnibus.access.Caller;
import dev.omnibus.access.Policy;
import dev.omnibus.bus.Addresses;
import dev.omnibus.bus.Bus;
import dev.omnibus.bus.Request;
import dev.omnibus.config.LiveConfig;
import dev.omnibus.gateway.agent.Listed;
import dev.omnibus.gateway.catalog.Catalog;
import dev.omnibus.model.SchemaWatch;
import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;

/**
 * {@code query.schema.changes}: what servers describe otherwise than it is pinned, of each server
 * that is there for the caller. With {@code server}, field by field and with who used it.
 */
final class SchemaAnswers {

  private static final int MOST = 100;
  private static final int MOST_USED = 20;

  private final Pinboard board;
  private final Catalog catalog;
  private final LiveConfig live;
  private final Quarantine quarantine;
  private final Policy policy;
  private final Users users;

  SchemaAnswers(
      Pinboard board,
      Catalog catalog,
      LiveConfig live,
      Quarantine quarantine,
      Policy policy,
      Bus bus,
      Clock clock) {
    this.board = board;
    this.catalog = catalog;
    this.live = live;
    this.quarantine = quarantine;
    this.policy = policy;
    this.users = new Users(bus, clock);
  }

  Future<JsonObject> changes(Request request) {
    String one = request.body() == null ? null : request.body().getString("server");
    List<Future<JsonObject>> all = new ArrayList<>();
    for (String server : new TreeSet<>(live.servers().keySet())) {
      if (sees(request, server) && (one == null || one.equals(server))) {
        all.add(of(server, one != null, request.caller()));
      }
    }
    return Future.join(all)
        .map(
            done ->
                new JsonObject()
                    .put(
                        "servers",
                        new JsonArray(
                            all.stream().map(Future::result).filter(Objects::nonNull).toList())));
  }

  private boolean sees(Request request, String server) {
    return request.caller() == null || policy.maySee(Caller.fromJson(request.caller()), server);
  }

  /** Null for a server of which nothing is to be said, when nobody asked for it by name. */
  private Future<JsonObject> of(String server, boolean whole, JsonObject caller) {
    Pins pins = board.of(server).orElseGet(() -> Pins.none(server));
    List<Change> pending = Changes.between(pins, catalog.of(server));
    if (pending.isEmpty() && !whole) {
      return Future.succeededFuture();
    }
    SchemaWatch watch = quarantine.watch(server);
    JsonObject said =
        new JsonObject()
            .put("server", server)
            .put("policy", watch.policy().word())
            .put("count", pending.size());
    if (pins.version() > 0) {
      said.put("version", pins.version()).put("by", pins.by()).put("at", pins.at().toString());
    }
    if (!pending.isEmpty()) {
      said.put("digest", Changes.digest(pending));
    }
    return changes(server, pins, pending, whole, caller).map(list -> said.put("changes", list));
  }

  private Future<JsonArray> changes(
      String server, Pins pins, List<Change> pending, boolean whole, JsonObject caller) {
    Set<String> hidden = quarantine.hiddenItems(server);
    boolean mayKnow = whole && mayKnowUsers(server, caller);
    List<Future<JsonObject>> all = new ArrayList<>();
    pending.stream()
        .limit(MOST)
        .forEach(
            change -> {
              JsonObject said = said(pins, change, hidden.contains(change.item()), whole);
              boolean used = mayKnow && change.listed() == Listed.TOOLS && all.size() < MOST_USED;
              all.add(
                  used
                      ? users
                          .of(server, change.name(), caller)
                          .map(by -> by == null ? said : said.put("users", by))
                      : Future.succeededFuture(said));
            });
    return Future.join(all).map(done -> new JsonArray(all.stream().map(Future::result).toList()));
  }

  /** Who called what stands in the audit log, which is not for everybody. */
  private boolean mayKnowUsers(String server, JsonObject caller) {
    JsonObject search = new JsonObject().put("server", server);
    return caller != null
        && policy.mayRequest(Caller.fromJson(caller), Addresses.QUERY_AUDIT_SEARCH, search);
  }

  private static JsonObject said(Pins pins, Change change, boolean hidden, boolean whole) {
    JsonObject said =
        change.summary().put("hidden", hidden).put("invisible", change.hidesSomething());
    if (change.after() != null
        && Canonical.digest(change.after()).equals(pins.rejected(change.listed(), change.name()))) {
      said.put("rejected", true);
    }
    return whole ? said.put("fields", change.fields()) : said;
  }
}
