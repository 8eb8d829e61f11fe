package dev.omnibus.bridge;

import dev.omnibus.bus.Addresses;
import dev.omnibus.bus.Bus;
import dev.omnibus.bus.Request;
import dev.omnibus.cluster.NodeId;
import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.List;

/**
 * Answers {@code query.node.list} by asking every live node at an address of its own, as the rooms
 * do that ask all nodes; fails when one of them does not answer.
 */
final class RollCall {

  private static final String HERE = "test.here";
  private static final Duration PATIENCE = Duration.ofSeconds(2);

  private final TestNode node;
  private final Bus bus;

  private RollCall(TestNode node) {
    this.node = node;
    this.bus = node.bus();
  }

  static void open(TestNode node) {
    RollCall roll = new RollCall(node);
    node.bus().answer(Addresses.QUERY_NODE_LIST, roll::call);
    TestNode.await(node.bus().answerNode(HERE, roll::here).completion());
  }

  private Future<JsonObject> here(Request request) {
    return Future.succeededFuture(new JsonObject().put("id", bus.node()));
  }

  private Future<JsonObject> call(Request request) {
    List<Future<JsonObject>> answers =
        node.membership().live().stream().map(NodeId::toString).map(this::ask).toList();
    return Future.all(answers)
        .map(all -> new JsonObject().put("nodes", new JsonArray(all.<JsonObject>list())));
  }

  private Future<JsonObject> ask(String id) {
    return bus.askNode(id, HERE, new JsonObject(), null, PATIENCE);
  }

  /** Who was there, of an answer. */
  static List<String> ids(JsonObject answer) {
    return answer.getJsonArray("nodes").stream()
        .map(one -> ((JsonObject) one).getString("id"))
        .sorted()
        .toList();
  }
}
