package dev.omnibus.gateway.way;

import dev.omnibus.bus.Failure;
import dev.omnibus.mcp.Era;
import dev.omnibus.mcp.McpException;
import dev.omnibus.mcp.McpSession;
import dev.omnibus.mcp.RawSession;
import dev.omnibus.mcp.RequestOptions;
import dev.omnibus.mcp.wire.Envelope;
import dev.omnibus.tracing.CallTrace;
import dev.omnibus.tracing.Stage;
import dev.omnibus.tracing.TraceHeaders;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A way straight to a server at a URL, with a session of its own where the era has sessions. One
 * that the server forgot is made anew when something is wanted of it, and told the log level and
 * the subscriptions again.
 */
final class HttpWay implements Way {

  private static final Logger LOG = LoggerFactory.getLogger(HttpWay.class);

  /** Their answers mean something for the way itself. */
  private static final Set<String> FOLLOWED =
      Set.of("tools/list", "logging/setLevel", "resources/subscribe", "resources/unsubscribe");

  private static final Duration REPLAY = Duration.ofSeconds(10);

  private final Vertx vertx;
  private final Supplier<Future<McpSession>> opener;
  private final HeaderHints hints;
  private final Promise<Void> closed = Promise.promise();
  private final Set<HttpFlight> flights = new LinkedHashSet<>();
  private final Set<String> subscriptions = new LinkedHashSet<>();
  private String logLevel;
  private McpSession session;
  private McpSession last;
  private Future<McpSession> opening;
  private long generation;
  private Handler<Envelope> messages;
  private Handler<Long> renewed = number -> {};

  /**
   * @param first the session that it begins with
   * @param opener makes another
   */
  HttpWay(Vertx vertx, McpSession first, Supplier<Future<McpSession>> opener, HeaderHints hints) {
    this.vertx = vertx;
    this.opener = opener;
    this.hints = hints;
    take(first);
  }

  private void take(McpSession young) {
    session = young;
    last = young;
    generation = Math.max(generation + 1, System.currentTimeMillis() / 1_000);
    young.raw().onMessage(this::heard);
    if (messages != null) {
      young.raw().listen();
    }
    young
        .closed()
        .onComplete(
            over -> {
              if (session == young) {
                session = null;
              }
            });
  }

  @Override
  public Era era() {
    return last.era();
  }

  @Override
  public JsonObject described() {
    return last.described();
  }

  @Override
  public long generation() {
    return generation;
  }

  @Override
  public Flight request(Envelope request, FlightListener listener, Duration deadline) {
    FlightListener told =
        FOLLOWED.contains(request.method()) ? new Following(listener, request, this) : listener;
    HttpFlight flight = new HttpFlight(vertx, told, flights::remove);
    flights.add(flight);
    flight.extend(deadline);
    listener.trace().tries();
    reach()
        .compose(there -> headers(there, request).map(more -> new Ready(there, more)))
        .onSuccess(ready -> send(flight, request, ready, listener.trace()))
        .onFailure(why -> vertx.runOnContext(v -> flight.fail(why, false)));
    return flight;
  }

  private record Ready(McpSession session, Map<String, String> headers) {}

  private static void send(HttpFlight flight, Envelope request, Ready ready, CallTrace trace) {
    if (!flight.isOver()) {
      trace.at(Stage.FIRST_BYTE);
      RawSession raw = ready.session().raw();
      flight.sent(raw, raw.request(request, ready.headers(), flight));
    }
  }

  private Future<Map<String, String>> headers(McpSession there, Envelope request) {
    Map<String, String> headers = new LinkedHashMap<>(TraceHeaders.of(request));
    if (there.era() == Era.LEGACY) {
      return Future.succeededFuture(headers);
    }
    return hints
        .of(there, request)
        .map(
            more -> {
              headers.putAll(more);
              return headers;
            });
  }

  /** What a reply means for what must be said again one day. */
  void answered(Envelope request, Envelope reply) {
    hints.learn(request, reply);
    if (reply.type() != Envelope.Type.RESULT) {
      return;
    }
    switch (request.method()) {
      case "logging/setLevel" -> logLevel = request.text("params", "level");
      case "resources/subscribe" -> change(subscriptions::add, request);
      case "resources/unsubscribe" -> change(subscriptions::remove, request);
      default -> {
        // nothing that a new session would lack
      }
    }
  }

  private static void change(Consumer<String> how, Envelope request) {
    String uri = request.text("params", "uri");
    if (uri != null) {
      how.accept(uri);
    }
  }

  @Override
  public Future<Void> post(Envelope message) {
    return session == null
        ? Future.failedFuture(Failure.UNAVAILABLE.because("the session at the server is over"))
        : session.raw().post(message, Map.of());
  }

  @Override
  public void onMessage(Handler<Envelope> handler) {
    messages = handler;
    if (handler != null && session != null) {
      session.raw().listen();
    }
  }

  @Override
  public void onRenewed(Handler<Long> handler) {
    renewed = handler;
  }

  @Override
  public Future<Void> closed() {
    return closed.future();
  }

  @Override
  public Future<Void> close() {
    if (closed.tryComplete()) {
      List.copyOf(flights).forEach(flight -> flight.cutOff("the way to the server was closed"));
      McpSession old = session;
      session = null;
      if (old != null) {
        return old.close();
      }
    }
    return Future.succeededFuture();
  }

  /**
   * The server is somewhere else now: what is under way has failed, and another way leads there.
   */
  void moved() {
    McpException why = McpException.of(McpException.Kind.CLOSED, "the server is elsewhere now");
    List.copyOf(flights).forEach(flight -> flight.fail(why, true));
    close();
  }

  private void heard(Envelope message) {
    HttpFlight flight = message.type() == Envelope.Type.REQUEST ? newest() : null;
    if (flight != null) {
      flight.message(message);
    } else if (messages != null) {
      messages.handle(message);
    }
  }

  private HttpFlight newest() {
    return flights.stream().reduce((a, b) -> b).orElse(null);
  }

  private Future<McpSession> reach() {
    if (closed.future().isComplete()) {
      return Future.failedFuture(Failure.UNAVAILABLE.because("the way is closed"));
    }
    if (session != null) {
      return Future.succeededFuture(session);
    }
    if (opening == null) {
      opening = opener.get();
      opening.onComplete(done -> opened(done.result()));
    }
    return opening;
  }

  private void opened(McpSession young) {
    opening = null;
    if (young == null) {
      return;
    }
    if (closed.future().isComplete()) {
      young.close();
      return;
    }
    take(young);
    replay(young);
    renewed.handle(generation);
  }

  private void replay(McpSession young) {
    if (young.era() == Era.MODERN) {
      return;
    }
    if (logLevel != null) {
      tell(young, "logging/setLevel", "level", logLevel);
    }
    subscriptions.forEach(uri -> tell(young, "resources/subscribe", "uri", uri));
  }

  private static void tell(McpSession where, String method, String key, String value) {
    where
        .request(method, new JsonObject().put(key, value), RequestOptions.within(REPLAY))
        .onFailure(no -> LOG.debug("{} not said again: {}", method, no.getMessage()));
  }
}
