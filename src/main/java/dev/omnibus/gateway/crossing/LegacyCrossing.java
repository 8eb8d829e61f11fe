package dev.omnibus.gateway.crossing;

import dev.omnibus.gateway.era.Agent;
import dev.omnibus.gateway.era.LegacyOnModern;
import dev.omnibus.gateway.era.Listen;
import dev.omnibus.gateway.way.Flight;
import dev.omnibus.gateway.way.FlightListener;
import dev.omnibus.gateway.way.Way;
import dev.omnibus.mcp.Era;
import dev.omnibus.mcp.JsonRpc;
import dev.omnibus.mcp.Revisions;
import dev.omnibus.mcp.wire.Envelope;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

/**
 * A legacy agent on a modern server: what the agent says of itself once is said with each request,
 * what the server needs to know is asked in requests of their own, and one listening stream stands
 * for the subscriptions.
 */
public final class LegacyCrossing implements Way {

  private static final Envelope INITIALIZE =
      Envelope.of("{\"jsonrpc\":\"2.0\",\"id\":0,\"method\":\"initialize\"}");

  private final Way inner;
  private final Agent agent;
  private final Listening listening;
  private final Map<String, Rounds> asked = new HashMap<>();
  private final Set<String> resources = new LinkedHashSet<>();
  private String level;
  private long next = 1;

  /**
   * @param longest how long one listening stream lasts
   */
  public LegacyCrossing(Vertx vertx, Way inner, Agent agent, Duration longest) {
    this.inner = inner;
    this.agent = agent;
    this.listening = new Listening(vertx, inner, agent, longest);
    inner.closed().onComplete(over -> listening.hear(null, filter()));
  }

  private Envelope description() {
    return LegacyOnModern.description(inner.described());
  }

  @Override
  public Era era() {
    return Era.LEGACY;
  }

  @Override
  public JsonObject described() {
    Envelope initialized =
        LegacyOnModern.initialized(INITIALIZE, description(), Revisions.NEWEST_LEGACY);
    return new JsonObject(initialized.raw("result"));
  }

  /**
   * There is no session that a server of this era could forget; nor does it live at one {@link
   * #replica}.
   */
  @Override
  public long generation() {
    return 0;
  }

  @Override
  public Flight request(Envelope request, FlightListener listener, Duration deadline) {
    return switch (LegacyOnModern.fate(request)) {
      case HERE -> here(request, listener);
      case REFUSED -> answered(listener, Replies.unknown(request));
      case ONWARD ->
          new Rounds(
                  this, request, LegacyOnModern.dressed(request, agent, level), listener, deadline)
              .start();
    };
  }

  private Flight here(Envelope request, FlightListener listener) {
    Envelope done = LegacyOnModern.done(request);
    return answered(
        listener,
        switch (request.method()) {
          case "ping" -> done;
          case "logging/setLevel" -> level(request, done);
          case "resources/subscribe" -> subscribe(request, done, true);
          case "resources/unsubscribe" -> subscribe(request, done, false);
          default -> Replies.unknown(request);
        });
  }

  private static Flight answered(FlightListener listener, Envelope reply) {
    listener.response(reply);
    return Flight.OVER;
  }

  private Envelope level(Envelope request, Envelope done) {
    String wanted = LegacyOnModern.level(request);
    if (wanted == null) {
      return Replies.error(request, JsonRpc.INVALID_PARAMS, "Invalid params: no such level");
    }
    level = wanted;
    return done;
  }

  private Envelope subscribe(Envelope request, Envelope done, boolean on) {
    String uri = request.text("params", "uri");
    boolean can =
        !Listen.lists(description())
            .withResources(Set.of(String.valueOf(uri)))
            .within(description())
            .resources()
            .isEmpty();
    if (uri == null || !can) {
      return uri == null
          ? Replies.error(request, JsonRpc.INVALID_PARAMS, "Invalid params: 'uri' is missing")
          : Replies.unknown(request);
    }
    boolean changed =
        on ? resources.size() < Listen.MAX_RESOURCES && resources.add(uri) : resources.remove(uri);
    if (changed) {
      listening.wants(filter());
    }
    return done;
  }

  private Listen filter() {
    Envelope said = description();
    return Listen.lists(said).withResources(resources).within(said);
  }

  /** What the agent is asked has an id that no other question on this way has. */
  String ask(Rounds rounds) {
    String id = "\"a" + next++ + "\"";
    asked.put(id, rounds);
    return id;
  }

  void unask(Rounds rounds) {
    asked.values().removeIf(rounds::equals);
  }

  String freshId() {
    return "\"omnibus-" + next++ + "\"";
  }

  Way inner() {
    return inner;
  }

  Agent agent() {
    return agent;
  }

  @Override
  public Future<Void> post(Envelope message) {
    if (message.isReply()) {
      Rounds waiting = asked.remove(message.id());
      if (waiting != null) {
        waiting.answered(message);
      }
      return Future.succeededFuture();
    }
    return switch (LegacyOnModern.fate(message)) {
      case HERE, REFUSED -> Future.succeededFuture();
      case ONWARD -> inner.post(message);
    };
  }

  @Override
  public void onMessage(Handler<Envelope> handler) {
    listening.hear(handler, filter());
  }

  @Override
  public void onRenewed(Handler<Long> handler) {
    // nothing that was begun is lost
  }

  @Override
  public Future<Void> closed() {
    return inner.closed();
  }

  @Override
  public Future<Void> close() {
    listening.hear(null, filter());
    return inner.close();
  }
}
