package dev.omnibus.coordinator.log;

import dev.omnibus.bus.Addresses;
import dev.omnibus.bus.Bus;
import dev.omnibus.bus.Failure;
import dev.omnibus.bus.Request;
import dev.omnibus.cluster.Membership;
import dev.omnibus.cluster.NodeId;
import dev.omnibus.config.LiveConfig;
import dev.omnibus.model.Fields;
import dev.omnibus.model.Replica;
import dev.omnibus.model.ServerSpec;
import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What was in the log of a server until now, on any node: every node is asked for what it wrote, so
 * that what an earlier owner wrote is there too, and which node did not answer is said.
 *
 * <p>{@code {"server":"files","replica":2,"since":"...","level":"warning","source":"stderr",
 * "text":"disk","limit":200}} → {@code
 * {"server":"files","lines":[{"at":"...","level":"warning","source":"stderr",
 * "text":"...","node":"n1@k3f9"}],"more":false,"nodes":[{"node":"n1@k3f9","answered":true}]}}, the
 * newest lines, oldest first
 */
public final class LogTail {

  private static final Duration PATIENCE = Duration.ofSeconds(4);

  /** What one answer may hold, in characters of text. */
  private static final int MOST_CHARS = 512 * 1024;

  /** Questions of one caller, and of all, that this node looks through files for. */
  private static final int MOST_OF_ONE = 4;

  private static final int MOST = 32;

  private static final Logger LOG = LoggerFactory.getLogger(LogTail.class);

  private final Bus bus;
  private final Membership membership;
  private final LiveConfig config;
  private final Logs logs;
  private final Map<String, Integer> underWay = new HashMap<>();

  public LogTail(Bus bus, Membership membership, LiveConfig config, Logs logs) {
    this.bus = bus;
    this.membership = membership;
    this.config = config;
    this.logs = logs;
  }

  /** Completes when the other nodes can reach this one. */
  public Future<Void> listen() {
    bus.answer(Addresses.QUERY_LOG_TAIL, this::tail);
    return bus.answerNode(Addresses.LOG_TAIL, this::tailHere).completion();
  }

  private Future<JsonObject> tail(Request request) {
    Fields f = Fields.of(request.body());
    LogQuery query = LogQuery.fromJson(request.body());
    List<String> names = names(f.text("server"), f.intOrNull("replica"));
    JsonObject body = query.toJson().put("names", new JsonArray(names));
    List<Future<JsonObject>> answers =
        membership.live().stream().map(node -> of(node, body, request.caller())).toList();
    return Future.join(answers).map(done -> merged(f.text("server"), query.limit(), answers));
  }

  /** The logs that are meant. */
  private List<String> names(String server, Integer replica) {
    ServerSpec spec = config.servers().get(server);
    if (spec == null) {
      throw Failure.NOT_FOUND.because("there is no server '" + server + "'");
    }
    List<String> all = new ArrayList<>(List.of(server));
    spec.members().forEach(member -> all.add(member.name()));
    if (replica == null) {
      return all;
    }
    String one = Replica.name(server, replica);
    if (!all.contains(one)) {
      throw Failure.NOT_FOUND.because("'" + server + "' has no replica " + replica);
    }
    return List.of(one);
  }

  private Future<JsonObject> of(NodeId node, JsonObject body, JsonObject caller) {
    String id = node.toString();
    return bus.askNode(id, Addresses.LOG_TAIL, body, caller, PATIENCE)
        .map(answer -> answer.put("node", id).put("answered", true))
        .otherwise(
            cause ->
                new JsonObject()
                    .put("node", id)
                    .put("answered", false)
                    .put("why", cause.getMessage())
                    .put("lines", new JsonArray()));
  }

  private static JsonObject merged(String server, int limit, List<Future<JsonObject>> answers) {
    List<JsonObject> lines = new ArrayList<>();
    JsonArray nodes = new JsonArray();
    boolean more = false;
    for (Future<JsonObject> answer : answers) {
      JsonObject told = answer.result().copy();
      String node = told.getString("node");
      for (Object line : (JsonArray) told.remove("lines")) {
        lines.add(((JsonObject) line).put("node", node));
      }
      more |= Boolean.TRUE.equals(told.remove("more"));
      nodes.add(told);
    }
    lines.sort(Comparator.comparing(line -> line.getString("at")));
    int from = newest(lines, limit);
    return new JsonObject()
        .put("server", server)
        .put("lines", new JsonArray(lines.subList(from, lines.size())))
        .put("more", more || from > 0)
        .put("nodes", nodes);
  }

  /** Where the newest begin that fit into one answer. */
  private static int newest(List<JsonObject> lines, int limit) {
    int from = lines.size();
    int chars = 0;
    while (from > 0 && lines.size() - from < limit) {
      chars += lines.get(from - 1).getString("text").length();
      if (chars > MOST_CHARS) {
        break;
      }
      from--;
    }
    return from;
  }

  /** Whoever looks through files for what is not there must not keep others from theirs. */
  private Future<JsonObject> tailHere(Request request) {
    LogQuery query = LogQuery.fromJson(request.body());
    String user = request.caller() == null ? "" : request.caller().getString("user", "");
    int mine = underWay.getOrDefault(user, 0);
    if (mine >= MOST_OF_ONE || underWay.values().stream().mapToInt(n -> n).sum() >= MOST) {
      throw Failure.LIMITED.because("too many look through the logs of this node; try again");
    }
    underWay.put(user, mine + 1);
    return Future.succeededFuture(request.body())
        .compose(body -> found(query, body))
        .onComplete(done -> underWay.compute(user, (name, n) -> n == 1 ? null : n - 1));
  }

  private Future<JsonObject> found(LogQuery query, JsonObject body) {
    // One more than is wanted, to know whether there are more.
    LogQuery asked = query.limited(query.limit() + 1);
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    JsonObject told = new JsonObject();
    List<Future<List<JsonObject>>> all =
        body.getJsonArray("names").stream()
            .map(String::valueOf)
            .map(name -> lines(name, asked, deadline, told))
            .toList();
    return Future.join(all)
        .map(
            done -> {
              List<JsonObject> lines = new ArrayList<>();
              all.forEach(one -> lines.addAll(one.result()));
              lines.sort(Comparator.comparing(line -> line.getString("at")));
              int from = newest(lines, query.limit());
              return told.put("lines", new JsonArray(lines.subList(from, lines.size())))
                  .put("more", from > 0 || System.nanoTime() > deadline);
            });
  }

  private Future<List<JsonObject>> lines(
      String name, LogQuery query, long deadline, JsonObject told) {
    return logs.newest(name, query, deadline)
        .onFailure(
            cause -> {
              LOG.warn("server={} log cannot be read: {}", name, cause.toString());
              told.put("why", "its files cannot be read; its own log knows more");
            })
        .otherwise(List.of())
        .map(lines -> toJson(name, lines));
  }

  private static List<JsonObject> toJson(String name, List<LogLine> lines) {
    return lines.stream()
        .map(
            line ->
                Replica.isReplica(name)
                    ? line.toJson().put("replica", Replica.number(name))
                    : line.toJson())
        .toList();
  }
}
