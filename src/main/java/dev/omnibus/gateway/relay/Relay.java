package dev.omnibus.gateway.relay;

import dev.omnibus.access.Caller;
import dev.omnibus.config.GatewayConfig;
import dev.omnibus.gateway.agent.Listed;
import dev.omnibus.gateway.agent.Permits;
import dev.omnibus.gateway.agent.Post;
import dev.omnibus.gateway.agent.RpcException;
import dev.omnibus.gateway.seen.Outcome;
import dev.omnibus.gateway.seen.Seen;
import dev.omnibus.gateway.seen.Sight;
import dev.omnibus.gateway.session.Session;
import dev.omnibus.gateway.session.Sessions;
import dev.omnibus.gateway.target.Target;
import dev.omnibus.mcp.Era;
import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.PoolOptions;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The fast plane of one event loop: what is under way on it, and the connections it holds.
 * Connections are its own, so that agent and server are served by one thread and nothing is handed
 * over.
 */
public final class Relay {

  private static final Logger LOG = LoggerFactory.getLogger(Relay.class);
  private static final Duration LOOK = Duration.ofMillis(250);

  /** Node and uvicorn close an idle connection after 5 s: we must be first, or a call is lost. */
  private static final int KEEP_ALIVE_SECONDS = 4;

  private static final int STREAMS = 100_000;

  /** These wait for people, or for whatever happens. */
  private static final Set<String> ENDLESS = Set.of("subscriptions/listen", "tasks/result");

  /** Asking twice is as good as once. */
  private static final Set<String> READS =
      Set.of(
          "ping",
          "tools/list",
          "prompts/list",
          "prompts/get",
          "resources/list",
          "resources/templates/list",
          "resources/read",
          "completion/complete",
          "server/discover",
          "tasks/get",
          "tasks/list");

  private final Vertx vertx;
  private final Sessions sessions;
  private final Permits permits;
  private final Seen seen;
  private final GatewayConfig config;
  private final HttpClient requests;
  private final HttpClient streams;
  private final Revival revival;
  private final Set<Passage> passages = new LinkedHashSet<>();
  private final Set<Standing> standing = new HashSet<>();
  private final Map<String, Integer> underWay = new HashMap<>();

  /** To be made on the loop it serves. */
  public Relay(Vertx vertx, Sessions sessions, Permits permits, Seen seen, GatewayConfig config) {
    this.vertx = vertx;
    this.sessions = sessions;
    this.permits = permits;
    this.seen = seen;
    this.config = config;
    this.requests = client(config.concurrency());
    this.streams = client(STREAMS);
    this.revival = new Revival(this, sessions);
    vertx.setPeriodic(LOOK.toMillis(), id -> tick());
  }

  private HttpClient client(int perServer) {
    HttpClientOptions options =
        new HttpClientOptions()
            .setMaxHeaderSize(64 << 10)
            .setMaxInitialLineLength(16 << 10)
            .setKeepAliveTimeout(KEEP_ALIVE_SECONDS)
            .setDecompressionSupported(false);
    return vertx
        .httpClientBuilder()
        .with(options)
        .with(new PoolOptions().setHttp1MaxSize(perServer).setMaxWaitQueueSize(perServer))
        .withConnectHandler(
            connection ->
                connection.exceptionHandler(
                    broken -> LOG.debug("connection to a server broke: {}", broken.getMessage())))
        .build();
  }

  /**
   * A message of an agent; the policy and the bounds are looked at before the server is touched.
   */
  public void post(Post post, Target target) {
    String thing = post.thing();
    Sight sight = sight(post, "tools/call".equals(post.method()) ? thing : null);
    if (post.isRequest()) {
      try {
        admit(post, thing);
      } catch (RpcException refused) {
        sight.finished(refused.status(true) == 429 ? Outcome.LIMIT : Outcome.POLICY);
        throw refused;
      }
      underWay.merge(target.server(), 1, Integer::sum);
    }
    Passage passage = new Passage(this, post, target, sight);
    passages.add(passage);
    passage.start();
  }

  private void admit(Post post, String thing) {
    if (post.namesAThing()) {
      permits.check(post.caller(), post.era(), post.server(), post.method(), thing);
    }
    if (underWay.getOrDefault(post.server(), 0) >= config.concurrency()) {
      throw RpcException.own(429, "too many requests under way to '" + post.server() + "'");
    }
    if (post.session() != null && !post.session().takeOff(post.message().id())) {
      throw RpcException.badRequest(
          RpcException.INVALID_REQUEST, "Invalid Request: a request with this id is under way");
    }
  }

  private Sight sight(Post post, String tool) {
    String method = post.isRequest() ? post.method() : "notification";
    String trace = post.http().getHeader("traceparent");
    return seen.begin(
        post.caller(),
        post.server(),
        method,
        tool,
        trace == null ? post.message().text("params", "_meta", "traceparent") : trace);
  }

  /** Asks a modern server whether it takes a legacy session too, and ends that one at once. */
  public Future<Boolean> speaksLegacy(Target target) {
    return revival.opens(target);
  }

