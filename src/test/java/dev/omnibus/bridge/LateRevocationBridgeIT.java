package dev.omnibus.bridge;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.omnibus.access.Caller;
import dev.omnibus.bridge.socket.BridgeCounters;
import dev.omnibus.bridge.socket.Connections;
import dev.omnibus.bridge.socket.Seats;
import dev.omnibus.bridge.socket.SocketDoor;
import dev.omnibus.bridge.socket.SocketTrail;
import dev.omnibus.config.BridgeConfig;
import dev.omnibus.trail.AuditTrail;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpServer;
import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import java.time.Clock;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A session that ends between the proof and the opening of a socket. */
class LateRevocationBridgeIT {

  @TempDir Path data;

  private static Connections connections(BridgeConfig config) {
    BridgeCounters counters = new BridgeCounters();
    SocketTrail trail = new SocketTrail(new AuditTrail(), counters, Clock.systemUTC());
    return new Connections(config, counters, trail, Clock.systemUTC());
  }

  @Test
  void a_socket_of_a_session_that_ended_meanwhile_is_closed() {
    try (TestNode node = new TestNode(data, new JsonObject())) {
      String token = node.token("ann");
      Caller late = TestNode.await(node.access().tokens().verifyAccess(token));
      TestNode.await(node.access().tokens().end(token));
      BridgeConfig config = BridgeConfig.fromJson(new JsonObject());
      SocketDoor door =
          new SocketDoor(
              node.vertx(),
              config,
              connections(config),
              node.access().tokens(),
              node.access().events(),
              new Seats(config));
      HttpServer server =
          node.vertx()
              .createHttpServer()
              .requestHandler(request -> door.raw(request, late, connection -> new Mute()));
      node.use(TestNode.await(server.listen(0, "127.0.0.1")));
      TestSocket socket =
          TestNode.await(TestSocket.attempt(node, "/", MultiMap.caseInsensitiveMultiMap()));
      assertEquals(4401, socket.closeCode());
    }
  }
}
