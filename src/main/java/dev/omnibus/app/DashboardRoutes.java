package dev.omnibus.app;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.Route;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.NoSuchFileException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Serves the bundled dashboard from the class path ({@code web/}): the page at {@code /}, what it
 * needs below {@code /app/}, the client for other pages and programs below {@code /client/}. Where
 * one is on the page stands behind the {@code #}, so no other path leads here. It knows nothing of
 * who is signed in: the page itself holds no data.
 */
public final class DashboardRoutes {

  private static final Logger LOG = LoggerFactory.getLogger(DashboardRoutes.class);

  /** Nothing from elsewhere, nothing inline, in nobody's frame. */
  static final String CONTENT_SECURITY_POLICY =
      "default-src 'self'; connect-src 'self' ws: wss:; img-src 'self' data:; media-src 'self' data:; object-src 'none';"
          + " base-uri 'none'; form-action 'self'; frame-ancestors 'none'";

  private final Vertx vertx;
  private final Map<String, DashboardFile> files = new ConcurrentHashMap<>();

  public DashboardRoutes(Vertx vertx) {
    this.vertx = vertx;
  }

  /** Adds the routes of the dashboard. */
  public void mount(Router router) {
    get(router, "/").handler(context -> serve(context, "index.html"));
    get(router, "/icon.svg").handler(context -> serve(context, "icon.svg"));
    get(router, "/app/:name").handler(context -> serveNamed(context, "app/"));
    get(router, "/app/assets/:name").handler(context -> serveNamed(context, "app/assets/"));
    get(router, "/client/:name").handler(this::serveClient);
  }

  private static Route get(Router router, String path) {
    return router.route(HttpMethod.GET, path).method(HttpMethod.HEAD);
  }

  /** Pages of other origins may load the client; whether it gets a ticket is decided elsewhere. */
  private void serveClient(RoutingContext context) {
    context.response().putHeader(HttpHeaders.ACCESS_CONTROL_ALLOW_ORIGIN, "*");
    serveNamed(context, "client/");
  }

  private void serveNamed(RoutingContext context, String folder) {
    String name = context.pathParam("name");
    if (DashboardFile.isName(name)) {
      serve(context, folder + name);
    } else {
      context.next();
    }
  }

  private void serve(RoutingContext context, String path) {
    file(path)
        .onSuccess(file -> answer(context, file))
        .onFailure(
            missing -> {
              LOG.debug("dashboard file={} missing", path, missing);
              context.next();
            });
  }

  private Future<DashboardFile> file(String path) {
    DashboardFile known = files.get(path);
    if (known != null) {
      return Future.succeededFuture(known);
    }
    return vertx
        .executeBlocking(() -> bundled(path), false)
        .map(content -> DashboardFile.of(path, content))
        .onSuccess(file -> files.put(path, file));
  }

  private static Buffer bundled(String path) throws IOException {
    try (InputStream file = DashboardRoutes.class.getResourceAsStream("/web/" + path)) {
      if (file == null) {
        throw new NoSuchFileException(path);
      }
      return Buffer.buffer(file.readAllBytes());
    }
  }

  private static void answer(RoutingContext context, DashboardFile file) {
    HttpServerResponse response = context.response();
    response
        .putHeader("Content-Security-Policy", CONTENT_SECURITY_POLICY)
        .putHeader("X-Content-Type-Options", "nosniff")
        .putHeader("Referrer-Policy", "no-referrer")
        .putHeader(HttpHeaders.CACHE_CONTROL, file.cacheControl())
        .putHeader(HttpHeaders.ETAG, file.etag());
    if (file.etag().equals(context.request().getHeader(HttpHeaders.IF_NONE_MATCH))) {
      response.setStatusCode(304).end().onFailure(DashboardRoutes::gone);
      return;
    }
    response.putHeader(HttpHeaders.CONTENT_TYPE, file.type());
    if (context.request().method() == HttpMethod.HEAD) {
      response.putHeader(HttpHeaders.CONTENT_LENGTH, String.valueOf(file.content().length()));
      response.end().onFailure(DashboardRoutes::gone);
    } else {
      response.end(file.content()).onFailure(DashboardRoutes::gone);
    }
  }

  private static void gone(Throwable cause) {
    LOG.debug("dashboard reader gone", cause);
  }
}
