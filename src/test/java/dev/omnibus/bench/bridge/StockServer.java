package dev.omnibus.bench.bridge;

import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.bridge.PermittedOptions;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.handler.sockjs.SockJSBridgeOptions;
import io.vertx.ext.web.handler.sockjs.SockJSHandler;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * The event-bus bridge that comes with vertx-web, as its documentation shows it, but without
 * compression and without its ten seconds after which it closes who does not ping: on the same
 * number of event loops, without meters and without any access check. Prints its port.
 */
public final class StockServer {

  private static final CompletableFuture<Integer> PORT = new CompletableFuture<>();

  private static final long PATIENCE_MILLIS = 3_600_000;

  private StockServer() {}

  private static final class Server extends VerticleBase {
    private final boolean deflates;
    private HttpServer server;

    Server(boolean deflates) {
      this.deflates = deflates;
    }

    @Override
    public Future<?> start() {
      PermittedOptions events = new PermittedOptions().setAddressRegex("event\\..+");
      Router router = Router.router(vertx);
      router
          .route("/eventbus/*")
          .subRouter(
              SockJSHandler.create(vertx)
                  .bridge(
                      new SockJSBridgeOptions()
                          .setPingTimeout(PATIENCE_MILLIS)
                          .addOutboundPermitted(events)));
      HttpServerOptions plain =
          new HttpServerOptions()
              .setPerMessageWebSocketCompressionSupported(deflates)
              .setWebSocketAllowServerNoContext(true)
              .setPerFrameWebSocketCompressionSupported(false);
      server = vertx.createHttpServer(plain).requestHandler(router);
      return server
          .listen(-1, "127.0.0.1")
          .onSuccess(listening -> PORT.complete(listening.actualPort()));
    }
  }

  public static void main(String[] args) throws Exception {
    Vertx vertx = Vertx.vertx();
    boolean deflates = args[0].equals(Speech.RAW_DEFLATED.name());
    vertx
        .deployVerticle(
            () -> new Server(deflates), new DeploymentOptions().setInstances(BridgeNode.LOOPS))
        .toCompletionStage()
        .toCompletableFuture()
        .get(20, TimeUnit.SECONDS);
    System.out.println(PORT.get());
    long[] seq = new long[1];
    new Source(
            (address, group, text) ->
                vertx.eventBus().publish(own(address, group), envelope(++seq[0], text)),
            line -> "")
        .serve();
    System.exit(0);
  }

  /** It knows no filters, so a group has an address of its own. */
  static String own(String address, String group) {
    return group == null ? address : address + "." + group;
  }

  static JsonObject envelope(long seq, String text) {
    return new JsonObject()
        .put("type", "bench")
        .put("at", Instant.now().toString())
        .put("node", "bench@000001")
        .put("seq", seq)
        .put("severity", "info")
        .put("data", new JsonObject().put("server", "files").put("text", text));
  }
}
