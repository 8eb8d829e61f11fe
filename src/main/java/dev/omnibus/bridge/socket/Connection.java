package dev.omnibus.bridge.socket;

import dev.omnibus.access.Caller;
import dev.omnibus.bridge.hub.Batch;
import dev.omnibus.bridge.hub.Event;
import dev.omnibus.bridge.hub.Loop;
import dev.omnibus.bridge.hub.Packet;
import dev.omnibus.bridge.hub.Parcel;
import dev.omnibus.bridge.hub.Subscription;
import dev.omnibus.config.BridgeConfig;
import dev.omnibus.presence.Place;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One open socket: who is behind it, whether it lives, how much waits to be written, and when its
 * time is up. What is spoken over it, it leaves to its {@link Protocol}. Touched on its loop only.
 */
public final class Connection {

  private static final Logger LOG = LoggerFactory.getLogger(Connection.class);

  private final String id;
  private final Loop loop;
  private final Wire wire;
  private final Seat seat;
  private final BridgeConfig config;
  private final BridgeCounters counters;
  private final Connections others;
  private final Pulse pulse;
  private final Outbox outbox;
  private Wheel.Place<Connection> place;
  private Caller caller;
  private Protocol protocol;
  private final long born = System.nanoTime();
  private final long age;
  private Lag lag;
  private Lease lease;
  private boolean closed;
  private int strikes;

  Connection(String id, Loop loop, Wire wire, Seat seat, BridgeConfig config, Connections others) {
    this.id = id;
    this.loop = loop;
    this.wire = wire;
    this.seat = seat;
    this.config = config;
    this.others = others;
    this.counters = others.counters();
    this.caller = seat.caller();
    this.outbox = new Outbox(wire);
    this.pulse = new Pulse(config, born, early(config));
    this.lease = lease(born);
    this.age = config.maxAge().minus(jitter(config.maxAge().dividedBy(10))).toNanos();
  }

  private static long early(BridgeConfig config) {
    return ThreadLocalRandom.current().nextLong(config.ping().toNanos());
  }

  void open(Protocol spoken, Place from) {
    protocol = spoken;
    place = others.add(this);
    others.attendance().came(id, caller.user(), from);
    others.trail().connected(this);
    LOG.info("open socket={} user={} remote={}", id, caller.user(), seat.remote());
    protocol.opened();
  }

  private static Duration jitter(Duration most) {
    return Duration.ofMillis(ThreadLocalRandom.current().nextLong(most.toMillis() + 1));
  }

  public String id() {
    return id;
  }

  public Loop loop() {
    return loop;
  }

  public Caller caller() {
    return caller;
  }

  public String remote() {
    return seat.remote();
  }

  public boolean isOpen() {
    return !closed;
  }

  boolean belongsTo(String user, String session) {
    return caller.user().equals(user) && (session == null || caller.session().equals(session));
  }

  /**
   * Whether this user may send one more message now. Who asks for more than twice what is granted,
   * and goes on with it, is closed: to be told no costs as much as an answer.
   */
  public boolean maySpeak() {
    if (seat.takeToken()) {
      strikes = Math.max(0, strikes - 1);
      return true;
    }
    others.trail().limited(this, "rate");
    if (++strikes > config.requestBurst()) {
      close(CloseCode.FLOOD);
    }
    return false;
  }

  /** From now on the caller's time is that of a new token, unless it has left meanwhile. */
  public void renew(Caller young) {
    if (closed) {
      return;
    }
    caller = young;
    lease = lease(System.nanoTime());
    place.leave();
    place = others.watch(this);
  }

  /** Writes at once, or closes a client that does not read. */
  public void send(Packet packet) {
    if (closed) {
      counters.dropped.increment();
    } else if (wire.pending() > config.queueBytes()) {
      counters.dropped.increment();
      close(CloseCode.SLOW);
    } else {
      outbox.write(packet);
    }
  }

