package dev.omnibus.telemetry.history;

import dev.omnibus.access.Caller;
import dev.omnibus.access.Policy;
import dev.omnibus.bus.Addresses;
import dev.omnibus.bus.Bus;
import dev.omnibus.bus.Failure;
import dev.omnibus.bus.Request;
import dev.omnibus.cluster.Membership;
import dev.omnibus.cluster.NodeId;
import dev.omnibus.config.HistoryConfig;
import io.vertx.core.Future;
import io.vertx.core.WorkerExecutor;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Answers for the history of the whole cluster. All nodes are asked for what they remember, and
 * each for its store where it has its own; a store that nodes share is read once.
 *
 * <p>{@code query.history.range {"series":[{"metric":"calls","server":"files"}],"from":..,"to":..}}
 * → {@code {"step":10,"at":[..],"series":[{"metric":"calls","values":[..]}],"missing":[]}}
 */
final class Histories {

  private static final Logger LOG = LoggerFactory.getLogger(Histories.class);
  private static final Duration PEER = Duration.ofSeconds(5);
  private static final int MOST_OF_ONE = 16;
  private static final int MOST = 64;

  private final Bus bus;
  private final Membership membership;
  private final Policy policy;
  private final HistoryConfig config;
  private final Recorder recorder;
  private final Archive archive;
  private final boolean shared;
  private final WorkerExecutor readers;
  private final Clock clock;
  private final Map<String, Integer> underWay = new HashMap<>();

  /**
   * @param shared whether all nodes write into one database
   */
  Histories(
      Bus bus,
      Membership membership,
      Policy policy,
      HistoryConfig config,
      Recorder recorder,
      Archive archive,
      boolean shared,
      WorkerExecutor readers,
      Clock clock) {
    this.bus = bus;
    this.membership = membership;
    this.policy = policy;
    this.config = config;
    this.recorder = recorder;
    this.archive = archive;
    this.shared = shared;
    this.readers = readers;
    this.clock = clock;
  }

  /** Completes when the other nodes can reach this one. */
  Future<?> listen() {
    bus.answer(Addresses.QUERY_HISTORY_RANGE, this::range);
    return bus.answerNode(Addresses.HISTORY_PART, this::part).completion();
  }

  private Future<JsonObject> range(Request request) {
    if (request.caller() == null) {
      return Future.failedFuture(Failure.UNAUTHENTICATED.because(null));
    }
    Question question = Question.fromJson(request.body());
    Caller caller = Caller.fromJson(request.caller());
    refuseHidden(question, caller);
    Plan plan =
        Plan.of(question, config, Math.floorDiv(clock.millis(), 1_000L), recorder.reachesTo());
    Search search = new Search(question.series(), plan, visible(caller));
    return counted(caller.user(), () -> search(search, request.caller()));
  }

  private void refuseHidden(Question question, Caller caller) {
    question.series().stream()
        .map(Wanted::server)
        .filter(server -> server != null && !server.isEmpty() && !policy.maySee(caller, server))
        .findFirst()
        .ifPresent(
            server -> {
              throw Failure.NOT_FOUND.because("there is no server '" + server + "'");
            });
  }

  private Predicate<String> visible(Caller caller) {
    Map<String, Boolean> known = new HashMap<>();
    return server -> known.computeIfAbsent(server, name -> policy.maySee(caller, name));
  }

  /** Work of the readers. */
  private interface Reading<T> {
    Future<T> begin();
  }

  private <T> Future<T> counted(String user, Reading<T> reading) {
    int mine = underWay.getOrDefault(user, 0);
    if (mine >= MOST_OF_ONE || underWay.values().stream().mapToInt(n -> n).sum() >= MOST) {
      throw Failure.LIMITED.because("too many read history on this node; try again");
    }
    underWay.put(user, mine + 1);
    return reading
        .begin()
        .onComplete(done -> underWay.compute(user, (name, n) -> n == 1 ? null : n - 1));
  }

  private Future<JsonObject> search(Search search, JsonObject caller) {
    List<NodeId> nodes = membership.live();
    List<Future<Told>> all = nodes.stream().map(node -> ask(node, search, caller)).toList();
    return Future.join(all)
        .transform(done -> shared ? withShared(search, all) : Future.succeededFuture(List.of()))
        .compose(stored -> answered(search, nodes, all, stored));
  }

  private Future<Told> ask(NodeId node, Search search, JsonObject caller) {
    if (node.equals(membership.self())) {
      return here(search, !shared);
    }
    JsonObject body = search.toJson().put("store", !shared);
    return bus.askNode(node.toString(), Addresses.HISTORY_PART, body, caller, PEER)
        .map(told -> Told.fromJson(told, search));
  }

  private Future<JsonObject> part(Request request) {
    Caller caller = Caller.fromJson(request.caller());
    Search search = Search.fromJson(request.body(), visible(caller));
    return here(search, request.body().getBoolean("store")).map(Told::toJson);
  }

  private Future<Told> here(Search search, boolean store) {
    return readers.executeBlocking(() -> told(search, store), false);
  }

  private Told told(Search search, boolean store) {
    String self = membership.self().name();
    Told told = Told.remembered(search, self, minutes(search));
    if (!store) {
      return told;
    }
    try {
      return told.with(archive.read(search, Map.of(self, told.pieces())));
    } catch (SQLException e) {
      LOG.warn("history can't be read: {}", e.getMessage());
      return told.without("its store can't be read now");
    }
  }

  private List<Minute> minutes(Search search) {
    Grid grid = search.plan().grid();
    List<Minute> all =
        search.plan().level() == Level.SECONDS
            ? recorder.all(search::isAbout)
            : recorder.unsaved(search::isAbout);
    return all.stream().filter(m -> m.end() > grid.least() && m.first() < grid.end()).toList();
  }

  /** What is in the store that all share; what was told already is passed over in it. */
  private Future<List<Part>> withShared(Search search, List<Future<Told>> all) {
    Map<String, Set<Told.Piece>> without = new HashMap<>();
    all.stream()
        .filter(Future::succeeded)
        .map(Future::result)
        .forEach(told -> without.put(told.parts().get(0).node(), told.pieces()));
    return readers
        .executeBlocking(() -> archive.read(search, without), false)
        .recover(
            cause -> {
              if (!(cause instanceof SQLException)) {
                return Future.failedFuture(cause);
              }
              LOG.warn("history can't be read: {}", cause.getMessage());
              return Future.failedFuture(
                  Failure.UNAVAILABLE.because("the store of history can't be read now"));
            });
  }

  private static Future<JsonObject> answered(
      Search search, List<NodeId> nodes, List<Future<Told>> all, List<Part> stored) {
    List<Part> parts = new ArrayList<>(stored);
    JsonArray missing = new JsonArray();
    for (int i = 0; i < nodes.size(); i++) {
      Future<Told> told = all.get(i);
      String why = told.succeeded() ? told.result().why() : told.cause().getMessage();
      if (told.succeeded()) {
        parts.addAll(told.result().parts());
      } else if (Failure.behind(told.cause()).failure() == Failure.TOO_LARGE) {
        return Future.failedFuture(told.cause());
      }
      if (why != null) {
        missing.add(new JsonObject().put("node", nodes.get(i).name()).put("why", why));
      }
    }
    return Future.succeededFuture(
        new Answer(search.plan().grid(), search.wanted(), Told.joined(parts))
            .toJson()
            .put("missing", missing));
  }
}
