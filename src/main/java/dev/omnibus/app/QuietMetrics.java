package dev.omnibus.app;

import io.vertx.core.Vertx;
import io.vertx.core.datagram.DatagramSocketOptions;
import io.vertx.core.http.HttpClientConfig;
import io.vertx.core.http.HttpServerConfig;
import io.vertx.core.net.QuicEndpointConfig;
import io.vertx.core.net.SocketAddress;
import io.vertx.core.net.TcpClientConfig;
import io.vertx.core.net.TcpServerConfig;
import io.vertx.core.spi.metrics.ClientMetrics;
import io.vertx.core.spi.metrics.DatagramSocketMetrics;
import io.vertx.core.spi.metrics.EventBusMetrics;
import io.vertx.core.spi.metrics.HttpClientMetrics;
import io.vertx.core.spi.metrics.HttpServerMetrics;
import io.vertx.core.spi.metrics.PoolMetrics;
import io.vertx.core.spi.metrics.TransportMetrics;
import io.vertx.core.spi.metrics.VertxMetrics;

/** Vert.x's own meters, but for the requests of agents: the gateway counts those itself. */
record QuietMetrics(VertxMetrics all) implements VertxMetrics {

  @Override
  public HttpServerMetrics<?, ?> createHttpServerMetrics(
      HttpServerConfig config, SocketAddress tcp, SocketAddress udp) {
    HttpServerMetrics<?, ?> metrics = all.createHttpServerMetrics(config, tcp, udp);
    return metrics == null ? null : new QuietServer<>(metrics);
  }

  @Override
  public EventBusMetrics<?> createEventBusMetrics() {
    return all.createEventBusMetrics();
  }

  @Override
  public ClientMetrics<?, ?, ?> createClientMetrics(
      SocketAddress remote, String type, String namespace) {
    return all.createClientMetrics(remote, type, namespace);
  }

  @Override
  public HttpClientMetrics<?, ?> createHttpClientMetrics(HttpClientConfig config) {
    return all.createHttpClientMetrics(config);
  }

  @Override
  public TransportMetrics<?> createTcpServerMetrics(
      TcpServerConfig config, String protocol, SocketAddress local) {
    return all.createTcpServerMetrics(config, protocol, local);
  }

  @Override
  public TransportMetrics<?> createTcpClientMetrics(TcpClientConfig config, String protocol) {
    return all.createTcpClientMetrics(config, protocol);
  }

  @Override
  public TransportMetrics<?> createQuicEndpointMetrics(
      QuicEndpointConfig config, String protocol, SocketAddress local) {
    return all.createQuicEndpointMetrics(config, protocol, local);
  }

  @Override
  public DatagramSocketMetrics createDatagramSocketMetrics(DatagramSocketOptions options) {
    return all.createDatagramSocketMetrics(options);
  }

  @Override
  public PoolMetrics<?, ?> createPoolMetrics(String type, String name, int maxSize) {
    return all.createPoolMetrics(type, name, maxSize);
  }

  @Override
  public void vertxCreated(Vertx vertx) {
    all.vertxCreated(vertx);
  }

  @Override
  public boolean isMetricsEnabled() {
    return all.isMetricsEnabled();
  }

  @Override
  public void close() {
    all.close();
  }
}
