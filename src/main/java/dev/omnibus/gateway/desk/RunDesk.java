package dev.omnibus.gateway.desk;

import dev.omnibus.access.Caller;
import dev.omnibus.access.Policy;
import dev.omnibus.bus.Addresses;
import dev.omnibus.bus.Bus;
import dev.omnibus.bus.Failure;
import dev.omnibus.bus.Request;
import dev.omnibus.model.Fields;
import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * The runs of one user, whichever node has them: shown, answered for, stopped and listed. What
 * another node keeps, it is asked for. It lives on the desk's loop.
 */
final class RunDesk {

  private static final Duration FORWARD = Duration.ofSeconds(5);
  private static final Set<String> ACTIONS = Set.of("accept", "decline", "cancel");

  private final Bus bus;
  private final Visitors visitors;
  private final Runs runs;
  private final Elsewhere elsewhere;

  RunDesk(Bus bus, Visitors visitors, Runs runs, Elsewhere elsewhere) {
    this.bus = bus;
    this.visitors = visitors;
    this.runs = runs;
    this.elsewhere = elsewhere;
  }

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
    return run.view().whole(bus.node(), after == null ? 0 : after);
  }

  private JsonObject cancelled(Run run, Fields f) {
    String reason = f.textOrNull("reason");
    boolean stopped = run.cancel(reason == null ? "cancelled by the user" : reason);
    return run.view().brief(bus.node()).put("cancelled", stopped);
  }

  private JsonObject answered(Run run, Fields f) {
    if (!ACTIONS.contains(f.text("action"))) {
      throw new IllegalArgumentException("'action' is accept, decline or cancel");
    }
    run.answer(f.text("question"), f.text("action"), f.objectOrNull("content", given -> given));
    return run.view().brief(bus.node());
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
          .map(run -> run.view().brief(bus.node()))
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
}
