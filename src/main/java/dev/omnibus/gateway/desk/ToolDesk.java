package dev.omnibus.gateway.desk;

import dev.omnibus.access.Caller;
import dev.omnibus.bus.Bus;
import dev.omnibus.bus.Request;
import dev.omnibus.gateway.agent.Listed;
import dev.omnibus.model.Fields;
import dev.omnibus.trail.AuditEntry;
import dev.omnibus.trail.AuditTrail;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.time.Clock;
import java.time.Duration;

/**
 * Tools as operators call them: {@code {"server","tool","arguments","timeoutMs"}} is answered with
 * the result; with {@code "detached":true} at once with the name of a run, which {@link RunDesk}
 * finds again. It lives on the desk's loop.
 */
final class ToolDesk {

  /** Less than what a socket waits for an answer when nobody says how long. */
  private static final int CALL_MS = 25_000;

  private static final int LONGEST_CALL_MS = 600_000;
  private static final String FINISHED = "call.finished";

  private final Vertx vertx;
  private final Bus bus;
  private final Visitors visitors;
  private final Seats seats;
  private final Runs runs;
  private final AuditTrail trail;
  private final Clock clock;
  private final RunEvents events;

  ToolDesk(
      Vertx vertx,
      Bus bus,
      Visitors visitors,
      Seats seats,
      Runs runs,
      AuditTrail trail,
      Clock clock) {
    this.vertx = vertx;
    this.bus = bus;
    this.visitors = visitors;
    this.seats = seats;
    this.runs = runs;
    this.trail = trail;
    this.clock = clock;
    this.events = new RunEvents(vertx, bus);
  }

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
        .map(result -> new JsonObject().put("result", result).put("trace", plain.trace()));
  }

  private JsonObject begin(Fields f, Caller caller, JsonObject arguments) {
    runs.refuseIfCrowded(caller.user());
    Duration limit = f.json().containsKey("timeoutMs") ? timeout(f) : null;
    String server = f.text("server");
    Seat seat = seats.of(caller, server, false);
    String id = RunId.fresh(bus.node());
    Run.Wanted wanted =
        new Run.Wanted(id, caller, server, f.text("tool"), arguments, clock.instant());
    Run run = new Run(wanted, clock, this::changed);
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
              run.traced(new JsonObject().put("call", run.id()))));
    }
  }

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
