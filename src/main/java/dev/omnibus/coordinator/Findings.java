package dev.omnibus.coordinator;

import dev.omnibus.coordinator.log.LogLevel;
import dev.omnibus.coordinator.log.Logs;
import dev.omnibus.model.ProbeOutcome;
import dev.omnibus.model.ProbeSample;
import dev.omnibus.model.ServerState;
import dev.omnibus.model.ServerStatus;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/** Writes into the logs of servers what probes found: failures, and each change of the state. */
final class Findings {

  private final Logs logs;
  private final Map<String, ServerState> states = new HashMap<>();
  private final Map<String, Row> rows = new HashMap<>();

  /** The same failure, so many times. */
  private record Row(String failure, long count) {

    /** The first, the tenth, the hundredth ... */
    boolean isWorthALine() {
      return Math.pow(10, Math.round(Math.log10(count))) == count;
    }
  }

  Findings(Logs logs) {
    this.logs = logs;
  }

  void probed(String server, ProbeSample sample) {
    if (sample.outcome() == ProbeOutcome.ANSWERED) {
      rows.remove(server);
      if (logs.tellsGoodProbes()) {
        logs.of(server)
            .probed(LogLevel.DEBUG, sample.detail() + " in " + sample.latencyMs() + " ms");
      }
    } else if (sample.outcome() != ProbeOutcome.NOT_LINKED) {
      failed(server, sample.outcome().word().replace('_', ' ') + ": " + sample.detail());
    }
  }

  /** A server that is down for hours must not fill its log with that. */
  private void failed(String server, String failure) {
    Row old = rows.get(server);
    boolean again = old != null && old.failure().equals(failure);
    Row row = new Row(failure, again ? old.count() + 1 : 1);
    rows.put(server, row);
    if (logs.tellsGoodProbes() || row.isWorthALine()) {
      String times = row.count() == 1 ? "" : ", " + row.count() + " times in a row";
      logs.of(server).probed(LogLevel.WARNING, failure + times);
    }
  }

  /** This node says how one of its servers is. */
  void status(ServerStatus status) {
    ServerState before = states.put(status.server(), status.state());
    if (before != status.state()) {
      String from = before == null ? "" : before.word() + " -> ";
      String why = status.reason() == null ? "" : ": " + status.reason();
      logs.of(status.server())
          .probed(LogLevel.of(status.state().severity()), from + status.state().word() + why);
    }
  }

  void retain(Set<String> servers) {
    states.keySet().retainAll(servers);
    rows.keySet().retainAll(servers);
  }
}
