package dev.omnibus.bridge;

import static org.junit.jupiter.api.Assertions.assertTrue;

import com.microsoft.playwright.Page;
import dev.omnibus.harness.Chromium;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The stock client in a page of a real Chromium, over each transport that is served; over the
 * WebSocket also deflated, which every browser offers.
 */
class StockClientDashboardIT {

  private static final Map<String, Path> FILES =
      Map.of(
          "/sockjs.js", Path.of("node_modules/sockjs-client/dist/sockjs.js"),
          "/client.js", Path.of("node_modules/@vertx/eventbus-bridge-client.js/vertx-eventbus.js"),
          "/script.js", Path.of("script.js"));

  private static final String HTML =
      "<!doctype html><script src=/sockjs.js></script><script src=/client.js></script>"
          + "<script src=/script.js></script>";

  private static final String RUN =
      """
      (options) => stockScript(EventBus, options, line => said(JSON.stringify(line)), good => {
        window.ended = good;
      })
      """;

  @TempDir static Path plainData;
  @TempDir static Path deflatedData;
  private static TestNode plain;
  private static TestNode deflated;
  private static Chromium chromium;

  @BeforeAll
  static void start() throws Exception {
    Chromium.assumeInstalled();
    BridgePeers.install();
    plain = node(plainData, new JsonObject());
    deflated = node(deflatedData, new JsonObject().put("compress", true));
    chromium = Chromium.launch();
  }

  /** A node whose port serves the page beside the bridge. */
  private static TestNode node(Path data, JsonObject limits) {
    TestNode node = new TestNode(data, limits);
    Router router = Router.router(node.vertx());
    node.bridge().routes().mount(router);
    router.get("/").handler(ctx -> ctx.response().putHeader("Content-Type", "text/html").end(HTML));
    FILES.forEach(
        (path, file) ->
            router
                .get(path)
                .handler(
                    ctx -> ctx.response().sendFile(BridgePeers.FOLDER.resolve(file).toString())));
    HttpServerOptions options = BridgeRoutes.options(new HttpServerOptions());
    node.use(
        TestNode.await(
            node.vertx().createHttpServer(options).requestHandler(router).listen(0, "127.0.0.1")));
    return node;
  }

  @AfterAll
  static void stop() {
    if (chromium != null) {
      chromium.close();
      plain.close();
      deflated.close();
    }
  }

  @ParameterizedTest
  @CsvSource({"websocket, false", "websocket, true", "xhr-streaming, false", "xhr-polling, false"})
  void a_page_with_the_stock_client_works_and_loses_and_doubles_nothing(
      String transport, boolean deflates) {
    TestNode node = deflates ? deflated : plain;
    String url = "http://127.0.0.1:" + node.port();
    Queue<JsonObject> lines = new ConcurrentLinkedQueue<>();
    try (Page page = chromium.browser().newPage()) {
      page.exposeFunction("said", words -> hear(node, lines, new JsonObject((String) words[0])));
      page.navigate(url + "/");
      page.evaluate(
          RUN,
          Map.of(
              "url",
              url + "/eventbus?token=" + node.token("ann"),
              "transport",
              transport,
              "half",
              StockScript.HALF,
              "all",
              StockScript.ALL));
      page.setDefaultTimeout(60_000); // the script gives up before
      page.waitForFunction("() => window.ended !== undefined");
      assertTrue((boolean) page.evaluate("() => window.ended"), lines.toString());
    }
    StockScript.assertPassed(List.copyOf(lines));
  }

  private static Object hear(TestNode node, Queue<JsonObject> lines, JsonObject line) {
    lines.add(line);
    StockScript.heard(node, line);
    return null;
  }
}