  /**
   * The stream on which the server speaks by itself. An agent that comes back for it gets it: the
   * one before goes first, or the server would refuse a second.
   */
  public void listen(HttpServerRequest http, Caller caller, Session session, Target target) {
    standing.stream().filter(old -> old.isOf(session)).toList().forEach(Standing::giveWay);
    Standing stream = new Standing(this, http, caller, session, target);
    standing.add(stream);
    stream.start();
  }

  /** Ends a session here and at the server; whatever the server says, it is over. */
  public void end(HttpServerRequest http, Session session, Target target) {
    sessions.end(session);
    requests
        .request(target.request(HttpMethod.DELETE))
        .compose(
            request -> {
              Headers.onward(http.headers(), request.headers());
              dress(request.headers(), target, session);
              return request.send();
            })
        .onSuccess(response -> response.handler(ignored -> {}))
        .onComplete(
            done -> {
              boolean good = done.succeeded() && done.result().statusCode() < 300;
              http.response().setStatusCode(good ? done.result().statusCode() : 200).end();
            });
  }

  void dress(MultiMap headers, Target target, Session session) {
    target.headers().forEach(headers::set);
    if (session != null) {
      headers.set(Headers.SESSION, session.changes().upstream());
    }
  }

  /** Whether a session begins with this answer. */
  boolean begins(Post post, HttpClientResponse response) {
    return "initialize".equals(post.method())
        && response.statusCode() == 200
        && response.getHeader(Headers.SESSION) != null;
  }

  /** The id for the agent; empty when it says too much of itself for one. */
  Optional<String> sessionOf(Post post, HttpClientResponse response) {
    return sessions.begin(
        post.server(),
        post.caller(),
        response.getHeader(Headers.SESSION),
        post.message().at("params") == null ? "{}" : post.message().raw("params"));
  }

  /** What has to be said again to a server that forgets. */
  void remember(Post post) {
    if (post.session() == null || !post.isRequest()) {
      return;
    }
    switch (post.method()) {
      case "logging/setLevel" ->
          sessions.logging(post.session(), post.message().raw("params", "level"));
      case "resources/subscribe" ->
          sessions.subscribed(post.session(), post.message().text("params", "uri"), true);
      case "resources/unsubscribe" ->
          sessions.subscribed(post.session(), post.message().text("params", "uri"), false);
      default -> {
        // nothing that a new session would lack
      }
    }
  }

  boolean filters(Post post, HttpClientResponse response) {
    return post.isRequest()
        && response.statusCode() == 200
        && Listed.byMethod(post.method()).isPresent()
        && !permits.usesAll(post.caller(), post.server());
  }

  boolean mayRepeat(Post post) {
    return !post.isRequest() || READS.contains(post.method());
  }

  Duration timeout(Post post) {
    return ENDLESS.contains(post.method()) ? config.maxCall() : config.callTimeout();
  }

  /** Tells a legacy server that nobody waits any more; for a modern one the closed stream does. */
  void cancelled(Post post, Target target, String reason) {
    if (post.era() == Era.MODERN || !post.isRequest() || post.session() == null) {
      return;
    }
    String json =
        "{\"jsonrpc\":\"2.0\",\"method\":\"notifications/cancelled\",\"params\":{\"requestId\":"
            + post.message().id()
            + ",\"reason\":\""
            + reason
            + "\"}}";
    requests
        .request(target.request(HttpMethod.POST))
        .compose(
            request -> {
              Headers.onward(post.http().headers(), request.headers());
              dress(request.headers(), target, post.session());
              return request.send(Buffer.buffer(json));
            })
        .onSuccess(response -> response.handler(ignored -> {}))
        .onFailure(cause -> LOG.debug("cancel lost server={}: {}", target.server(), cause));
  }

  static boolean isEventStream(HttpClientResponse response) {
    String type = response.getHeader("content-type");
    return type != null && type.regionMatches(true, 0, "text/event-stream", 0, 17);
  }

  /** When the present turn of the loop is over. */
  void soon(Runnable task) {
    vertx.runOnContext(done -> task.run());
  }

  void after(long millis, Runnable task) {
    vertx.setTimer(millis, id -> task.run());
  }

  void over(Passage passage, Post post, Target target) {
    if (passages.remove(passage) && post.isRequest()) {
      underWay.computeIfPresent(target.server(), (name, n) -> n == 1 ? null : n - 1);
      if (post.session() != null) {
        post.session().landed(post.message().id());
      }
    }
  }

  void over(Standing stream) {
    standing.remove(stream);
  }

  private void tick() {
    long now = System.nanoTime();
    List.copyOf(passages).forEach(passage -> passage.tick(now));
    List.copyOf(standing).forEach(stream -> stream.tick(now));
  }

  HttpClient requests() {
    return requests;
  }

  HttpClient streams() {
    return streams;
  }

  Permits permits() {
    return permits;
  }

  GatewayConfig config() {
    return config;
  }

  Revival revival() {
    return revival;
  }
}
