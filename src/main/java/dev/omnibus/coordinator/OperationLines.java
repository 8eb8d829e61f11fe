package dev.omnibus.coordinator;

import dev.omnibus.coordinator.log.LogLevel;
import dev.omnibus.coordinator.log.Logs;
import dev.omnibus.model.Replica;
import io.vertx.core.json.JsonObject;
import java.util.function.Predicate;

/** Writes into the logs of this node's servers what operators have done to them. */
final class OperationLines {

  private final Logs logs;
  private final Predicate<String> isHere;

  OperationLines(Logs logs, Predicate<String> isHere) {
    this.logs = logs;
    this.isHere = isHere;
  }

  /** An {@code event.server.lifecycle}. */
  void heard(JsonObject event) {
    JsonObject data = event.getJsonObject("data");
    Integer replica = data.getInteger("replica");
    String server = data.getString("server");
    String unit = replica == null ? server : Replica.name(server, replica);
    String phase = data.getString("phase");
    if (isHere.test(unit) && !phase.equals("requested")) {
      LogLevel level = phase.equals("failed") ? LogLevel.ERROR : LogLevel.INFO;
      logs.of(unit).lifecycle(level, words(data, phase));
    }
  }

  private static String words(JsonObject data, String phase) {
    String step = data.getString("step");
    String what = data.getString("do") + " by " + data.getString("actor");
    String where = step.equals("operation") ? "" : ", " + step;
    Long took = data.getLong("durationMs");
    String time = took == null ? "" : " in " + took + " ms";
    String more = data.getString("detail") == null ? "" : ": " + data.getString("detail");
    return what + where + " " + phase + time + more;
  }
}
