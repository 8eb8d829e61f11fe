package dev.omnibus.coordinator.ways;

import dev.omnibus.mcp.wire.Envelope;
import dev.omnibus.mcp.wire.Span;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.LongSupplier;

/**
 * Whose the tasks of a shared server are: by the agent that began them, whatever way it comes. To
 * everybody else they do not exist.
 */
final class Tasks {

  /** Those begun longest ago are forgotten beyond this, and then nobody's. */
  private static final int MOST = 10_000;

  private static final String RELATED = "io.modelcontextprotocol/related-task";
  private static final Set<String> OF_ONE =
      Set.of("tasks/get", "tasks/result", "tasks/cancel", "tasks/update");

  /** How a task can have ended. */
  private static final Set<String> OVER = Set.of("completed", "failed", "cancelled");

  /**
   * One that somebody began.
   *
   * @param since when, in nanoseconds
   * @param nanos after which the server may have forgotten it; null when it said no time
   */
  private record Begun(String agent, long since, Long nanos) {

    boolean isKept(long now) {
      return nanos == null || now - since < nanos;
    }
  }

  private final LongSupplier nanos;
  private final Map<String, Begun> all =
      new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Begun> eldest) {
          if (size() > MOST) {
            underWay.remove(eldest.getKey());
          }
          return size() > MOST;
        }
      };

  /** Those of which nobody has heard that they ended. */
  private final Set<String> underWay = new HashSet<>();

  Tasks(LongSupplier nanos) {
    this.nanos = nanos;
  }

  /** Whether a request names a task that is not this agent's. */
  boolean isForeign(Envelope request, String agent) {
    return OF_ONE.contains(request.method()) && !isOf(request.text("params", "taskId"), agent);
  }

  boolean isOf(String task, String agent) {
    return task != null && agent.equals(agentOf(task));
  }

  /** The agent whose task a message of the server is about, or null. */
  String agentOf(Envelope message) {
    String task = message.text("params", "_meta", RELATED, "taskId");
    return agentOf(task == null ? message.text("params", "taskId") : task);
  }

  private String agentOf(String task) {
    Begun begun = all.get(task);
    return begun == null ? null : begun.agent();
  }

  /** A reply to an agent: it may begin a task, or say that one ended. */
  void heard(Envelope reply, String agent) {
    String task = reply.text("result", "task", "taskId");
    if (task != null) {
      begun(task, reply, agent);
    } else if (!underWay.isEmpty()) {
      String result = reply.text("result", "_meta", RELATED, "taskId");
      underWay.remove(result); // there is a result at the end only
      ended(reply, "result");
    }
  }

  /** What anybody began is nobody's. */
  private void begun(String task, Envelope reply, String agent) {
    if (agent.equals(Terminal.ANYBODY)) {
      return;
    }
    all.put(task, new Begun(agent, nanos.getAsLong(), ttl(reply)));
    if (!OVER.contains(String.valueOf(reply.text("result", "task", "status")))) {
      underWay.add(task);
    }
  }

  private static Long ttl(Envelope reply) {
    String millis = reply.raw("result", "task", "ttl");
    boolean number = millis != null && millis.matches("\\d{1,12}");
    return number ? Long.parseLong(millis) * 1_000_000 : null;
  }

  /** The server says by itself where a task stands. */
  void told(Envelope notification) {
    ended(notification, "params");
  }

  private void ended(Envelope message, String where) {
    String status = message.text(where, "status");
    if (status != null && OVER.contains(status)) {
      underWay.remove(message.text(where, "taskId"));
    }
  }

  /** A list of tasks with those of this agent only. */
  Envelope own(Envelope list, String agent) {
    return list.splice()
        .keep(list.items("result", "tasks"), item -> isOf(id(list, item), agent))
        .toEnvelope();
  }

  private static String id(Envelope list, Span item) {
    return list.text(list.in(item, "taskId"));
  }

  /** Whether one may still be at work, for all that was heard of it. */
  boolean isUnderWay() {
    long now = nanos.getAsLong();
    return underWay.stream().anyMatch(task -> all.get(task).isKept(now));
  }

  /** The server that knew them is another one now. */
  void forget() {
    all.clear();
    underWay.clear();
  }
}
