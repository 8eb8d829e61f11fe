package dev.omnibus.gateway.desk;

import dev.omnibus.access.Caller;
import dev.omnibus.access.Policy;
import dev.omnibus.bus.Addresses;
import dev.omnibus.bus.Bus;
import dev.omnibus.bus.Failure;
import dev.omnibus.bus.Request;
import dev.omnibus.gateway.agent.Listed;
import dev.omnibus.model.Fields;
import dev.omnibus.trail.AuditEntry;
import dev.omnibus.trail.AuditTrail;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Tools as operators call them: {@code {"server","tool","arguments","timeoutMs"}} is answered with
 * the result; with {@code "detached":true} at once with the name of a run, which any node finds
 * again, shows, answers for and stops. It lives on the desk's loop.
 */
final class ToolDesk {

  private static final int CALL_MS = 60_000;
  private static final int LONGEST_CALL_MS = 600_000;
  private static final Duration FORWARD = Duration.ofSeconds(5);
  private static final Set<String> ACTIONS = Set.of("accept", "decline", "cancel");
  private static final String FINISHED = "call.finished";

  private final Vertx vertx;
  private final Bus bus;
  private final Visitors visitors;
  private final Seats seats;
  private final Elsewhere elsewhere;
  private final AuditTrail trail;
  private final Clock clock;
  private final RunEvents events;
  private final Runs runs = new Runs();

  ToolDesk(
      Vertx vertx,
      Bus bus,
      Visitors visitors,
      Seats seats,
      Elsewhere elsewhere,
      AuditTrail trail,
      Clock clock) {
    this.vertx = vertx;
    this.bus = bus;
    this.visitors = visitors;
    this.seats = seats;
    this.elsewhere = elsewhere;
    this.trail = trail;
    this.clock = clock;
    this.events = new RunEvents(vertx, bus);
  }

  // --- calls

  Future<JsonObject> call(Request request) {
    Fields f = Fields.of(request.body());
    Caller caller = visitors.of(request);
    visitors.mayUse(caller, f.text("server"), Listed.TOOLS, f.text("tool"));
    JsonObject arguments = f.objectOrNull("arguments", given -> given);
    JsonObject given = arguments == null ? new JsonObject() : arguments;
    return Boolean.TRUE.equals(f.json().getValue("detached"))
        ? Future.succeededFuture(begin(f, caller, given))
        : await(f, caller, given);
  }

  private Future<JsonObject> await(Fields f, Caller caller, JsonObject arguments) {
    Duration timeout = timeout(f);
    JsonObject params = new JsonObject().put("name", f.text("tool")).put("arguments", arguments);
    Plain plain = new Plain();
    Errand errand = seats.of(caller, f.text("server"), true).send("tools/call", params, plain);
    long late =
        vertx.setTimer(
            timeout.toMillis(),
            id -> {
              if (errand.cancel("timeout")) {
                plain.late();
              }
            });
    return plain
        .result()
        .onComplete(done -> vertx.cancelTimer(late))
        .map(result -> new JsonObject().put("result", result));
  }

  private JsonObject begin(Fields f, Caller caller, JsonObject arguments) {
    runs.refuseIfCrowded(caller.user());
    Duration limit = f.json().containsKey("timeoutMs") ? timeout(f) : null;
    String server = f.text("server");
    Seat seat = seats.of(caller, server, false);
    String id = RunId.fresh(bus.node());
    Run run = new Run(id, caller, server, f.text("tool"), arguments, clock, this::changed);
    runs.add(run);
    events.started(run);
    run.start(seat);
    if (limit != null && !run.state().isOver()) {
      long late = vertx.setTimer(limit.toMillis(), due -> run.expire());
      run.atEnd(() -> vertx.cancelTimer(late));
    }
    return new JsonObject().put("call", id).put("node", bus.node());
  }

  private static Duration timeout(Fields f) {
    int millis = f.intOr("timeoutMs", CALL_MS);
    if (millis < 1 || millis > LONGEST_CALL_MS) {
      throw new IllegalArgumentException("'timeoutMs' is 1 to " + LONGEST_CALL_MS);
    }
    return Duration.ofMillis(millis);
  }

  private void changed(Run run) {
    events.changed(run);
    if (run.state().isOver()) {
      runs.trim(run.caller().user());
      trail.record(
          new AuditEntry(
              clock.instant(),
              run.caller().user(),
              FINISHED,
              run.server(),
              run.tool(),
              run.state() == RunState.LOST ? RunState.LOST.word() : run.outcome().word(),
              run.took().toMillis(),
              new JsonObject().put("call", run.id())));
    }
  }

  // --- runs, wherever they are

  Future<JsonObject> get(Request request) {
    return where(request, "get");
  }

  Future<JsonObject> cancel(Request request) {
    return where(request, "cancel");
  }

  Future<JsonObject> answer(Request request) {
    return where(request, "answer");
  }

  private Future<JsonObject> where(Request request, String word) {
    visitors.of(request);
    Fields f = Fields.of(request.body());
    String node = RunId.nodeOf(f.text("call"));
    JsonObject body = f.json().copy().put("do", word);
    if (node.equals(bus.node())) {
      return here(new Request(request.address(), body, request.caller()));
    }
    return elsewhere.lives(node)
        ? bus.askNode(node, Addresses.CALL_KEPT, body, request.caller(), FORWARD)
        : gone(request, word, f.text("call"));
  }

