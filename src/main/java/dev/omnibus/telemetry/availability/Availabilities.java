package dev.omnibus.telemetry.availability;

import dev.omnibus.access.Caller;
import dev.omnibus.access.Policy;
import dev.omnibus.bus.Addresses;
import dev.omnibus.bus.Bus;
import dev.omnibus.bus.Failure;
import dev.omnibus.bus.Places;
import dev.omnibus.bus.Request;
import dev.omnibus.cluster.Membership;
import dev.omnibus.cluster.NodeId;
import dev.omnibus.config.LiveConfig;
import dev.omnibus.model.Fields;
import dev.omnibus.telemetry.Missing;
import io.vertx.core.Future;
import io.vertx.core.WorkerExecutor;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Answers for how long servers were up. All nodes are asked for what they saw, and each for its
 * store where it has its own.
 *
 * <p>{@code query.history.availability {"server":"files"}} → {@code {"servers":[{"server":"files",
 * "windows":{"24h":{"available":0.9991,"known":0.98,"unwanted":0.01}}}],"missing":[]}}
 */
final class Availabilities {

  private static final Logger LOG = LoggerFactory.getLogger(Availabilities.class);
  private static final Duration PEER = Duration.ofSeconds(5);
  private static final int MOST_OF_ONE = 4;
  private static final int MOST = 16;
  private static final double ROUND = 1_000_000;

  /** The stretches of time that are told, in seconds. */
  private static final Map<String, Long> WINDOWS = new LinkedHashMap<>();

  static {
    WINDOWS.put("24h", 86_400L);
    WINDOWS.put("7d", 7 * 86_400L);
    WINDOWS.put("30d", 30 * 86_400L);
    WINDOWS.put("90d", 90 * 86_400L);
  }

  private static final long LONGEST = 90 * 86_400L;

  private final Bus bus;
  private final Membership membership;
  private final Policy policy;
  private final LiveConfig config;
  private final Watchbook book;
  private final SpanTable table;
  private final boolean shared;
  private final WorkerExecutor readers;
  private final Clock clock;
  private final Places places = new Places(MOST_OF_ONE, MOST);

  /**
   * @param shared whether all nodes write into one database
   */
  Availabilities(
      Bus bus,
      Membership membership,
      Policy policy,
      LiveConfig config,
      Watchbook book,
      SpanTable table,
      boolean shared,
      WorkerExecutor readers,
      Clock clock) {
    this.bus = bus;
    this.membership = membership;
    this.policy = policy;
    this.config = config;
    this.book = book;
    this.table = table;
    this.shared = shared;
    this.readers = readers;
    this.clock = clock;
  }

  /** Completes when the other nodes can reach this one. */
  Future<?> listen() {
    bus.answer(Addresses.QUERY_HISTORY_AVAILABILITY, this::answer);
    return bus.answerNode(Addresses.AVAILABILITY_SPANS, this::spans).completion();
  }

  private Future<JsonObject> answer(Request request) {
    if (request.caller() == null) {
      return Future.failedFuture(Failure.UNAUTHENTICATED.because(null));
    }
    Caller caller = Caller.fromJson(request.caller());
    JsonObject body = request.body() == null ? new JsonObject() : request.body();
    List<String> servers = servers(Fields.of(body).textOrNull("server"), caller);
    return places.in(caller.user(), () -> search(body, servers));
  }

  private List<String> servers(String asked, Caller caller) {
    if (asked == null) {
      return new TreeSet<>(config.servers().keySet())
          .stream().filter(server -> policy.maySee(caller, server)).toList();
    }
    if (!config.servers().containsKey(asked) || !policy.maySee(caller, asked)) {
      throw Failure.NOT_FOUND.because("there is no server '" + asked + "'");
    }
    return List.of(asked);
  }

  private Future<JsonObject> search(JsonObject body, List<String> servers) {
    String server = body.getString("server");
    long now = Math.floorDiv(clock.millis(), 1_000L);
    List<NodeId> nodes = membership.live();
    List<Future<JsonObject>> told = nodes.stream().map(node -> ask(node, server, now)).toList();
    return Future.join(told)
        .transform(
            done ->
                readers.executeBlocking(
                    () -> reckoned(together(nodes, told), servers, now), false));
  }

  private Future<JsonObject> ask(NodeId node, String server, long now) {
    boolean self = node.equals(membership.self());
    JsonObject body =
        new JsonObject()
            .put("server", server)
            .put("after", now - LONGEST)
            .put("store", self || !shared);
    return self
        ? here(body)
        : bus.askNode(node.toString(), Addresses.AVAILABILITY_SPANS, body, null, PEER);
  }

  private Future<JsonObject> spans(Request request) {
    return here(request.body());
  }

  private Future<JsonObject> here(JsonObject body) {
    return readers.executeBlocking(() -> read(body), false);
  }

  /** {@code {"spans":[["files",3,"n1@k3f9",17,1764380000,1764383600,"up"]],"why":null}}. */
  private JsonObject read(JsonObject body) {
    String server = body.getString("server");
    JsonArray spans = new JsonArray();
    JsonObject told = new JsonObject().put("spans", spans);
    book.all().stream()
        .filter(span -> server == null || span.server().equals(server))
        .forEach(span -> spans.add(span.toJson()));
    if (body.getBoolean("store")) {
      try {
        table.after(body.getLong("after"), server).forEach(span -> spans.add(span.toJson()));
      } catch (SQLException e) {
        LOG.warn("availability can't be read: {}", e.getMessage());
        told.put("why", Missing.STORE);
      }
    }
    return told;
  }

  private static JsonObject together(List<NodeId> nodes, List<Future<JsonObject>> told) {
    JsonArray spans = new JsonArray();
    Missing missing = new Missing();
    for (int i = 0; i < nodes.size(); i++) {
      NodeId node = nodes.get(i);
      missing
          .told(node, told.get(i))
          .ifPresent(
              one -> {
                spans.addAll(one.getJsonArray("spans"));
                missing.add(node, one.getString("why"));
              });
    }
    return new JsonObject().put("spans", spans).put("missing", missing.toJson());
  }

  private static JsonObject reckoned(JsonObject told, List<String> servers, long now) {
    Map<String, List<Span>> spans = new HashMap<>();
    for (Object one : told.getJsonArray("spans")) {
      Span span = Span.fromJson((JsonArray) one);
      spans.computeIfAbsent(span.server(), name -> new ArrayList<>()).add(span);
    }
    JsonArray all = new JsonArray();
    servers.forEach(server -> all.add(server(server, spans.getOrDefault(server, List.of()), now)));
    return new JsonObject().put("servers", all).put("missing", told.getJsonArray("missing"));
  }

  private static JsonObject server(String server, List<Span> spans, long now) {
    Reckoning reckoning = new Reckoning(spans);
    JsonObject windows = new JsonObject();
    WINDOWS.forEach(
        (word, length) -> {
          Reckoning.Sums sums = reckoning.between(now - length, now);
          windows.put(
              word,
              new JsonObject()
                  .put("available", rounded(sums.available()))
                  .put("known", rounded((double) (sums.up() + sums.down()) / length))
                  .put("unwanted", rounded((double) sums.unwanted() / length)));
        });
    return new JsonObject().put("server", server).put("windows", windows);
  }

  private static Double rounded(Double share) {
    return share == null ? null : Math.round(share * ROUND) / ROUND;
  }
}
