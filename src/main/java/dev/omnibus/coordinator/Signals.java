package dev.omnibus.coordinator;

import dev.omnibus.bus.Addresses;
import dev.omnibus.bus.Bus;
import dev.omnibus.coordinator.log.ServerLog;
import dev.omnibus.mcp.McpException;
import dev.omnibus.model.Claim;
import dev.omnibus.model.Link;
import dev.omnibus.model.Replica;
import dev.omnibus.model.ServerSignal;
import dev.omnibus.model.ServerSignal.Kind;
import dev.omnibus.model.ServerSpec;
import dev.omnibus.tracing.Traces;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.function.UnaryOperator;

/** Tells the health room of this node what happens to one server, secrets hidden. */
final class Signals {

  private final Bus bus;
  private final String server;
  private final UnaryOperator<String> mask;
  private final ServerLog log;
  private final Traces traces;
  private long epoch;
  private long readings;
  private String held;
  private Long heldUntil;

  Signals(Bus bus, String server, UnaryOperator<String> mask, ServerLog log, Traces traces) {
    this.traces = traces;
    this.log = log;
    this.mask = mask;
    this.bus = bus;
    this.server = server;
  }

  String server() {
    return server;
  }

  UnaryOperator<String> mask() {
    return mask;
  }

  /** Where the times of calls to it are taken. */
  Traces traces() {
    return traces;
  }

  /** What is printed, said and done there. */
  ServerLog log() {
    return log;
  }

  /** In which it is spoken for. */
  long epoch() {
    return epoch;
  }

  void owned(ServerSpec spec, long epoch) {
    this.epoch = epoch;
    tell(Kind.OWNED, null, spec, null);
  }

  /**
   * It takes no calls as long as there is a reason, whatever becomes of its session meanwhile.
   *
   * @param why null when there is none any more
   * @param until when it ends at the latest, by {@link System#nanoTime}; null when nobody knows
   */
  void hold(String why, Long until) {
    held = why;
    heldUntil = until;
  }

  boolean isHeld() {
    return held != null;
  }

  void released() {
    tell(Kind.RELEASED, null, null, null);
  }

  void starting() {
    if (held == null) {
      tell(Kind.STARTING, null, null, null);
    }
  }

  void linked(Link link) {
    if (held == null) {
      tell(Kind.LINKED, null, null, link);
    } else {
      draining(held, link, heldUntil);
    }
  }

  void lost(String reason) {
    tell(Kind.LOST, mask.apply(reason), null, null);
  }

  void failed(McpException cause) {
    tell(
        new ServerSignal(
            server,
            Kind.FAILED,
            epoch,
            mask.apply(cause.getMessage()),
            null,
            null,
            Samples.outcome(cause.kind()),
            null));
  }

  void draining() {
    draining(held, null, heldUntil);
  }

  /** It goes to another node, which takes so long at most. */
  void leaving(Duration limit) {
    draining("changing hands", null, System.nanoTime() + limit.toNanos());
  }

  private void draining(String why, Link link, Long until) {
    Integer left =
        until == null ? null : (int) Math.max(0, (until - System.nanoTime()) / 1_000_000);
    tell(new ServerSignal(server, Kind.DRAINING, epoch, why, null, link, null, left));
  }

  void asleep() {
    tell(Kind.ASLEEP, "asleep, the next call starts it", null, null);
  }

  void stopped(String reason) {
    tell(Kind.STOPPED, reason, null, null);
  }

  void disabled() {
    tell(Kind.DISABLED, "disabled in the configuration", null, null);
  }

  /** What the server said it has, for the catalogue of this node. */
  void lists(JsonObject read) {
    Claim claim = new Claim(bus.node(), listed(), ++readings);
    bus.tell(
        Addresses.LISTS_READ,
        read.put("server", Replica.server(server)).put("claim", claim.toJson()));
  }

  /** Replicas have nothing in common but the time: the list that was read last counts. */
  private long listed() {
    return Replica.isReplica(server) ? System.currentTimeMillis() / 1_000 : epoch;
  }

  private void tell(Kind kind, String reason, ServerSpec spec, Link link) {
    tell(new ServerSignal(server, kind, epoch, reason, spec, link));
  }

  private void tell(ServerSignal signal) {
    bus.tell(Addresses.SIGNAL, signal.toJson());
  }
}
