package dev.omnibus.telemetry.history;

import dev.omnibus.access.Caller;
import dev.omnibus.access.Policy;
import dev.omnibus.bus.Addresses;
import dev.omnibus.bus.Bus;
import dev.omnibus.bus.Failure;
import dev.omnibus.bus.Places;
import dev.omnibus.bus.Request;
import dev.omnibus.cluster.Membership;
import dev.omnibus.cluster.NodeId;
import dev.omnibus.config.HistoryConfig;
import dev.omnibus.telemetry.Missing;
import io.vertx.core.Future;
import io.vertx.core.WorkerExecutor;
import io.vertx.core.json.JsonObject;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Collectors;
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
  private final Places places = new Places(MOST_OF_ONE, MOST);

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
    return places.in(
        caller.user(), () -> search(question, caller, recorder.reachesTo(), request.caller()));
  }

  private Future<JsonObject> search(
      Question question, Caller caller, long memoryFrom, JsonObject told) {
    long now = Math.floorDiv(clock.millis(), 1_000L);
    Plan plan = Plan.of(question, config, now, memoryFrom);
    Search search = new Search(question.series(), plan, visible(caller));
    List<NodeId> nodes = membership.live();
    List<Future<Supplier<Told>>> all = nodes.stream().map(node -> ask(node, search, told)).toList();
    return Future.join(all)
        .transform(done -> readers.executeBlocking(() -> answer(search, nodes, all), false))
        .compose(
            answer ->
                answer == null
                    ? search(question, caller, Long.MAX_VALUE, told)
                    : Future.succeededFuture(answer));
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

  /** What others tell is read where the answer is made. */
  private Future<Supplier<Told>> ask(NodeId node, Search search, JsonObject caller) {
    if (node.equals(membership.self())) {
      return here(search, !shared).map(told -> () -> told);
    }
    JsonObject body = search.toJson().put("store", !shared);
    return bus.askNode(node.toString(), Addresses.HISTORY_PART, body, caller, PEER)
        .map(told -> () -> Told.fromJson(told, search));
  }

  private Future<JsonObject> part(Request request) {
    Caller caller = Caller.fromJson(request.caller());
    Search search = Search.fromJson(request.body(), visible(caller));
    boolean store = request.body().getBoolean("store");
    return readers.executeBlocking(() -> told(search, store).toJson(), false);
  }

  private Future<Told> here(Search search, boolean store) {
    return readers.executeBlocking(() -> told(search, store), false);
  }

  private Told told(Search search, boolean store) {
    String self = membership.self().name();
    Told told = Told.remembered(search, self, minutes(search), recorder.reachesTo());
    if (!store) {
      return told;
    }
    try {
      return told.with(archive.read(search, Map.of(self, told.pieces())));
    } catch (SQLException e) {
      LOG.warn("history can't be read: {}", e.getMessage());
      return told.without(Missing.STORE);
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

  /** On a reader's thread; null when it has to be planned anew, from the store. */
  private JsonObject answer(Search search, List<NodeId> nodes, List<Future<Supplier<Told>>> all)
      throws SQLException {
    List<Told> told = new ArrayList<>();
    Missing missing = new Missing();
    for (int i = 0; i < nodes.size(); i++) {
      NodeId node = nodes.get(i);
      Optional<Told> one = missing.told(node, all.get(i)).map(Supplier::get);
      one.ifPresent(told::add);
      missing.add(node, one.map(Told::why).orElse(null));
    }
    if (search.plan().level() == Level.SECONDS && !remembersAll(search, nodes, told)) {
      return null;
    }
    List<Part> parts = new ArrayList<>(shared ? stored(search, told, missing) : List.of());
    told.forEach(one -> parts.addAll(one.parts()));
    return new Answer(search.plan().grid(), search.wanted(), Told.joined(parts))
        .toJson()
        .put("missing", missing.toJson());
  }

  /** A node that began within the time, or is gone, has what it measured before in the store. */
  private boolean remembersAll(Search search, List<NodeId> nodes, List<Told> told) {
    Grid grid = search.plan().grid();
    if (told.stream().anyMatch(one -> one.reachesTo() > grid.least())) {
      return false;
    }
    Set<String> live = nodes.stream().map(NodeId::name).collect(Collectors.toSet());
    try {
      return !shared || live.containsAll(archive.nodes(grid));
    } catch (SQLException e) {
      return true; // what is remembered is better than nothing
    }
  }

  /** What is in the store that all share; what was told already is passed over in it. */
  private List<Part> stored(Search search, List<Told> told, Missing missing) {
    Map<String, Set<Told.Piece>> without = new HashMap<>();
    told.forEach(one -> without.put(one.parts().get(0).node(), one.pieces()));
    try {
      return archive.read(search, without);
    } catch (SQLException e) {
      LOG.warn("history can't be read: {}", e.getMessage());
      missing.add(membership.self(), Missing.STORE);
      return List.of();
    }
  }
}
