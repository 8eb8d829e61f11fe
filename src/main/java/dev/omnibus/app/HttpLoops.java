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

  /** All share one port; the first one says whether it is to be had. */
  Future<?> open(Function<VerticleBase, Future<?>> deploy) {
    if (options.getPort() == 0) {
      options.setPort(Ports.free(options.getHost()));
    }
    return deploy
        .apply(another())
        .compose(
            done -> {
              List<Future<?>> others = new ArrayList<>();
              for (int i = 1; i < config.loops(); i++) {
                others.add(deploy.apply(another()));
              }
              return Future.join(others);
            });
  }

  private HttpVerticle another() {
    HttpVerticle verticle = new HttpVerticle(options, config.head(), faces.get(), gateway);
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
