package dev.omnibus.trail;

import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;

/**
 * What there was no room for: counted by its action until it can be noted down as an act of its
 * own.
 *
 * <p>{@code {"action":"audit.lost","outcome":"lost","detail":{"acts":1200,"from":"...","to":"...",
 * "actions":{"mcp.tool.call":1199,"command.server.restart":1}}}}
 */
final class Losses {

  private static final String ACTION = "audit.lost";

  /** Actions that are told apart. */
  private static final int MOST_ACTIONS = 40;

  private static final String OTHER = "other";

  private final Map<String, Long> actions = new TreeMap<>();
  private long acts;
  private Instant from;
  private Instant to;
  private volatile boolean pending;
  private volatile long count;

  synchronized void add(AuditEntry lost) {
    boolean known = actions.size() < MOST_ACTIONS || actions.containsKey(lost.action());
    actions.merge(known ? lost.action() : OTHER, 1L, Long::sum);
    acts++;
    count++;
    from = pending && from.isBefore(lost.at()) ? from : lost.at();
    to = pending && to.isAfter(lost.at()) ? to : lost.at();
    pending = true;
  }

  boolean isPending() {
    return pending;
  }

  /** All that were ever lost. */
  long count() {
    return count;
  }

  /** All since the last time, as one entry; null for none. */
  synchronized AuditEntry take() {
    if (!pending) {
      return null;
    }
    JsonObject detail =
        new JsonObject()
            .put("acts", acts)
            .put("from", from.toString())
            .put("to", to.toString())
            .put("actions", new JsonObject(new TreeMap<>(actions)));
    AuditEntry entry = AuditEntry.of(to, null, ACTION, AuditEntry.LOST, detail);
    actions.clear();
    acts = 0;
    pending = false;
    return entry;
  }
}
