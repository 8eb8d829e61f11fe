package dev.omnibus.app;

import dev.omnibus.bus.Failure;
import dev.omnibus.gateway.Front;
import dev.omnibus.gateway.Gateway;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;

/** The one port of a node. It mounts what the rooms offer, in their order, and decides nothing. */
final class HttpVerticle extends VerticleBase {

  private final HttpServerOptions options;
  private final Duration head;
  private final List<Consumer<Router>> faces;
  private final Gateway gateway;
  private HttpServer server;

  /**
   * @param head how long the head of a request may take
   */
  HttpVerticle(
      HttpServerOptions options, Duration head, List<Consumer<Router>> faces, Gateway gateway) {
    this.options = options;
    this.head = head;
    this.faces = faces;
    this.gateway = gateway;
  }

  @Override
  public Future<?> start() {
    Router router = Router.router(vertx);
    faces.forEach(face -> face.accept(router));
    router.errorHandler(404, HttpVerticle::nothingHere);
    Front agents = gateway.onLoop();
    server =
        vertx
            .createHttpServer(options)
            .connectionHandler(connection -> HeadDeadline.hold(connection, head))
            .requestHandler(
                request -> {
                  if (Gateway.takes(request)) {
                    agents.handle(request);
                  } else {
                    router.handle(request);
                  }
                });
    return server.listen();
  }

  private static void nothingHere(RoutingContext context) {
    int code = Failure.NOT_FOUND.code();
    JsonObject error = new JsonObject().put("code", code).put("message", "there is nothing here");
    context.response().setStatusCode(code);
    context.json(new JsonObject().put("error", error));
  }

  /** The port it listens on; differs from the wanted one when that was 0. */
  int port() {
    return server.actualPort();
  }
}
