package dev.omnibus.gateway.plane;

import dev.omnibus.config.GatewayConfig;
import dev.omnibus.gateway.agent.Listed;
import dev.omnibus.gateway.agent.Permits;
import dev.omnibus.gateway.agent.RpcException;
import dev.omnibus.gateway.agent.Thing;
import dev.omnibus.gateway.seen.Outcome;
import dev.omnibus.gateway.seen.Seen;
import dev.omnibus.gateway.seen.Sight;
import dev.omnibus.gateway.way.Flight;
import dev.omnibus.gateway.way.FlightListener;
import dev.omnibus.gateway.way.Way;
import dev.omnibus.mcp.Era;
import dev.omnibus.mcp.wire.Envelope;
import dev.omnibus.mcp.wire.Span;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The one place where what an agent asks of one server is permitted, counted, timed and cut short.
 * It stands before the bridge between the eras, so that it sees the agent's own words.
 */
final class Checkpoint implements Way {

  private final Way inner;
  private final Guest guest;
  private final Permits permits;
  private final Seen seen;
  private final GatewayConfig config;
  private final Map<String, Watched> open = new HashMap<>();

  Checkpoint(Way inner, Guest guest, Permits permits, Seen seen, GatewayConfig config) {
    this.inner = inner;
    this.guest = guest;
    this.permits = permits;
    this.seen = seen;
    this.config = config;
  }

  @Override
  public Flight request(Envelope request, FlightListener listener, Duration deadline) {
    String thing = Thing.of(request);
    String trace = request.text("params", "_meta", Traced.PARENT);
    String tool = "tools/call".equals(request.method()) ? thing : null;
    Sight sight = seen.begin(guest.caller(), guest.server(), request.method(), tool, trace);
    try {
      if (Thing.isNamed(request, guest.era())) {
        permits.check(guest.caller(), guest.era(), guest.server(), request.method(), thing);
      }
    } catch (RpcException refused) {
      sight.finished(Outcome.POLICY);
      listener.failed(refused, false);
      return Watched.NOWHERE;
    }
    Envelope allowed = permits.heard(guest.caller(), guest.server(), request);
    Envelope traced =
        trace == null
            ? allowed
            : allowed
                .splice()
                .replaceText(sight.traceparent(), "params", "_meta", Traced.PARENT)
                .toEnvelope();
    sight.sent(traced.bytes().length());
    return new Watched(this, sight, traced, listener, deadline(request)).start();
  }

  /** These wait for people, or for whatever happens. */
  private Duration deadline(Envelope request) {
    return switch (request.method()) {
      case "subscriptions/listen", "tasks/result" -> config.maxCall();
      default -> config.callTimeout();
    };
  }

  /** A list as its caller may see it. */
  Envelope cut(Envelope request, Envelope reply) {
    Optional<Listed> listed = Listed.byMethod(request.method());
    if (listed.isEmpty() || permits.usesAll(guest.caller(), guest.server())) {
      return reply;
    }
    List<Span> items = reply.items("result", listed.get().key());
    String naming = listed.get().naming();
    return reply
        .splice()
        .keep(items, item -> mayUse(reply.text(reply.in(item, naming))))
        .toEnvelope();
  }

  private boolean mayUse(String name) {
    return name != null && permits.uses(guest.caller(), guest.server(), name);
  }

  /** A question is open on account of that call. */
  void asked(String id, Watched call) {
    open.put(id, call);
  }

  void unasked(String id) {
    open.remove(id);
  }

  Way inner() {
    return inner;
  }

  GatewayConfig config() {
    return config;
  }

  @Override
  public Era era() {
    return inner.era();
  }

  @Override
  public JsonObject described() {
    return inner.described();
  }

  @Override
  public long generation() {
    return inner.generation();
  }

  @Override
  public Future<Void> post(Envelope message) {
    Watched call = message.isReply() ? open.remove(message.id()) : null;
    if (call != null) {
      call.answered(message.id());
    }
    return inner.post(message);
  }

  @Override
  public void onMessage(Handler<Envelope> handler) {
    inner.onMessage(handler);
  }

  @Override
  public void onRenewed(Handler<Long> handler) {
    inner.onRenewed(handler);
  }

  @Override
  public Future<Void> closed() {
    return inner.closed();
  }

  @Override
  public Future<Void> close() {
    return inner.close();
  }
}
