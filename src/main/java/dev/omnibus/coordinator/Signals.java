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

  void owned(ServerSpec spec, long epoch) {
    this.epoch = epoch;
    tell(Kind.OWNED, null, spec, null);
  }

  /**
   * It takes no calls as long as there is a reason, whatever becomes of its session meanwhile.
   *
   * @param why null when there is none any more
   */
  void hold(String why) {
    held = why;
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
    tell(held == null ? Kind.LINKED : Kind.DRAINING, held, null, link);
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
            Samples.outcome(cause.kind())));
  }

  void draining() {
    tell(Kind.DRAINING, held, null, null);
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
