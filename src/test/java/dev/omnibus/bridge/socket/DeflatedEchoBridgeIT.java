package dev.omnibus.bridge.socket;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.omnibus.bridge.BridgePeers;
import dev.omnibus.bridge.BridgeRoutes;
import dev.omnibus.config.BridgeConfig;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * What Autobahn's groups 12 and 13 ask, by {@code ws}: messages of many sizes, whole and in
 * fragments, under each kind of offer, come back as they were.
 */
class DeflatedEchoBridgeIT {

  private static final int LARGEST = 131_072;
  private final Vertx vertx = Vertx.vertx();
  private HttpServer server;

  @BeforeEach
  void start() throws Exception {
    BridgePeers.install();
    BridgeConfig config = BridgeConfig.fromJson(new JsonObject().put("maxMessageBytes", LARGEST));
    server =
        vertx
            .createHttpServer(BridgeRoutes.options(new HttpServerOptions()))
            .requestHandler(request -> EchoEar.open(request, config.maxMessageBytes(), true))
            .listen(0, "127.0.0.1")
            .toCompletionStage()
            .toCompletableFuture()
            .get(60, TimeUnit.SECONDS);
  }

  @AfterEach
  void stop() throws Exception {
    vertx.close().toCompletionStage().toCompletableFuture().get(60, TimeUnit.SECONDS);
  }

  @Test
  void messages_come_back_as_they_were_under_each_offer() throws Exception {
    List<String> lines =
        BridgePeers.run(line -> {}, "echo.cjs", "ws://127.0.0.1:" + server.actualPort());
    assertEquals(
        List.of(
            "any: permessage-deflate, 96 of 96 came back",
            "no contexts: permessage-deflate, 96 of 96 came back",
            "small windows of the client: permessage-deflate, 96 of 96 came back",
            "small windows of the server: nothing, 96 of 96 came back"),
        lines);
  }
}
