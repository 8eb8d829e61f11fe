package dev.omnibus.app;

import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.time.Duration;

/**
 * The second port, for machines: {@code /health/live}, {@code /health/ready} and {@code /metrics}.
 * It knows no room.
 */
final class OpsVerticle extends VerticleBase {

  private static final String PROMETHEUS_TEXT = "text/plain; version=0.0.4; charset=utf-8";

  private static final Duration HEAD = Duration.ofSeconds(10);

  private final String host;
  private final int port;
  private final Readiness readiness;
  private final PrometheusMeterRegistry meters;
  private HttpServer server;

  OpsVerticle(String host, int port, Readiness readiness, PrometheusMeterRegistry meters) {
    this.host = host;
    this.port = port;
    this.readiness = readiness;
    this.meters = meters;
  }

  @Override
  public Future<?> start() {
    Router router = Router.router(vertx);
    router.get("/health/live").handler(OpsVerticle::live);
    router.get("/health/ready").handler(this::ready);
    router.get("/metrics").handler(this::metrics);
    server =
        vertx
            .createHttpServer(new HttpServerOptions().setHttp2ClearTextEnabled(false))
            .connectionHandler(connection -> HeadDeadline.hold(connection, HEAD))
            .requestHandler(router);
    return server.listen(port, host);
  }

  /** The port it listens on; differs from the wanted one when that was 0. */
  int port() {
    return server.actualPort();
  }

  private static void live(RoutingContext context) {
    context.json(new JsonObject().put("status", "up"));
  }

  private void ready(RoutingContext context) {
    context.response().setStatusCode(readiness.isReady() ? 200 : 503);
    context.json(readiness.toJson());
  }

  private void metrics(RoutingContext context) {
    context.response().putHeader(HttpHeaders.CONTENT_TYPE, PROMETHEUS_TEXT).end(meters.scrape());
  }
}
