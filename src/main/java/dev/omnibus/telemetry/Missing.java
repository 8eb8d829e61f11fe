package dev.omnibus.telemetry;

import dev.omnibus.bus.BusException;
import dev.omnibus.bus.Failure;
import dev.omnibus.cluster.NodeId;
import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.Optional;

/**
 * What is not in an answer that all nodes were asked for: {@code [{"node":"n2","why":".."}]}. For
 * one thread.
 */
public final class Missing {

  /** What is in a store that is away. */
  public static final String STORE = "its store can't be read now";

  private final JsonArray nodes = new JsonArray();

  /**
   * What a node told; empty when it failed, which is noted. What is too much for one of them is too
   * much: TOO_LARGE.
   */
  public <T> Optional<T> told(NodeId node, Future<T> answer) {
    if (answer.succeeded()) {
      return Optional.of(answer.result());
    }
    BusException why = Failure.behind(answer.cause());
    if (why.failure() == Failure.TOO_LARGE) {
      throw why;
    }
    add(node, answer.cause().getMessage());
    return Optional.empty();
  }

  /**
   * @param why what of a node is missing; null for nothing
   */
  public void add(NodeId node, String why) {
    if (why != null) {
      nodes.add(new JsonObject().put("node", node.name()).put("why", why));
    }
  }

  public JsonArray toJson() {
    return nodes;
  }
}
