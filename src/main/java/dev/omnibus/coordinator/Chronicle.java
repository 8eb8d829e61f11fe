package dev.omnibus.coordinator;

import dev.omnibus.coordinator.log.LogLevel;
import dev.omnibus.coordinator.log.ServerLog;
import dev.omnibus.mcp.McpSession;
import dev.omnibus.model.ServerSpec;
import java.util.OptionalLong;

/** Writes down what becomes of the sessions of one server; what only repeats itself, quietly. */
final class Chronicle {

  private final ServerLog log;
  private String lastTrouble = "";

  Chronicle(ServerLog log) {
    this.log = log;
  }

  void starting(ServerSpec spec) {
    String what = spec.hasProcess() ? "starting " + spec.command().get(0) : "connecting over HTTP";
    log.lifecycle(LogLevel.INFO, what);
  }

  void linked(McpSession session, OptionalLong pid) {
    lastTrouble = "";
    String process = pid.isPresent() ? ", process " + pid.getAsLong() : "";
    String name = session.serverInfo().getString("name", "a server without a name");
    log.lifecycle(
        LogLevel.INFO, "session open with " + name + ", " + session.protocolVersion() + process);
  }

  void failed(String trouble, long nextMillis) {
    say(LogLevel.WARNING, "no session: " + trouble, nextMillis);
  }

  void lost(String reason, long nextMillis) {
    say(LogLevel.WARNING, "session lost: " + reason, nextMillis);
  }

  private void say(LogLevel level, String trouble, long nextMillis) {
    boolean again = trouble.equals(lastTrouble);
    lastTrouble = trouble;
    log.lifecycle(
        again ? LogLevel.DEBUG : level,
        trouble + "; next try in " + nextMillis + " ms at the latest");
  }
}
