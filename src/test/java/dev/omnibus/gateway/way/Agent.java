package dev.omnibus.gateway.way;

import dev.omnibus.access.Caller;
import dev.omnibus.mcp.Wait;
import dev.omnibus.mcp.wire.Envelope;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;
import java.util.function.Supplier;

/** An agent on a way of its own, on an event loop of its own. */
final class Agent {

  static final Duration SOON = Duration.ofSeconds(60);

  private static final Caller CALLER = new Caller("agent", Set.of(), "key", Instant.MAX);

  final List<Envelope> heard = new CopyOnWriteArrayList<>();
  private final Context context;
  private Way way;

  private Agent(Context context) {
    this.context = context;
  }

  static Agent at(Vertx vertx, Ways ways, String server, String session, String capabilities) {
    Opening opening = new Opening(server, CALLER, session, null, capabilities, null);
    return Wait.on(open(vertx, () -> ways.open(opening)));
  }

  static Agent anybody(Vertx vertx, Ways ways, String server, String capabilities) {
    Caller caller = new Caller("role:anonymous", Set.of(), "none", Instant.MAX);
    Opening opening = new Opening(server, caller, null, null, capabilities, null);
    return Wait.on(open(vertx, () -> ways.open(opening)));
  }

  static Future<Agent> open(Vertx vertx, Supplier<Future<Way>> opening) {
    Agent agent =
        new Agent(((io.vertx.core.internal.VertxInternal) vertx).createEventLoopContext());
    return agent
        .on(opening)
        .compose(
            way ->
                agent.on(
                    () -> {
                      agent.way = way;
                      way.onMessage(agent.heard::add);
                      return Future.succeededFuture(agent);
                    }));
  }

  <T> Future<T> on(Supplier<Future<T>> work) {
    Promise<T> done = Promise.promise();
    context.runOnContext(v -> work.get().onComplete(done));
    return done.future();
  }

  <T> T with(Function<Way, T> work) {
    return Wait.on(on(() -> Future.succeededFuture(work.apply(way))));
  }

  Way way() {
    return way;
  }

  Heard ask(String json) {
    Heard heard = new Heard();
    ask(json, heard, SOON);
    return heard;
  }

  Flight ask(String json, Heard heard, Duration deadline) {
    Envelope request = Envelope.of(json);
    return with(way -> way.request(request, heard, deadline));
  }

  /** A tools/call under this id, raw JSON. */
  Heard call(String id, String tool, String arguments) {
    return ask(request(id, tool, arguments, ""));
  }

  static String request(String id, String tool, String arguments, String meta) {
    return "{\"jsonrpc\":\"2.0\",\"id\":"
        + id
        + ",\"method\":\"tools/call\",\"params\":{\"name\":\""
        + tool
        + "\",\"arguments\":"
        + arguments
        + meta
        + "}}";
  }

  void post(String json) {
    Envelope message = Envelope.of(json);
    Wait.on(on(() -> way.post(message)));
  }

  void close() {
    Wait.on(on(() -> way.close()));
  }
}
