package dev.omnibus.app;

import dev.omnibus.config.HttpConfig;
import dev.omnibus.gateway.Gateway;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.ext.web.Router;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;

/** The one port of a node on all its event loops, each with a verticle of its own. */
final class HttpLoops {

  private final HttpConfig config;
  private final HttpServerOptions options;
  private final Supplier<List<Consumer<Router>>> faces;
  private final Gateway gateway;
  private final List<HttpVerticle> verticles = new ArrayList<>();

  HttpLoops(
      HttpConfig config,
      HttpServerOptions options,
      Supplier<List<Consumer<Router>>> faces,
      Gateway gateway) {
    this.config = config;
    this.options = options;
    this.faces = faces;
    this.gateway = gateway;
  }

  /** The first one finds the port; the others share it. */
  Future<?> open(Function<VerticleBase, Future<?>> deploy) {
    return deploy
        .apply(another(options))
        .compose(
            done -> {
              HttpServerOptions same = new HttpServerOptions(options).setPort(port());
              List<Future<?>> others = new ArrayList<>();
              for (int i = 1; i < config.loops(); i++) {
                others.add(deploy.apply(another(same)));
              }
              return Future.join(others);
            });
  }

  private HttpVerticle another(HttpServerOptions its) {
    HttpVerticle verticle = new HttpVerticle(its, config.head(), faces.get(), gateway);
    verticles.add(verticle);
    return verticle;
  }

  List<HttpVerticle> verticles() {
    return List.copyOf(verticles);
  }

  int port() {
    return verticles.get(0).port();
  }
}
