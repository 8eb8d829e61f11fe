package dev.omnibus.bridge;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.omnibus.bus.Addresses;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Sockets on several event loops, behind one hub. */
class SeveralLoopsBridgeIT {

  /** One of several servers on one port. */
  private static final class Server extends VerticleBase {
    private final TestNode node;
    private final int port;
    private HttpServer server;

    Server(TestNode node, int port) {
      this.node = node;
      this.port = port;
    }

    @Override
    public Future<?> start() {
      Router router = Router.router(vertx);
      node.bridge().routes().mount(router);
      server = vertx.createHttpServer(BridgeRoutes.options(new HttpServerOptions()));
      // A negative port is one that all instances share.
      return server.requestHandler(router).listen(port, "127.0.0.1").onSuccess(node::use);
    }
  }

  @Test
  void every_socket_hears_everything_once_and_in_order(@TempDir Path data) {
    try (TestNode node = new TestNode(data, new JsonObject())) {
      TestNode.await(
          node.vertx()
              .deployVerticle(() -> new Server(node, -1), new DeploymentOptions().setInstances(3)));
      List<TestSocket> sockets =
          IntStream.range(0, 6).mapToObj(n -> TestSocket.bus(node, "ann")).toList();
      sockets.forEach(s -> s.register(Addresses.EVENT_SERVER_STATUS, null).notice("registered"));
      IntStream.range(0, 300).forEach(n -> node.tell("files", "info", n));
      List<Integer> expected = IntStream.range(0, 300).boxed().toList();
      sockets.forEach(socket -> assertEquals(expected, socket.numbers(300)));
      sockets.forEach(TestSocket::close);
    }
  }
}
