package dev.omnibus.gateway;

import dev.omnibus.bus.Addresses;
import dev.omnibus.bus.Bus;
import dev.omnibus.bus.Request;
import dev.omnibus.cluster.ServerBoard;
import dev.omnibus.gateway.balance.Availability;
import dev.omnibus.gateway.balance.Bulkhead;
import dev.omnibus.gateway.balance.Bulkheads;
import dev.omnibus.gateway.balance.Pool;
import dev.omnibus.gateway.seen.Seen;
import dev.omnibus.gateway.session.Sessions;
import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.Collection;
import java.util.List;
import java.util.function.Function;
import java.util.function.ToIntFunction;

/**
 * Says what agents have under way at servers through this node: {@code {"servers":["files"],
 * "who":true}} → {@code {"servers":{"files":{"calls":2,"waiting":0,"replicas":{"files~1":2},
 * "rests":["files~2"],"callers":{"ann":2},"sessions":{"<uid>":"ann"}}}}}. What waits for whatever
 * happens, such as a stream of notifications, is no call. {@code rests} are those to which this
 * node sends nothing new.
 */
final class UnderWay {

  private static final int MOST_SESSIONS = 2_000;

  private final Bulkheads bulkheads;
  private final ToIntFunction<String> waiting;
  private final Function<String, Pool> pools;
  private final ServerBoard board;
  private final Seen seen;
  private final Sessions sessions;

  UnderWay(
      Bulkheads bulkheads,
      ToIntFunction<String> waiting,
      Function<String, Pool> pools,
      ServerBoard board,
      Seen seen,
      Sessions sessions) {
    this.bulkheads = bulkheads;
    this.waiting = waiting;
    this.pools = pools;
    this.board = board;
    this.seen = seen;
    this.sessions = sessions;
  }

  /** Completes when the other nodes can ask. */
  Future<Void> listen(Bus bus) {
    return bus.answerNode(Addresses.TRAFFIC, this::answer).completion();
  }

  private Future<JsonObject> answer(Request request) {
    List<String> servers =
        request.body().getJsonArray("servers", new JsonArray()).stream()
            .map(String::valueOf)
            .toList();
    JsonObject all = new JsonObject();
    servers.forEach(server -> all.put(server, at(server)));
    if (request.body().getBoolean("who", false)) {
      servers.forEach(server -> who(server, all.getJsonObject(server)));
    }
    return Future.succeededFuture(new JsonObject().put("servers", all));
  }

  private JsonObject at(String server) {
    Pool pool = pools.apply(server);
    JsonArray rests = resting(pool == null ? List.of(server) : pool.underWay().keySet());
    Bulkhead bulkhead = bulkheads.of(server);
    JsonObject one =
        new JsonObject()
            .put("calls", bulkhead.inside())
            .put("waiting", bulkhead.waiting() + waiting.applyAsInt(server));
    one.put("rests", rests);
    if (pool != null) {
      JsonObject replicas = new JsonObject();
      pool.underWay().forEach(replicas::put);
      one.put("replicas", replicas);
    }
    return one;
  }

  /** Asked before what is under way: a call is counted before it looks whether it may go. */
  private JsonArray resting(Collection<String> units) {
    return new JsonArray(
        units.stream()
            .filter(unit -> Availability.of(board.of(unit).orElse(null)) == Availability.RESTS)
            .toList());
  }

  private void who(String server, JsonObject one) {
    JsonObject callers = new JsonObject();
    seen.callers(server).forEach(callers::put);
    JsonObject held = new JsonObject();
    sessions.at(server, MOST_SESSIONS).forEach(held::put);
    one.put("callers", callers).put("sessions", held);
  }
}
