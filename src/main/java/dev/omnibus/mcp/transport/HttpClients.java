package dev.omnibus.mcp.transport;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.PoolOptions;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The pools all HTTP links share. Whoever holds it keeps them open. */
public record HttpClients(HttpClient requests, HttpClient streams) {
  private static final Logger log = LoggerFactory.getLogger(HttpClients.class);
  private static final int REQUESTS_PER_SERVER = 128;

  /** Node and uvicorn close an idle connection after 5 s: we must be first, or a call is lost. */
  private static final int KEEP_ALIVE_SECONDS = 4;

  private static final int STREAMS_PER_SERVER = 1_024;

  public static HttpClients of(Vertx vertx) {
    return new HttpClients(client(vertx, REQUESTS_PER_SERVER), client(vertx, STREAMS_PER_SERVER));
  }

  public Future<Void> close() {
    return Future.join(requests.close(), streams.close()).mapEmpty();
  }

  private static HttpClient client(Vertx vertx, int perServer) {
    HttpClientOptions options =
        new HttpClientOptions().setMaxHeaderSize(32 * 1024).setKeepAliveTimeout(KEEP_ALIVE_SECONDS);
    PoolOptions pool =
        new PoolOptions().setHttp1MaxSize(perServer).setMaxWaitQueueSize(4 * perServer);
    return vertx
        .httpClientBuilder()
        .with(options)
        .with(pool)
        .withConnectHandler(HttpClients::quiet)
        .build();
  }

  /** A connection that breaks is reported by the exchange on it; Vert.x would log an error too. */
  private static void quiet(HttpConnection connection) {
    connection.exceptionHandler(
        failure -> log.debug("connection to a server broke: {}", failure.getMessage()));
  }
}
