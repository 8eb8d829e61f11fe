package dev.omnibus.gateway.crossing;

import dev.omnibus.gateway.era.Agent;
import dev.omnibus.gateway.era.LegacyOnModern;
import dev.omnibus.gateway.era.Listen;
import dev.omnibus.gateway.era.ModernOnLegacy;
import dev.omnibus.gateway.way.Flight;
import dev.omnibus.gateway.way.FlightListener;
import dev.omnibus.gateway.way.ForwardingWay;
import dev.omnibus.gateway.way.Then;
import dev.omnibus.gateway.way.Way;
import dev.omnibus.mcp.Era;
import dev.omnibus.mcp.wire.Envelope;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * A modern agent on a legacy server: each request says anew who asks, and the server does not hear
 * it; what the server asks during a call makes the call wait for its own repetition.
 */
public final class ModernCrossing implements ForwardingWay {

  private static final Envelope DISCOVER =
      Envelope.of("{\"jsonrpc\":\"2.0\",\"id\":0,\"method\":\"server/discover\"}");

  private final Way inner;
  private final Agent agent;
  private final Parking parking;
  private final Listeners listeners;
  private final Deque<Asking> talkative = new ArrayDeque<>();
  private String level;

  /**
   * @param parking where calls wait for an answer of the agent
   */
  public ModernCrossing(Way inner, Agent agent, Parking parking) {
    this.inner = inner;
    this.agent = agent;
    this.parking = parking;
    this.listeners = new Listeners(inner, this::ears);
    inner.closed().onComplete(over -> listeners.end());
  }

  private Envelope description() {
    return LegacyOnModern.description(inner.described());
  }

  String serverInfo() {
    return description().raw("result", "serverInfo");
  }

  @Override
  public Era era() {
    return Era.MODERN;
  }

  @Override
  public JsonObject described() {
    return new JsonObject(ModernOnLegacy.discovered(DISCOVER, description()).raw("result"));
  }

  @Override
  public Flight request(Envelope request, FlightListener listener, Duration deadline) {
    return switch (ModernOnLegacy.fate(request)) {
      case HERE -> here(request, listener);
      case REFUSED -> answered(listener, Replies.unknown(request));
      case ONWARD -> onward(request, listener, deadline);
    };
  }

  private Flight here(Envelope request, FlightListener listener) {
    return switch (request.method()) {
      case "server/discover" ->
          answered(listener, ModernOnLegacy.discovered(request, description()));
      case "subscriptions/listen" ->
          listeners.open(request, Listen.of(request).within(description()), listener);
      default -> answered(listener, Replies.unknown(request));
    };
  }

  private static Flight answered(FlightListener listener, Envelope reply) {
    listener.response(reply);
    return Flight.OVER;
  }

  private Flight onward(Envelope request, FlightListener listener, Duration deadline) {
    if (request.at("params", "requestState") != null) {
      return parking
          .takeOut(request)
          .map(waiting -> waiting.goOn(request, listener))
          .orElseGet(() -> answered(listener, Parking.lost(request)));
    }
    Asking young = new Asking(this, request, listener, deadline);
    ModernOnLegacy.level(request).ifPresentOrElse(wanted -> talk(young, wanted), young::start);
    return young;
  }

  /** The level is the connection's there, and the request's here. */
  private void talk(Asking call, String wanted) {
    talkative.add(call);
    ears();
    if (wanted.equals(level)) {
      call.start();
      return;
    }
    level = wanted;
    Envelope set =
        Envelope.of(
            "{\"jsonrpc\":\"2.0\",\"id\":\"omnibus-level\",\"method\":\"logging/setLevel\","
                + "\"params\":{\"level\":"
                + wanted
                + "}}");
    inner.request(set, new Then(call::start), call.deadline());
  }

  /** The connection is heard as long as somebody wants to know what is on nobody's account. */
  private void ears() {
    boolean needed = !listeners.isEmpty() || !talkative.isEmpty();
    inner.onMessage(needed ? this::said : null);
  }

  private void said(Envelope message) {
    if (message.type() == Envelope.Type.REQUEST) {
      inner.post(Replies.unknown(message));
    } else if ("notifications/message".equals(message.method())) {
      talkative.stream()
          .filter(call -> ModernOnLegacy.belongs(call.request(), message))
          .findFirst()
          .ifPresent(call -> call.heard(message));
    } else {
      listeners.heard(message);
    }
  }

  void over(Asking call) {
    if (talkative.remove(call)) {
      ears();
    }
  }

  @Override
  public Way inner() {
    return inner;
  }

  Agent agent() {
    return agent;
  }

  Parking parking() {
    return parking;
  }

  /** Nothing that a modern agent says is no request. */
  @Override
  public Future<Void> post(Envelope message) {
    return Future.succeededFuture();
  }

  @Override
  public void onMessage(Handler<Envelope> handler) {
    // what is on nobody's account is heard on subscriptions only
  }

  @Override
  public void onRenewed(Handler<Long> handler) {
    // an agent without a session began nothing
  }

  @Override
  public Future<Void> close() {
    listeners.end();
    return inner.close();
  }
}
