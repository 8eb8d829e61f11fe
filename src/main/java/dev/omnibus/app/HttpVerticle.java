package dev.omnibus.app;

import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.ext.web.Router;
import java.util.List;
import java.util.function.Consumer;

/** The one port of a node. It mounts what the rooms offer, in their order, and decides nothing. */
final class HttpVerticle extends VerticleBase {

  private final HttpServerOptions options;
  private final List<Consumer<Router>> faces;
  private HttpServer server;

  HttpVerticle(HttpServerOptions options, List<Consumer<Router>> faces) {
    this.options = options;
    this.faces = faces;
  }

  @Override
  public Future<?> start() {
    Router router = Router.router(vertx);
    faces.forEach(face -> face.accept(router));
    server = vertx.createHttpServer(options).requestHandler(router);
    return server.listen();
  }

  /** The port it listens on; differs from the wanted one when that was 0. */
  int port() {
    return server.actualPort();
  }
}
