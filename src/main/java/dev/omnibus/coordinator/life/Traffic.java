package dev.omnibus.coordinator.life;

import dev.omnibus.bus.Addresses;
import dev.omnibus.bus.Bus;
import dev.omnibus.bus.BusException;
import dev.omnibus.bus.Failure;
import dev.omnibus.cluster.Membership;
import dev.omnibus.cluster.NodeId;
import dev.omnibus.model.Replica;
import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What agents have under way at servers, as the gateways of all nodes count it. */
final class Traffic {

  private static final Duration LIMIT = Duration.ofSeconds(3);
  private static final int MOST_CALLERS = 100;

  private final Bus bus;
  private final Membership membership;

  Traffic(Bus bus, Membership membership) {
    this.bus = bus;
    this.membership = membership;
  }

  /** What of one server all nodes count together. */
  private static final class Sum {
    private int calls;
    private int waiting;
    private final TreeMap<String, JsonObject> callers = new TreeMap<>();
    private final TreeMap<String, String> sessions = new TreeMap<>();

    void add(JsonObject one) {
      calls += one.getInteger("calls", 0);
      waiting += one.getInteger("waiting", 0);
      JsonObject users = one.getJsonObject("callers", new JsonObject());
      users.forEach(entry -> caller(entry.getKey()).put("calls", calls(entry)));
      one.getJsonObject("sessions", new JsonObject())
          .forEach(entry -> sessions.put(entry.getKey(), String.valueOf(entry.getValue())));
    }

    private int calls(Map.Entry<String, Object> entry) {
      return caller(entry.getKey()).getInteger("calls") + ((Number) entry.getValue()).intValue();
    }

    private JsonObject caller(String user) {
      return callers.computeIfAbsent(
          user, name -> new JsonObject().put("user", name).put("calls", 0).put("sessions", 0));
    }

    JsonObject toJson() {
      sessions
          .values()
          .forEach(user -> caller(user).put("sessions", caller(user).getInteger("sessions") + 1));
      List<JsonObject> named = callers.values().stream().limit(MOST_CALLERS).toList();
      return new JsonObject()
          .put("calls", calls)
          .put("waiting", waiting)
          .put("sessions", sessions.size())
          .put("callers", new JsonArray(new ArrayList<>(named)))
          .put("callersTotal", callers.size());
    }
  }

  /** {@code {"files":{"calls","waiting","sessions","callers":[..]}}} and who did not answer. */
  Future<JsonObject> of(List<String> servers) {
    Map<String, Sum> sums = new TreeMap<>();
    servers.forEach(server -> sums.put(server, new Sum()));
    JsonArray silent = new JsonArray();
    return asked(servers, silent, true)
        .map(
            answers -> {
              answers.forEach(
                  answer ->
                      sums.forEach(
                          (server, sum) ->
                              sum.add(answer.getJsonObject(server, new JsonObject()))));
              JsonObject all = new JsonObject();
              sums.forEach((server, sum) -> all.put(server, sum.toJson()));
              return new JsonObject().put("servers", all).put("unanswered", silent);
            });
  }

  /**
   * What is under way at a server, or at one replica.
   *
   * @param allSaid whether every node answered
   * @param rests whether every node that did sends nothing new there
   */
  record Flow(int calls, boolean allSaid, boolean rests) {}

  Future<Flow> at(String unit) {
    String server = Replica.server(unit);
    JsonArray silent = new JsonArray();
    return asked(List.of(server), silent, false)
        .map(
            answers ->
                new Flow(
                    answers.stream().mapToInt(answer -> calls(answer, server, unit)).sum(),
                    silent.isEmpty(),
                    answers.stream().allMatch(answer -> rests(answer, server, unit))));
  }

  /** A node without a gateway, and one that does not know the word, sends nothing it could say. */
  private static boolean rests(JsonObject answer, String server, String unit) {
    JsonArray rests = answer.getJsonObject(server, new JsonObject()).getJsonArray("rests");
    return rests == null || rests.contains(unit);
  }

  private static int calls(JsonObject answer, String server, String unit) {
    JsonObject one = answer.getJsonObject(server, new JsonObject());
    return unit.equals(server)
        ? one.getInteger("calls", 0)
        : one.getJsonObject("replicas", new JsonObject()).getInteger(unit, 0);
  }

  private Future<List<JsonObject>> asked(List<String> servers, JsonArray silent, boolean who) {
    JsonObject body = new JsonObject().put("servers", new JsonArray(servers)).put("who", who);
    List<Future<JsonObject>> answers =
        membership.live().stream().map(node -> ask(node, body, silent)).toList();
    return Future.join(answers).map(all -> answers.stream().map(Future::result).toList());
  }

  /** It opens later than what asks here, and closes sooner: then no agent is there. */
  private static boolean hasNoGateway(Throwable why) {
    return why instanceof BusException known && known.failure() == Failure.UNAVAILABLE;
  }

  private Future<JsonObject> ask(NodeId node, JsonObject body, JsonArray silent) {
    return bus.askNode(node.toString(), Addresses.TRAFFIC, body, null, LIMIT)
        .map(answer -> answer.getJsonObject("servers"))
        .recover(
            why -> {
              if (!hasNoGateway(why)) {
                silent.add(node.toString());
              }
              return Future.succeededFuture(new JsonObject());
            });
  }
}
