package dev.omnibus.gateway.way;

import dev.omnibus.mcp.wire.Envelope;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Which replica of a server gave out what a later request goes on with: a task, a page's cursor,
 * the state of a call that wants input. Another replica may not know it. What was given out longest
 * ago is forgotten first.
 */
final class Ties {

  private static final int MOST = 1_000;

  private final Map<String, String> givers =
      new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, String> eldest) {
          return size() > MOST;
        }
      };

  /** A replica's reply passed. */
  void learn(Envelope reply, String replica) {
    List<String> given = new ArrayList<>(2);
    add(given, "task", reply.text("result", "task", "taskId"));
    add(given, "task", reply.text("result", "taskId"));
    add(given, "state", reply.text("result", "requestState"));
    add(given, "page", reply.text("result", "nextCursor"));
    given.forEach(one -> givers.put(one, replica));
  }

  /** The replica that a request goes on with; null for one that goes on with nothing known. */
  String of(Envelope request) {
    List<String> named = new ArrayList<>(2);
    add(named, "task", request.text("params", "taskId"));
    add(named, "state", request.text("params", "requestState"));
    add(named, "page", request.text("params", "cursor"));
    return named.stream().map(givers::get).filter(home -> home != null).findFirst().orElse(null);
  }

  /** Some are long: what tells them apart is enough, and a mistake costs one call its replica. */
  private static void add(List<String> names, String kind, String text) {
    if (text != null) {
      names.add(kind + ' ' + text.length() + ' ' + text.hashCode());
    }
  }
}