  /** Writes when the present task of the loop is over, with what else it has for this client. */
  public void sendAlong(Packet packet) {
    if (closed || !outbox.hasRoom(config.queueBytes())) {
      send(packet);
    } else {
      flushAtEnd();
      outbox.add(packet);
    }
  }

  private void flushAtEnd() {
    if (outbox.isEmpty()) {
      loop.atEnd(outbox);
    }
  }

  /** Hands over events; what the client is too slow for waits, within a bound. */
  public void deliver(Subscription subscription, Batch batch, Event.Form form) {
    if (closed) {
      counters.dropped.add(batch.size());
    } else if (lag == null && outbox.hasRoom(config.queueBytes() / 2)) {
      put(batch.as(form), batch.isAlone());
      counters.delivered.add(batch.size());
    } else {
      lag().hold(subscription, batch, form);
    }
  }

  private void put(Parcel parcel, boolean alone) {
    if (alone) {
      outbox.write(parcel);
    } else {
      flushAtEnd();
      outbox.add(parcel);
    }
  }

  /** Whether events wait that came before what is sent now. */
  public boolean lags() {
    return lag != null;
  }

  private Lag lag() {
    if (lag == null) {
      lag = new Lag(this, wire, config, counters);
    }
    return lag;
  }

  /** The client has caught up. */
  void caughtUp() {
    lag = null;
  }

  /** A message of the client. */
  void received(String text) {
    heard();
    if (!closed) {
      protocol.received(text);
    }
  }

  /** The client keeps the beat by itself, and needs not be asked for a while. */
  public void keepsBeat() {
    pulse.answered(System.nanoTime());
  }

  /** A sign of life. */
  void heard() {
    pulse.heard(System.nanoTime());
  }

  /**
   * Looks after heartbeat and expiry.
   *
   * @return the nanoseconds at which to look again, as things stand
   */
  long tick(long nanos) {
    switch (lease.look(nanos)) {
      case GOOD -> {}
      case ENDING -> protocol.expiring(caller.expires());
      case OVER -> close(CloseCode.EXPIRED);
    }
    if (nanos - born >= age) {
      close(CloseCode.AGED);
    }
    if (!closed) {
      beat(nanos);
    }
    return due();
  }

  private void beat(long nanos) {
    switch (pulse.beat(nanos)) {
      case NONE -> {}
      case DOUBT -> loop.after(Pulse.LAST_LOOK, this::lookLast);
      case PING -> {
        pulse.pinged(nanos, wire.ping());
        protocol.beat();
      }
    }
  }

  private Lease lease(long nanos) {
    return Lease.of(caller.expires(), others.wallClock(), nanos, config);
  }

  private void lookLast() {
    if (pulse.isSilent()) {
      close(CloseCode.SILENT);
    }
  }

  /** When the next look is due, as things stand. */
  long due() {
    return sooner(lease.due(), sooner(pulse.due(), born + age));
  }

  private static long sooner(long a, long b) {
    return a - b < 0 ? a : b;
  }

  /** One that shall come back is told when, so that not all do it at once. */
  public void close(CloseCode code) {
    if (!closed && code.comesBack() && wire.pending() <= config.queueBytes()) {
      protocol.closing(why(code));
    }
    close(code.code(), code.reason());
  }

  private JsonObject why(CloseCode code) {
    return new JsonObject()
        .put("code", code.code())
        .put("reason", code.reason())
        .put("reconnectInMs", jitter(config.reconnectSpread()).toMillis());
  }

  void close(int code, String reason) {
    if (!closed) {
      outbox.flush();
      wire.close(code, reason);
      ended(code, reason);
    }
  }

  /** The socket is gone, by whosoever's wish. */
  void ended(int code, String reason) {
    if (closed) {
      return;
    }
    closed = true;
    outbox.drop();
    seat.leave();
    others.remove(this);
    others.attendance().left(id);
    place.leave();
    others.trail().closed(this, code, reason);
    LOG.info(
        "close socket={} user={} remote={} code={} reason={}",
        id,
        caller.user(),
        seat.remote(),
        code,
        Mask.line(reason));
    protocol.closed();
  }
}
