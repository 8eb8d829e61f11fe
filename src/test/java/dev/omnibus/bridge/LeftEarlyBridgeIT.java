package dev.omnibus.bridge;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.omnibus.access.Caller;
import dev.omnibus.bridge.socket.SocketDoor;
import dev.omnibus.bus.Failure;
import dev.omnibus.harness.RawHttp;
import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import io.vertx.core.Promise;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A client that goes while it is looked up who it is, as many do of those who come in a burst. */
class LeftEarlyBridgeIT {

  private static final JsonObject ONE_SEAT = new JsonObject().put("socketsPerUser", 1);

  private final Promise<Throwable> refused = Promise.promise();

  @TempDir Path data;

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
  void it_takes_no_seat() throws IOException {
    try (TestNode node = new TestNode(data, new JsonObject())) {
      Caller ann = TestNode.await(node.access().tokens().verifyAccess(node.token("ann")));
      SocketDoor door = node.door(ONE_SEAT);
      node.serve(request -> take(node, door, ann, request));
      try (Socket socket = new Socket("127.0.0.1", node.port())) {
        socket.getOutputStream().write(RawHttp.handshake(node.port(), "/", List.of()));
      }
      Throwable why = TestNode.await(refused.future());
      assertEquals(Failure.UNAVAILABLE, Failure.behind(why).failure());
      TestNode.await(TestSocket.attempt(node, "/", MultiMap.caseInsensitiveMultiMap())).close();
    }
  }

  @Test
  void nor_does_an_upgrade_with_a_body_of_which_nobody_knows_how_long_it_is() throws IOException {
    try (TestNode node = new TestNode(data, ONE_SEAT)) {
      byte[] upgrade = node.handshake(node.token("ann"), "Transfer-Encoding: chunked");
      try (Socket socket = new Socket("127.0.0.1", node.port())) {
        socket.getOutputStream().write(upgrade);
        String head = new String(socket.getInputStream().readNBytes(12), StandardCharsets.US_ASCII);
        assertEquals("HTTP/1.1 400", head);
      }
      TestSocket.bus(node, "ann").close();
    }
  }
}
