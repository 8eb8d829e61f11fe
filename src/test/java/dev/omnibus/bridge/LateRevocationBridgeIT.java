package dev.omnibus.bridge;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.omnibus.access.Caller;
import dev.omnibus.bridge.socket.SocketDoor;
import io.vertx.core.MultiMap;
import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A session that ends between the proof and the opening of a socket. */
class LateRevocationBridgeIT {

  @TempDir Path data;

  @Test
  void a_socket_of_a_session_that_ended_meanwhile_is_closed() {
    try (TestNode node = new TestNode(data, new JsonObject())) {
      String token = node.token("ann");
      Caller late = TestNode.await(node.access().tokens().verifyAccess(token));
      TestNode.await(node.access().tokens().end(token));
      SocketDoor door = node.door(new JsonObject());
      node.serve(request -> door.raw(request, late, connection -> new Mute()));
      TestSocket socket =
          TestNode.await(TestSocket.attempt(node, "/", MultiMap.caseInsensitiveMultiMap()));
      assertEquals(4401, socket.closeCode());
    }
  }
}
