package dev.omnibus.gateway.way;

import dev.omnibus.bus.Channel;
import dev.omnibus.bus.Failure;
import dev.omnibus.mcp.Era;
import dev.omnibus.mcp.wire.Envelope;
import dev.omnibus.mcp.wire.Parcel;
import dev.omnibus.mcp.wire.Parcel.Kind;
import dev.omnibus.tracing.CallTrace;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A way over the owner of the server, which holds the process or the connection. It ends when the
 * owner does; who uses it opens another.
 */
final class RemoteWay implements Way {

  /** Requests that the owner does not fetch; more than this and it does not live. */
  private static final long MOST_WAITING = 64L << 20;

  private final Vertx vertx;
  private final String owner;
  private final Channel channel;
  private final Era era;
  private final Map<Integer, RemoteFlight> flights = new HashMap<>();
  private final Future<Void> closed;
  private JsonObject described;
  private long generation;
  private int lastFlight;
  private Handler<Envelope> messages = message -> {};
  private Handler<Long> renewed = number -> {};

  /**
   * @param owner the node that it leads to
   * @param opened {@code {"era","generation","described"}}
   */
  RemoteWay(Vertx vertx, String owner, Channel channel, JsonObject opened) {
    this.owner = owner;
    this.vertx = vertx;
    this.channel = channel;
    this.era = Era.of(opened.getString("era"));
    take(opened, opened.getLong("generation"));
    channel.onMessage(this::heard);
    closed = channel.closed().map(this::ended);
  }

  @Override
  public Era era() {
    return era;
  }

  @Override
  public JsonObject described() {
    return described;
  }

  @Override
  public long generation() {
    return generation;
  }

  @Override
  public Flight request(Envelope request, FlightListener listener, Duration deadline) {
    int number = ++lastFlight;
    RemoteFlight flight = new RemoteFlight(vertx, this, number, listener);
    if (channel.closed().isComplete() || channel.waiting() > MOST_WAITING) {
      vertx.runOnContext(
          v -> flight.failed(Failure.UNAVAILABLE.because("the owner cannot be reached"), false));
      return flight;
    }
    flights.put(number, flight);
    flight.extend(deadline);
    CallTrace trace = listener.trace();
    trace.hops(owner);
    channel.send(new Parcel(Kind.REQUEST, number, 0, trace.forOwner(), request.bytes()).toBuffer());
    return flight;
  }

  @Override
  public Future<Void> post(Envelope message) {
    if (channel.closed().isComplete()) {
      return Future.failedFuture(Failure.UNAVAILABLE.because("the owner cannot be reached"));
    }
    if (channel.waiting() > MOST_WAITING) {
      return Future.failedFuture(Failure.LIMITED.because("the owner does not keep up"));
    }
    channel.send(Parcel.of(Kind.POST, 0, message.bytes()).toBuffer());
    return Future.succeededFuture();
  }

  @Override
  public void onMessage(Handler<Envelope> handler) {
    messages = handler == null ? message -> {} : handler;
    say(Kind.HEAR, 0, handler == null ? 0 : 1, "");
  }

  @Override
  public void onRenewed(Handler<Long> handler) {
    renewed = handler;
  }

  @Override
  public Future<Void> closed() {
    return closed;
  }

  @Override
  public Future<Void> close() {
    channel.close();
    return closed;
  }

  /** Tells the owner something about a flight. */
  void say(Kind kind, int flight, long number, String word) {
    channel.send(Parcel.of(kind, flight, number, word).toBuffer());
  }

  /** Nothing more of it is wanted. */
  void forget(int flight) {
    flights.remove(flight);
  }

  private void heard(Buffer bytes) {
    Parcel parcel = Parcel.of(bytes);
    if (parcel.kind() == Kind.RENEWED) {
      take(new JsonObject(parcel.word()), parcel.number());
      renewed.handle(generation);
    } else if (parcel.flight() == 0) {
      messages.handle(Envelope.ofServer(parcel.message()));
    } else {
      RemoteFlight flight = flights.get(parcel.flight());
      if (flight != null) {
        flight.arrived(parcel);
      }
    }
  }

  private void take(JsonObject description, long number) {
    described = description.getJsonObject("described");
    generation = number;
  }

  private Void ended(String reason) {
    List.copyOf(flights.values())
        .forEach(flight -> flight.failed(Failure.UNAVAILABLE.because(reason), true));
    return null;
  }
}
