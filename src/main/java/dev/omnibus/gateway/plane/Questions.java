package dev.omnibus.gateway.plane;

import dev.omnibus.gateway.way.Way;
import dev.omnibus.mcp.wire.Envelope;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.Json;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What servers asked the agent and wait for. The agent sees ids of ours, {@code "7.n1@k3f9"}: they
 * name the node that asked, so that an answer that comes to any node finds back.
 */
final class Questions {

  /** More than this at once is refused. */
  private static final int MOST = 100;

  private record Open(Way way, String id, Call call) {}

  private final String node;
  private final Map<String, Open> open = new HashMap<>();
  private long next = 1;

  Questions(String node) {
    this.node = node;
  }

  /** The node that an id of ours names; empty for another id. */
  static Optional<String> nodeOf(String id) {
    int dot = id == null ? -1 : id.indexOf('.');
    return dot < 0 ? Optional.empty() : Optional.of(id.substring(dot + 1));
  }

  /**
   * @param call on whose account it is asked; null for none
   * @return the question as the agent gets it; null when there are too many
   */
  Buffer ask(Way way, Envelope question, Call call) {
    if (open.size() >= MOST) {
      return null;
    }
    String id = next++ + "." + node;
    open.put(id, new Open(way, question.id(), call));
    return question.splice().put(List.of(), "id", Json.encode(id)).done();
  }

  /** Hands the answer to the server; false when nobody waits for it. */
  boolean answer(Envelope reply) {
    String id = reply.text("id");
    Open asked = id == null ? null : open.remove(id);
    if (asked == null) {
      return false;
    }
    asked.way().post(reply.splice().put(List.of(), "id", asked.id()).toEnvelope());
    return true;
  }

  /** The call was answered: its questions are of no use. */
  void forget(Call call) {
    open.values().removeIf(asked -> asked.call() == call);
  }

  /** The agent will not answer: the server is told, or it would wait for ever. */
  void giveUp(Call call) {
    Iterator<Open> all = open.values().iterator();
    while (all.hasNext()) {
      Open asked = all.next();
      if (asked.call() == call) {
        all.remove();
        refuse(asked.way(), asked.id(), -32603, "the agent is gone");
      }
    }
  }

  void giveUpAll() {
    open.values().forEach(asked -> refuse(asked.way(), asked.id(), -32603, "the agent is gone"));
    open.clear();
  }

  static void refuse(Way way, String id, int code, String why) {
    way.post(
        Envelope.of(
            "{\"jsonrpc\":\"2.0\",\"id\":"
                + id
                + ",\"error\":{\"code\":"
                + code
                + ",\"message\":"
                + Json.encode(why)
                + "}}"));
  }
}
