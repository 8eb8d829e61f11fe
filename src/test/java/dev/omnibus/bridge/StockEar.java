package dev.omnibus.bridge;

import dev.omnibus.bus.Addresses;
import io.vertx.core.MultiMap;
import io.vertx.core.Vertx;
import io.vertx.core.http.WebSocketConnectOptions;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/** A socket that speaks the stock protocol, as somebody writes it by hand, and what it got. */
final class StockEar implements PartedEar {

  private final Vertx vertx;
  private final String token;
  private final Account account;

  /** The state of the world: how many events each node told. */
  private final Supplier<Map<String, Integer>> world;

  private TestSocket socket;
  private int asked;
  private JsonObject answer;

  StockEar(Vertx vertx, String token, Account account, Supplier<Map<String, Integer>> world) {
    this.vertx = vertx;
    this.token = token;
    this.account = account;
    this.world = world;
  }

  /** Comes to a node for the first time. */
  StockEar come(BridgeProcess node) {
    connect(node);
    register(new JsonObject());
    return this;
  }

  /** Its node is dead: goes on at another one, where it was told to have stopped. */
  void goOn(BridgeProcess node) {
    socket.closeCode();
    read();
    connect(node);
    JsonObject registered = register(new JsonObject().put("since", account.cursor()));
    if (!registered.getBoolean("recovered")) {
      account.snapshot(world.get());
    }
  }

  private void connect(BridgeProcess node) {
    MultiMap headers = MultiMap.caseInsensitiveMultiMap().add("Authorization", "Bearer " + token);
    WebSocketConnectOptions options =
        new WebSocketConnectOptions().setURI("/eventbus/websocket").setHeaders(headers);
    socket = TestNode.await(TestSocket.attempt(vertx, node.port(), options));
  }

  private JsonObject register(JsonObject headers) {
    return socket.register(LoneBridge.ADDRESS, headers).notice("registered");
  }

  @Override
  public Account account() {
    read();
    return account;
  }

  private void read() {
    socket.rest().forEach(this::take);
  }

  private void take(JsonObject frame) {
    if (LoneBridge.ADDRESS.equals(frame.getString("address"))) {
      account.event(frame.getJsonObject("body"));
    } else if ("gap".equals(frame.getString("event"))) {
      JsonObject gap = frame.getJsonObject("message");
      account.gap(gap.getString("node"), gap.getLong("last"));
    } else if (("r" + asked).equals(frame.getString("address"))) {
      answer = frame;
    }
  }

  @Override
  public List<String> callTheRoll() {
    asked++;
    answer = null;
    socket.send(
        new JsonObject()
            .put("type", "send")
            .put("address", Addresses.QUERY_NODE_LIST)
            .put("replyAddress", "r" + asked)
            .put("body", new JsonObject()));
    Await.until(
        "an answer to " + account,
        () -> {
          read();
          return answer != null;
        });
    return answer.getString("type").equals("err")
        ? List.of(answer.getString("message"))
        : RollCall.ids(answer.getJsonObject("body"));
  }

  @Override
  public void close() {
    socket.close();
  }
}
