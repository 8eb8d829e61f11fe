package dev.omnibus.app;

import io.vertx.core.http.HttpMethod;
import io.vertx.core.net.SocketAddress;
import io.vertx.core.spi.metrics.HttpServerMetrics;
import io.vertx.core.spi.observability.HttpRequest;
import io.vertx.core.spi.observability.HttpResponse;

/**
 * Meters of an HTTP server that pass over the requests of agents: looking up five meters by their
 * labels would cost a good part of such a request.
 */
record QuietServer<R, W>(HttpServerMetrics<R, W> all) implements HttpServerMetrics<R, W> {

  private static final String AGENTS = "/mcp";

  @Override
  public R requestBegin(SocketAddress remote, HttpRequest request) {
    return isOfAgent(request.uri()) ? null : all.requestBegin(remote, request);
  }

  static boolean isOfAgent(String uri) {
    return uri.startsWith(AGENTS)
        && (uri.length() == AGENTS.length() || "/?".indexOf(uri.charAt(AGENTS.length())) >= 0);
  }

  @Override
  public void requestEnd(R metric, HttpRequest request, long bytes) {
    if (metric != null) {
      all.requestEnd(metric, request, bytes);
    }
  }

  @Override
  public void requestReset(R metric) {
    if (metric != null) {
      all.requestReset(metric);
    }
  }

  @Override
  public void requestUpgraded(R metric) {
    if (metric != null) {
      all.requestUpgraded(metric);
    }
  }

  @Override
  public void requestRouted(R metric, String route) {
    if (metric != null) {
      all.requestRouted(metric, route);
    }
  }

  @Override
  public void responseBegin(R metric, HttpResponse response) {
    if (metric != null) {
      all.responseBegin(metric, response);
    }
  }

  @Override
  public void responseEnd(R metric, HttpResponse response, long bytes) {
    if (metric != null) {
      all.responseEnd(metric, response, bytes);
    }
  }

  @Override
  public R responsePushed(
      SocketAddress remote, HttpMethod method, String uri, HttpResponse response) {
    return all.responsePushed(remote, method, uri, response);
  }

  @Override
  public W connected(HttpRequest request) {
    return all.connected(request);
  }

  @Override
  public void disconnected(W socket) {
    all.disconnected(socket);
  }

  @Override
  public void close() {
    all.close();
  }
}
