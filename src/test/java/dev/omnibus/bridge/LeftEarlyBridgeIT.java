package dev.omnibus.bridge;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.omnibus.access.Caller;
import dev.omnibus.bridge.socket.BridgeCounters;
import dev.omnibus.bridge.socket.Connections;
import dev.omnibus.bridge.socket.Seats;
import dev.omnibus.bridge.socket.SocketDoor;
import dev.omnibus.bridge.socket.SocketTrail;
import dev.omnibus.bus.Failure;
import dev.omnibus.config.BridgeConfig;
import dev.omnibus.trail.AuditTrail;
import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import io.vertx.core.Promise;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A client that goes while it is looked up who it is, as many do of those who come in a burst. */
class LeftEarlyBridgeIT {

  private static final String UPGRADE =
      "GET / HTTP/1.1\r\nHost: x\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
          + "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n\r\n";

  private final Promise<Throwable> refused = Promise.promise();

  @TempDir Path data;

  private static SocketDoor door(TestNode node) {
    BridgeConfig config = BridgeConfig.fromJson(new JsonObject().put("socketsPerUser", 1));
    BridgeCounters counters = new BridgeCounters();
    SocketTrail trail = new SocketTrail(new AuditTrail(), counters, Clock.systemUTC());
    return new SocketDoor(
        node.vertx(),
        config,
        new Connections(config, counters, trail, Clock.systemUTC()),
        node.access().tokens(),
        node.access().events(),
        new Seats(config));
  }

  /** The first one is let in when it is gone. */
  private Future<Void> take(TestNode node, SocketDoor door, Caller ann, HttpServerRequest request) {
    if (refused.future().isComplete()) {
      return door.raw(request, ann, connection -> new Mute());
    }
    request.pause();
    request
        .connection()
        .closeHandler(
            gone ->
                node.vertx()
                    .runOnContext(
                        later ->
                            door.raw(request, ann, connection -> new Mute())
                                .onFailure(refused::complete)));
    return Future.succeededFuture();
  }

  @Test
  void nor_does_an_upgrade_with_a_body_of_which_nobody_knows_how_long_it_is() throws IOException {
    try (TestNode node = new TestNode(data, new JsonObject().put("socketsPerUser", 1))) {
      String upgrade =
          UPGRADE
              .replace("GET / ", "GET /eventbus/websocket?token=" + node.token("ann") + " ")
              .replace("Host: x", "Host: x\r\nTransfer-Encoding: chunked");
      try (Socket socket = new Socket("127.0.0.1", node.port())) {
        socket.getOutputStream().write(upgrade.getBytes(StandardCharsets.US_ASCII));
        String head = new String(socket.getInputStream().readNBytes(12), StandardCharsets.US_ASCII);
        assertEquals("HTTP/1.1 400", head);
      }
      TestSocket.bus(node, "ann").close();
    }
  }

  @Test
  void it_takes_no_seat() throws IOException {
    try (TestNode node = new TestNode(data, new JsonObject())) {
      Caller ann = TestNode.await(node.access().tokens().verifyAccess(node.token("ann")));
      SocketDoor door = door(node);
      HttpServer server =
          node.vertx().createHttpServer().requestHandler(request -> take(node, door, ann, request));
      node.use(TestNode.await(server.listen(0, "127.0.0.1")));
      try (Socket socket = new Socket("127.0.0.1", node.port())) {
        socket.getOutputStream().write(UPGRADE.getBytes(StandardCharsets.US_ASCII));
      }
      Throwable why = TestNode.await(refused.future());
      assertEquals(Failure.UNAVAILABLE, Failure.behind(why).failure());
      TestNode.await(TestSocket.attempt(node, "/", MultiMap.caseInsensitiveMultiMap())).close();
    }
  }
}
