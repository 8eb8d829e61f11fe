package dev.omnibus.gateway.desk;

import dev.omnibus.bus.Addresses;
import dev.omnibus.bus.Bus;
import dev.omnibus.gateway.seen.Outcome;
import dev.omnibus.model.Severity;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.util.HashSet;
import java.util.Set;

/**
 * Tells on the bus that runs began, went on and ended; every one, and a change at most four times a
 * second each. Only that, and how far they are: what they said is for those who may ask.
 *
 * <p>{@code {"call":"q3..f.n1@k3f9","server":"files","method":"tools/call","tool":"read","caller":
 * "ann","state":"running","revision":7,"progress":3,"total":10}}
 */
final class RunEvents {

  private static final long SPAN_MILLIS = 250;

  private final Vertx vertx;
  private final Bus bus;
  private final Set<Run> waiting = new HashSet<>();

  RunEvents(Vertx vertx, Bus bus) {
    this.vertx = vertx;
    this.bus = bus;
  }

  void started(Run run) {
    tell(Addresses.EVENT_CALL_STARTED, "mcp_call_started", Severity.INFO, data(run));
  }

  /** To be called on the desk's loop. */
  void changed(Run run) {
    if (run.state().isOver()) {
      finished(run);
    } else if (waiting.add(run)) {
      vertx.setTimer(SPAN_MILLIS, id -> progressed(run));
    }
  }

  private void progressed(Run run) {
    waiting.remove(run);
    if (!run.state().isOver()) {
      JsonObject data = data(run).mergeIn(run.view().steps());
      tell(Addresses.EVENT_CALL_PROGRESS, "mcp_call_progress", Severity.INFO, data);
    }
  }

  private void finished(Run run) {
    Outcome outcome = run.outcome();
    JsonObject data =
        data(run).put("outcome", outcome.word()).put("ms", run.took().toNanos() / 1000 / 1000.0);
    tell(Addresses.EVENT_CALL_FINISHED, "mcp_call_finished", severity(outcome), data);
  }

  private static Severity severity(Outcome outcome) {
    if (outcome.isFault()) {
      return Severity.ERROR;
    }
    boolean well = outcome == Outcome.OK || outcome == Outcome.CANCELLED;
    return well ? Severity.INFO : Severity.WARNING;
  }

  private static JsonObject data(Run run) {
    return run.traced(
        new JsonObject()
            .put("call", run.id())
            .put("server", run.server())
            .put("method", "tools/call")
            .put("tool", run.tool())
            .put("caller", run.caller().user())
            .put("state", run.state().word())
            .put("revision", run.revision()));
  }

  private void tell(String address, String type, Severity severity, JsonObject data) {
    bus.publish(address, type, severity.word(), data);
  }
}
