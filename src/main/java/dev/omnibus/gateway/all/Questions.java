package dev.omnibus.gateway.all;

import dev.omnibus.gateway.way.Way;
import dev.omnibus.mcp.wire.Envelope;
import io.vertx.core.Future;
import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;

/** What servers asked the agent: each under an id that no other server's question has. */
final class Questions {

  private static final int MOST = 1_000;

  private record Asked(Way way, String id) {}

  private final Map<String, Asked> open = new HashMap<>();
  private long last;

  /** The message as the agent gets it; null when there is nothing for it in this. */
  Envelope outward(Way way, Envelope message) {
    if (message.type() == Envelope.Type.REQUEST) {
      return asked(way, message);
    }
    return "notifications/cancelled".equals(message.method()) ? withdrawn(way, message) : message;
  }

  private Envelope asked(Way way, Envelope question) {
    if (open.size() >= MOST) {
      way.post(
          Envelope.of(
              "{\"jsonrpc\":\"2.0\",\"id\":"
                  + question.id()
                  + ",\"error\":{\"code\":-32603,\"message\":\"too many open questions\"}}"));
      return null;
    }
    String id = "\"q" + ++last + "\"";
    open.put(id, new Asked(way, question.id()));
    return question.splice().replace(question.at("id"), id).toEnvelope();
  }

  private Envelope withdrawn(Way way, Envelope notification) {
    String id = notification.raw("params", "requestId");
    for (Iterator<Map.Entry<String, Asked>> all = open.entrySet().iterator(); all.hasNext(); ) {
      Map.Entry<String, Asked> entry = all.next();
      if (entry.getValue().way() == way && entry.getValue().id().equals(id)) {
        all.remove();
        return notification
            .splice()
            .replace(notification.at("params", "requestId"), entry.getKey())
            .toEnvelope();
      }
    }
    return null;
  }

  /** The agent's answer, to who asked; dropped when nobody did. */
  Future<Void> answer(Envelope reply) {
    Asked asked = reply.id() == null ? null : open.remove(reply.id());
    return asked == null
        ? Future.succeededFuture()
        : asked.way().post(reply.splice().replace(reply.at("id"), asked.id()).toEnvelope());
  }

  /** That way is over. */
  void forget(Way way) {
    open.values().removeIf(asked -> asked.way() == way);
  }
}
