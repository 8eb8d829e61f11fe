package dev.omnibus.coordinator.life;

import dev.omnibus.bus.Addresses;
import dev.omnibus.bus.Bus;
import dev.omnibus.bus.BusException;
import dev.omnibus.bus.Failure;
import dev.omnibus.bus.Request;
import dev.omnibus.cluster.Membership;
import dev.omnibus.cluster.Owners;
import dev.omnibus.config.CoordinatorConfig;
import dev.omnibus.config.LiveConfig;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes orders of operators on this node and has them carried out, wherever the servers are: at
 * most so many servers of an order at once, one order at a time for each server.
 *
 * <p>The answer is {@code
 * {"operation":"9f3a","accepted":true,"server":"files","servers":["files"]}}, with {@code
 * "refused":[{"server","reason"}]} for those of a list that could not be taken; the events of the
 * operation carry its id. With {@code "wait":true} it comes at the end, with {@code
 * "finished":true,"results":[...]}, or after {@code timeoutMs} with {@code "finished":false}.
 */
public final class Lifecycle {

  private static final Logger LOG = LoggerFactory.getLogger(Lifecycle.class);
  private static final int ID = 8;
  private static final Duration SWEEP = Duration.ofSeconds(5);

  private final Means means;
  private final Busy busy;

  private Lifecycle(Means means, Busy busy) {
    this.means = means;
    this.busy = busy;
  }

  /** Whether a caller may ask this of a server; a caller that is null is the cluster itself. */
  public interface Rights extends Choice.Rights {}

  /** Completes when this node takes orders. To be called on the context they are carried out on. */
  public static Future<Lifecycle> open(
      Vertx vertx,
      Bus bus,
      Owners owners,
      LiveConfig config,
      CoordinatorConfig times,
      Wishes wishes,
      Rights rights,
      Clock clock) {
    Membership membership = owners.membership();
    Means means =
        new Means(
            vertx,
            bus,
            config,
            owners.board(),
            times,
            wishes,
            new Hand(vertx, bus, owners),
            new Traffic(bus, membership),
            new Choice(config, rights));
    return Busy.open(vertx, membership, clock)
        .map(busy -> new Lifecycle(means, busy))
        .compose(made -> made.listen().map(made));
  }

  private Future<?> listen() {
    List<Future<?>> all = new ArrayList<>();
    means.vertx().setPeriodic(SWEEP.toMillis(), id -> sweep());
    Arrays.stream(Act.values())
        .map(act -> means.bus().answer(act.address(), request -> take(act, request)).completion())
        .forEach(all::add);
    all.add(means.bus().answer(Addresses.QUERY_SERVER_OPERATIONS, this::operations).completion());
    return Future.all(all);
  }

  /** Who watched an operation of a node that left is told that nobody goes on with it. */
  private void sweep() {
    busy.sweep()
        .onSuccess(orphans -> orphans.forEach(this::orphaned))
        .onFailure(cause -> LOG.debug("operations not looked through: {}", cause.toString()));
  }

  private void orphaned(Busy.Entry entry) {
    String why = "the node that carried it out left; what is wanted of the server still holds";
    Steps.orphaned(means.bus(), entry, why);
  }

  private Future<JsonObject> take(Act act, Request request) {
    String id = UUID.randomUUID().toString().substring(0, ID);
    Order order = Order.of(act, id, request.body());
    List<String> servers = means.choice().servers(order, request.caller());
    return order.dryRun() ? preview(order, servers) : begin(order, servers, request.caller());
  }

  /**
   * {@code {"dryRun":true,"do":"restart","steps":["drain",...],"servers":[{"server","state",
   * "calls":2,"waiting":0,"sessions":3,"callers":[{"user","calls","sessions"}]}],"unanswered":[]}}
   */
  private Future<JsonObject> preview(Order order, List<String> servers) {
    return means
        .traffic()
        .of(servers)
        .compose(
            traffic ->
                busy.all()
                    .map(
                        others ->
                            new JsonObject()
                                .put("dryRun", true)
                                .put("do", order.act().word())
                                .put("interrupts", order.act().interrupts())
                                .put("steps", new JsonArray(order.act().steps()))
                                .put("servers", hit(order, servers, traffic, others))
                                .put("unanswered", traffic.getJsonArray("unanswered"))));
  }

  private JsonArray hit(
      Order order, List<String> servers, JsonObject traffic, List<Busy.Entry> others) {
    JsonArray all = new JsonArray();
    for (String server : servers) {
      JsonObject one = new JsonObject().put("server", server);
      means.board().of(server).ifPresent(s -> one.put("state", s.state().word()));
      one.mergeIn(traffic.getJsonObject("servers").getJsonObject(server));
      String hindrance = means.choice().hindrance(order, server);
      if (hindrance != null) {
        one.put("refused", hindrance);
      }
      others.stream()
          .filter(other -> other.server().equals(server))
          .findFirst()
          .ifPresent(other -> one.put("refused", other.conflict().getMessage()));
      all.add(one);
    }
    return all;
  }

