package dev.omnibus.coordinator.ways;

import dev.omnibus.mcp.wire.Envelope;
import dev.omnibus.mcp.wire.Span;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

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

  private final Map<String, String> agents =
      new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, String> eldest) {
          return size() > MOST;
        }
      };

  /** Whether a request names a task that is not this agent's. */
  boolean isForeign(Envelope request, String agent) {
    return OF_ONE.contains(request.method()) && !isOf(request.text("params", "taskId"), agent);
  }

  boolean isOf(String task, String agent) {
    return task != null && agent.equals(agents.get(task));
  }

  /** The agent whose task a message of the server is about, or null. */
  String agentOf(Envelope message) {
    String task = message.text("params", "_meta", RELATED, "taskId");
    return agents.get(task == null ? message.text("params", "taskId") : task);
  }

  /** A reply to an agent: it may begin a task. What anybody began is nobody's. */
  void begun(Envelope reply, String agent) {
    String task = reply.text("result", "task", "taskId");
    if (task != null && !agent.equals(Terminal.ANYBODY)) {
      agents.put(task, agent);
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

  /** Whether nobody began one in this session of the server. */
  boolean isEmpty() {
    return agents.isEmpty();
  }

  /** The server that knew them is another one now. */
  void forget() {
    agents.clear();
  }
}
