package dev.omnibus.bridge.socket;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.omnibus.bridge.BridgeRoutes;
import dev.omnibus.config.BridgeConfig;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * Autobahn's cases of RFC 6455 against an echo on the frame handlers of the bridge. Left out are
 * those that measure speed with messages above our limit (9); those about compression (12, 13) this
 * suite does not have ({@link DeflatedEchoBridgeIT}).
 */
class AutobahnBridgeIT {

  private static final Set<String> GOOD = Set.of("OK", "INFORMATIONAL", "NON_STRICT");
  private static final int CASES = 247;

  private final Vertx vertx = Vertx.vertx();
  private HttpServer server;

  private int serve(JsonObject limits) throws Exception {
    BridgeConfig config = BridgeConfig.fromJson(limits);
    server =
        vertx
            .createHttpServer(BridgeRoutes.options(new HttpServerOptions()))
            .requestHandler(
                request -> EchoEar.open(request, config.maxMessageBytes(), config.compress()))
            .listen(0, "127.0.0.1")
            .toCompletionStage()
            .toCompletableFuture()
            .get(60, TimeUnit.SECONDS);
    return server.actualPort();
  }

  @AfterEach
  void stop() throws Exception {
    vertx.close().toCompletionStage().toCompletableFuture().get(60, TimeUnit.SECONDS);
  }

  @Test
  void no_case_of_autobahn_fails() throws Exception {
    List<String> results = Autobahn.run("ws://127.0.0.1:" + serve(new JsonObject()), "*");
    assertEquals(List.of(), results.stream().filter(AutobahnBridgeIT::failed).toList());
    assertEquals(CASES, results.size());
  }

  private static boolean failed(String result) {
    String[] words = result.split(" ");
    return !GOOD.contains(words[1]) || !GOOD.contains(words[2]);
  }
}