  private Future<JsonObject> begin(Order order, List<String> servers, JsonObject caller) {
    String actor = caller == null ? "system" : caller.getString("user", "system");
    List<Future<Taken>> takings =
        servers.stream().map(server -> take(order, server, actor)).toList();
    return Future.join(takings)
        .transform(all -> Future.succeededFuture(takings.stream().map(Future::result).toList()))
        .compose(all -> begun(order, all, caller));
  }

  /** A server that an order has, or why it has not. */
  private record Taken(Steps steps, Busy.Entry entry, Throwable refused) {}

  private Future<Taken> take(Order order, String server, String actor) {
    Steps steps = new Steps(means.bus(), order, server, actor);
    steps.whole("requested", null);
    String hindrance = means.choice().hindrance(order, server);
    Future<Busy.Entry> entry =
        hindrance == null
            ? busy.take(server, order, actor)
            : Future.failedFuture(Failure.CONFLICT.because(server + ": " + hindrance));
    return entry.transform(
        taken -> {
          if (taken.failed()) {
            steps.whole(new Result(server, false, taken.cause().getMessage(), 0));
          } else {
            steps.whole("accepted", null);
          }
          return Future.succeededFuture(new Taken(steps, taken.result(), taken.cause()));
        });
  }

  private Future<JsonObject> begun(Order order, List<Taken> all, JsonObject caller) {
    Deque<Taken> mine = new ArrayDeque<>(all.stream().filter(t -> t.refused() == null).toList());
    JsonArray refused = new JsonArray();
    all.stream().filter(t -> t.refused() != null).forEach(t -> refused.add(said(t)));
    if (mine.isEmpty()) {
      return Future.failedFuture(named(all.get(0).refused()));
    }
    JsonObject answer = new JsonObject().put("operation", order.id()).put("accepted", true);
    if (order.single()) {
      answer.put("server", order.names().get(0));
    }
    answer.put("servers", new JsonArray(mine.stream().map(t -> t.steps().server()).toList()));
    if (!refused.isEmpty()) {
      answer.put("refused", refused);
    }
    Future<JsonArray> end = lanes(order, mine, caller);
    return order.limit() == null ? Future.succeededFuture(answer) : atEnd(order, answer, end);
  }

  private static JsonObject said(Taken taken) {
    return new JsonObject()
        .put("server", taken.steps().server())
        .put("reason", taken.refused().getMessage());
  }

  private static BusException named(Throwable why) {
    return why instanceof BusException known
        ? known
        : Failure.UNAVAILABLE.because("the cluster does not say who is at it");
  }

  private static Future<JsonObject> atEnd(Order order, JsonObject answer, Future<JsonArray> end) {
    return end.timeout(order.limit().toMillis(), TimeUnit.MILLISECONDS)
        .map(results -> answer.copy().put("finished", true).put("results", results))
        .otherwise(late -> answer.copy().put("finished", false));
  }

  /** So many servers at once; each lane takes the next one when it is done with the last. */
  private Future<JsonArray> lanes(Order order, Deque<Taken> mine, JsonObject caller) {
    JsonArray results = new JsonArray();
    List<Future<Void>> lanes = new ArrayList<>();
    for (int i = Math.min(order.parallel(), mine.size()); i > 0; i--) {
      lanes.add(lane(order, mine, caller, results));
    }
    return Future.join(lanes).map(results);
  }

  private Future<Void> lane(Order order, Deque<Taken> mine, JsonObject caller, JsonArray results) {
    Taken next = mine.poll();
    return next == null
        ? Future.succeededFuture()
        : run(order, next, caller)
            .onSuccess(result -> results.add(result.toJson()))
            .compose(done -> lane(order, mine, caller, results));
  }

  private Future<Result> run(Order order, Taken taken, JsonObject caller) {
    long began = System.nanoTime();
    String server = taken.steps().server();
    return Future.succeededFuture()
        .compose(now -> new Course(means, order, taken.steps(), caller).run())
        .transform(
            end -> {
              String detail = end.succeeded() ? end.result() : why(server, end.cause());
              Result result = new Result(server, end.succeeded(), detail, Steps.since(began));
              return leave(taken, result).map(result);
            });
  }

  private Future<Void> leave(Taken taken, Result result) {
    LOG.info(
        "server={} operation={} do={} ok={} took={}ms",
        result.server(),
        taken.entry().operation(),
        taken.entry().act(),
        result.ok(),
        result.durationMs());
    return busy.leave(taken.entry())
        .onFailure(cause -> LOG.warn("server={} not left: {}", result.server(), cause.toString()))
        .otherwiseEmpty()
        .onSuccess(left -> taken.steps().whole(result));
  }

  private static String why(String server, Throwable cause) {
    if (!(cause instanceof BusException || cause instanceof IllegalArgumentException)) {
      LOG.error("unforeseen server={}", server, cause);
      return Failure.BUG.sentence();
    }
    return cause.getMessage();
  }

  /** {@code {}} → {@code {"operations":[{"server","operation","do","actor","since","node"}]}}. */
  private Future<JsonObject> operations(Request request) {
    return busy.all()
        .map(
            all -> {
              JsonArray shown = new JsonArray();
              all.stream()
                  .filter(one -> means.choice().sees(request.caller(), one.server()))
                  .forEach(one -> shown.add(one.toJson()));
              return new JsonObject().put("operations", shown);
            });
  }
}
