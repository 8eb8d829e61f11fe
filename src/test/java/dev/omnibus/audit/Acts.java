package dev.omnibus.audit;

import dev.omnibus.trail.AuditEntry;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Acts for tests. */
final class Acts {

  static final Instant START = Instant.parse("2026-11-22T10:00:00Z");

  private Acts() {}

  /** The i-th act, i seconds after the start. */
  static AuditEntry act(int i) {
    return new AuditEntry(
        START.plusSeconds(i),
        i % 2 == 0 ? "ann" : "bob",
        i % 3 == 0 ? "command.server.restart" : "command.tool.call",
        i % 5 == 0 ? "files" : "search",
        "tool" + i % 4,
        i % 7 == 0 ? "timeout" : "ok",
        (long) i,
        new JsonObject().put("i", i).put("ratio", 0.1 * i));
  }

  static List<AuditEntry> acts(int from, int to) {
    List<AuditEntry> acts = new ArrayList<>();
    for (int i = from; i < to; i++) {
      acts.add(act(i));
    }
    return acts;
  }
}
