package dev.omnibus.harness;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.net.NetSocket;
import java.time.Duration;
import java.util.Collection;
import java.util.Locale;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;

/**
 * What stands in front of a node elsewhere: it may take the TLS off, and then speaks HTTP/2 with
 * whoever does; it knows nodes below a path each, which they never see; it passes {@code Host} on
 * and says nothing else of the client. It runs on one event loop, so that what it joins stays in
 * order.
 */
public final class ReverseProxy implements AutoCloseable {

  /** A request as it came in. */
  public record Seen(String path, HttpVersion version, boolean upgrade) {}

  private static final int MANY = 200;

  /** What is between two neighbours only. */
  private static final Set<String> HOP =
      Set.of("connection", "upgrade", "keep-alive", "te", "transfer-encoding", "host");

  private final Vertx vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(1));
  private final HttpClient requests = client(false);
  private final HttpClient tunnels = client(true);
  private final Queue<Seen> seen = new ConcurrentLinkedQueue<>();
  private final Map<String, Integer> nodes = new ConcurrentHashMap<>();
  private HttpServerOptions options = new HttpServerOptions().setHttp2ClearTextEnabled(false);
  private HttpServer server;
  private volatile boolean upgrades = true;
  private volatile int holding;

  /** An idle connection may be closed as it is asked again, so requests keep none. */
  private HttpClient client(boolean keepAlive) {
    return vertx.createHttpClient(
        new HttpClientOptions().setKeepAlive(keepAlive), new PoolOptions().setHttp1MaxSize(MANY));
  }

  /** From now on what is asked below this path, such as {@code /omnibus}, goes to that port. */
  public ReverseProxy leads(String path, int port) {
    nodes.put(path, port);
    return this;
  }

  /** HTTP/2 or 1.1, as the client likes, over TLS. */
  public ReverseProxy over(SelfSigned certificate) {
    options = certificate.https().setUseAlpn(true);
    return this;
  }

  /** Ends a connection on which nothing passes for so long, either way. */
  public ReverseProxy cutting(Duration silence) {
    int millis = Math.toIntExact(silence.toMillis());
    options.setIdleTimeout(millis).setIdleTimeoutUnit(TimeUnit.MILLISECONDS);
    return this;
  }

  /** Hands over nothing of an answer before there is so much of it, or its end. */
  public ReverseProxy holding(int bytes) {
    holding = bytes;
    return this;
  }

  /** Knows nothing of upgrades. */
  public ReverseProxy withoutUpgrades() {
    upgrades = false;
    return this;
  }

  public ReverseProxy listen() throws Exception {
    server =
        vertx
            .createHttpServer(options)
            .requestHandler(this::handle)
            .listen(0, "127.0.0.1")
            .await(60, TimeUnit.SECONDS);
    return this;
  }

  public HttpServer server() {
    return server;
  }

  /** What a path is called out here. */
  public String url(String path) {
    return "http" + (options.isSsl() ? "s" : "") + "://127.0.0.1:" + server.actualPort() + path;
  }

  /** All that was asked for so far. */
  public Collection<Seen> seen() {
    return seen;
  }

  private void handle(HttpServerRequest request) {
    boolean upgrade = request.headers().contains(HttpHeaders.UPGRADE);
    seen.add(new Seen(request.path(), request.version(), upgrade));
    int end = request.path().indexOf('/', 1);
    Integer node = end < 0 ? null : nodes.get(request.path().substring(0, end));
    if (node == null || upgrade && !upgrades) {
      request.response().setStatusCode(404).end();
      return;
    }
    RequestOptions onward =
        new RequestOptions()
            .setHost("127.0.0.1")
            .setPort(node)
            .setMethod(request.method())
            .setURI(request.uri().substring(end));
    if (upgrade) {
      tunnels
          .request(onward)
          .onSuccess(to -> tunnel(request, to))
          .onFailure(nobody -> failed(request.response()));
    } else {
      request.pause();
      requests
          .request(onward)
          .onSuccess(to -> pass(request, to))
          .onFailure(nobody -> failed(request.response()));
    }
  }

  private static void failed(HttpServerResponse response) {
    if (!response.headWritten() && !response.closed()) {
      response.setStatusCode(502).end();
    }
  }

  private static void head(HttpServerRequest from, HttpClientRequest to, boolean upgrade) {
    from.headers()
        .forEach(
            (name, value) -> {
              boolean hop = HOP.contains(name.toLowerCase(Locale.ROOT));
              if (!name.startsWith(":") && (!hop || upgrade)) {
                to.headers().add(name, value);
              }
            });
    to.putHeader(HttpHeaders.HOST, from.authority().toString());
    to.exceptionHandler(gone -> {}); // as the future of the answer says, or its end
  }

  private void pass(HttpServerRequest request, HttpClientRequest to) {
    head(request, to, false);
    HttpServerResponse response = request.response();
    response.closeHandler(gone -> to.reset());
    send(request, to)
        .onSuccess(answer -> answered(response, answer))
        .onFailure(broken -> failed(response));
  }

  private static Future<HttpClientResponse> send(HttpServerRequest from, HttpClientRequest to) {
    if (from.headers().contains(HttpHeaders.CONTENT_LENGTH)
        || from.headers().contains(HttpHeaders.TRANSFER_ENCODING)) {
      return to.send(from);
    }
    from.resume();
    return to.send();
  }

  private void answered(HttpServerResponse response, HttpClientResponse answer) {
    response.setStatusCode(answer.statusCode());
    response.setChunked(answer.headers().contains(HttpHeaders.TRANSFER_ENCODING));
    answer
        .headers()
        .forEach(
            (name, value) -> {
              if (!HOP.contains(name.toLowerCase(Locale.ROOT))) {
                response.headers().add(name, value);
              }
            });
    Held held = new Held(response, holding);
    answer.handler(held::came).endHandler(end -> held.ended());
    answer.exceptionHandler(broken -> response.reset());
  }

  /** An answer whose beginning is kept back. */
  private static final class Held {

    private final HttpServerResponse response;
    private final int least;
    private Buffer waiting = Buffer.buffer();
    private boolean flows;

    Held(HttpServerResponse response, int least) {
      this.response = response;
      this.least = least;
    }

    void came(Buffer part) {
      waiting.appendBuffer(part);
      flows = flows || waiting.length() >= least;
      if (flows) {
        response.write(waiting);
        waiting = Buffer.buffer();
      }
    }

    void ended() {
      if (waiting.length() == 0) {
        response.end();
      } else {
        response.end(waiting);
      }
    }
  }

  private void tunnel(HttpServerRequest request, HttpClientRequest to) {
    head(request, to, true);
    to.connect()
        .onSuccess(answer -> upgraded(request, answer))
        .onFailure(broken -> failed(request.response()));
  }

  private void upgraded(HttpServerRequest request, HttpClientResponse answer) {
    if (answer.statusCode() != 101) {
      answered(request.response(), answer);
      return;
    }
    NetSocket far = answer.netSocket();
    far.pause();
    request.response().headers().addAll(answer.headers());
    request.toNetSocket().onSuccess(near -> join(near, far)).onFailure(gone -> far.close());
  }

  private static void join(NetSocket near, NetSocket far) {
    near.handler(far::write).closeHandler(gone -> far.close());
    far.handler(near::write).closeHandler(gone -> near.close());
    far.resume();
  }

  @Override
  public void close() {
    vertx.close().toCompletionStage().toCompletableFuture().orTimeout(60, TimeUnit.SECONDS).join();
  }
}