  private Future<JsonObject> gone(Request request, String word, String call) {
    JsonObject left = elsewhere.lost(call);
    if (left == null || !visitors.of(request).user().equals(left.getString("caller"))) {
      throw unknown();
    }
    if (!word.equals("get")) {
      throw Failure.CONFLICT.because(left.getJsonObject("error").getString("message"));
    }
    return Future.succeededFuture(left);
  }

  private static RuntimeException unknown() {
    return Failure.NOT_FOUND.because("no such call is known, or not any more");
  }

  /** What another node was asked, and this one keeps. */
  Future<JsonObject> here(Request request) {
    Fields f = Fields.of(request.body());
    Caller caller = visitors.of(request);
    if (f.text("do").equals("list")) {
      return Future.succeededFuture(mineHere(caller, f));
    }
    Run run = runs.of(f.text("call"));
    if (run == null || !isHis(run, caller)) {
      throw unknown();
    }
    return Future.succeededFuture(
        switch (f.text("do")) {
          case "get" -> got(run, f);
          case "cancel" -> cancelled(run, f);
          case "answer" -> answered(run, f);
          default -> throw new IllegalArgumentException("'do' is none of get, cancel, answer");
        });
  }

  /** To know the name of a run is not enough: everybody hears it who hears of calls. */
  private static boolean isHis(Run run, Caller caller) {
    return run.caller().user().equals(caller.user());
  }

  private JsonObject got(Run run, Fields f) {
    Integer from = f.intOrNull("from");
    if (from != null) {
      return run.end().piece(from);
    }
    Long after = f.longOrNull("after");
    return run.whole(bus.node(), after == null ? 0 : after);
  }

  private JsonObject cancelled(Run run, Fields f) {
    String reason = f.textOrNull("reason");
    boolean stopped = run.cancel(reason == null ? "cancelled by the user" : reason);
    return run.brief(bus.node()).put("cancelled", stopped);
  }

  private JsonObject answered(Run run, Fields f) {
    if (!ACTIONS.contains(f.text("action"))) {
      throw new IllegalArgumentException("'action' is accept, decline or cancel");
    }
    run.answer(f.text("question"), f.text("action"), f.objectOrNull("content", given -> given));
    return run.brief(bus.node());
  }

  // --- the history of one user

  /** {@code {"server"?,"tool"?}} to {@code {"calls":[..],"missing":["n2@.."]}}, newest first. */
  Future<JsonObject> list(Request request) {
    Caller caller = visitors.of(request);
    JsonObject body = request.body() == null ? new JsonObject() : request.body().copy();
    body.put("do", "list");
    List<JsonObject> found = new ArrayList<>(calls(mineHere(caller, Fields.of(body))));
    elsewhere.lost(known -> fits(known, caller, Fields.of(body))).forEach(found::add);
    List<String> nodes = elsewhere.others();
    Set<String> missing = new HashSet<>(nodes);
    List<Future<Void>> asked =
        nodes.stream()
            .map(
                node ->
                    bus.askNode(node, Addresses.CALL_KEPT, body, request.caller(), FORWARD)
                        .map(
                            answer -> {
                              missing.remove(node);
                              found.addAll(calls(answer));
                              return (Void) null;
                            }))
            .toList();
    return Future.join(asked).transform(done -> Future.succeededFuture(listed(found, missing)));
  }

  private static JsonObject listed(List<JsonObject> found, Set<String> missing) {
    found.sort(Comparator.comparing((JsonObject one) -> one.getString("startedAt", "")).reversed());
    JsonObject answer =
        new JsonObject()
            .put("calls", new JsonArray(found.stream().limit(Runs.MOST_OF_ONE * 2L).toList()));
    return missing.isEmpty() ? answer : answer.put("missing", new JsonArray(List.copyOf(missing)));
  }

  private static List<JsonObject> calls(JsonObject answer) {
    return answer.getJsonArray("calls").stream().map(JsonObject.class::cast).toList();
  }

  /** Who is nobody has no history. */
  private JsonObject mineHere(Caller caller, Fields f) {
    JsonArray calls = new JsonArray();
    if (!Policy.isAnonymous(caller.user())) {
      runs.of(run -> isHis(run, caller)).stream()
          .map(run -> run.brief(bus.node()))
          .filter(brief -> fits(brief, caller, f))
          .forEach(calls::add);
    }
    return new JsonObject().put("calls", calls);
  }

  private static boolean fits(JsonObject brief, Caller caller, Fields f) {
    String server = f.textOrNull("server");
    String tool = f.textOrNull("tool");
    return caller.user().equals(brief.getString("caller"))
        && (server == null || server.equals(brief.getString("server")))
        && (tool == null || tool.equals(brief.getString("tool")));
  }

  // --- the clock

  /** Ends what its user may not have any more. */
  void look() {
    runs.open(
            run ->
                !visitors.isKnown(run.caller())
                    || !visitors.uses(run.caller(), run.server(), Listed.TOOLS, run.tool()))
        .forEach(Run::forbid);
  }

  /** The node closes: what is under way is stopped at its server, and its user told. */
  void close() {
    runs.open(run -> true).forEach(run -> run.lose("the node that ran this call was stopped"));
  }
}
