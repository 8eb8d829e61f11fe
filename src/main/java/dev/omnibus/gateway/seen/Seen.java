package dev.omnibus.gateway.seen;

import dev.omnibus.access.Caller;
import dev.omnibus.bus.Bus;
import dev.omnibus.config.GatewayConfig;
import dev.omnibus.gateway.agent.Methods;
import dev.omnibus.measure.Ended;
import dev.omnibus.measure.Measures;
import dev.omnibus.tracing.CallTrace;
import dev.omnibus.tracing.Traces;
import dev.omnibus.trail.AuditTrail;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BiPredicate;

/**
 * Counts and times every call, exactly, and tells some of them on the bus: at most so many a
 * second, the failed ones before the others. Calls of tools are noted for the audit log. Names that
 * agents can make up are counted under one name.
 */
public final class Seen {

  private final BiPredicate<String, String> listed;
  private final Measures measures;
  private final CallEvents events;
  private final CallTrail trail;
  private final Traces traces;
  private final AtomicLong ids = new AtomicLong();
  private final Set<Sight> open;

  /** One whose calls leave no traces. */
  public Seen(Measures measures, Bus bus, GatewayConfig config, AuditTrail audit, Clock clock) {
    this(measures, bus, config, audit, Traces.none(), (server, tool) -> false, clock);
  }

  public Seen(
      Measures measures,
      Bus bus,
      GatewayConfig config,
      AuditTrail audit,
      Traces traces,
      BiPredicate<String, String> listed,
      Clock clock) {
    this.listed = listed;
    this.traces = traces;
    this.trail = new CallTrail(audit, clock, config.auditPerSecond());
    this.open = ConcurrentHashMap.newKeySet();
    this.measures = measures;
    traces.alsoUnderWay(() -> open.stream().map(Sight::trace));
    this.events = new CallEvents(bus, config.eventsPerSecond());
  }

  /** Counts and times the same, and leaves it to others to tell and to note it. */
  public Seen untold() {
    return new Seen(this);
  }

  private Seen(Seen counting) {
    this.open = counting.open;
    this.listed = counting.listed;
    this.measures = counting.measures;
    this.traces = counting.traces;
    this.events = null;
    this.trail = null;
  }

  /**
   * A request was let in.
   *
   * @param tool the tool it calls, or null
   */
  public Sight begin(Caller caller, String server, String method, String tool, String trace) {
    String what = Names.clipped(method);
    String which = Names.clipped(tool);
    Sight sight =
        new Sight(
            this,
            ids.incrementAndGet(),
            caller.user(),
            server,
            what,
            which,
            traces.call(trace, server, what, which, caller.user()));
    open.add(sight);
    if (events != null) {
      events.started(sight);
    }
    return sight;
  }

  void wanted(CallTrace trace) {
    traces.want(trace);
  }

  /** Who heard that it began hears that it ended. */
  void withdrawn(Sight sight, long nanos) {
    open.remove(sight);
    if (events != null) {
      events.finished(sight, Outcome.CANCELLED, nanos);
    }
    traces.over(sight.trace(), false, "withdrawn");
  }

  void finished(Sight sight, Outcome outcome, long nanos) {
    open.remove(sight);
    measures.ended(
        new Ended(
            sight.server(),
            sight.replica(),
            sight.tool(),
            isReal(sight, outcome),
            outcome.metric(),
            sight.sent(),
            sight.received(),
            outcome.tellsTime() && !Methods.isEndless(sight.method()) ? nanos / 1_000 : -1));
    boolean kept = traces.over(sight.trace(), outcome.isFailure(), outcome.word());
    if (events != null) {
      events.finished(sight, outcome, nanos);
      trail.finished(sight, outcome, nanos, kept);
    }
  }

  /** Many servers say of a tool that they do not have only that it failed. */
  private boolean isReal(Sight sight, Outcome outcome) {
    return outcome == Outcome.OK || listed.test(sight.server(), sight.tool());
  }

  /** How many calls are under way. */
  public int underWay() {
    return open.size();
  }

  /** Whose calls to a server are under way, and how many of each. */
  public Map<String, Integer> callers(String server) {
    Map<String, Integer> callers = new TreeMap<>();
    open.stream()
        .filter(sight -> sight.server().equals(server))
        .forEach(sight -> callers.merge(sight.user(), 1, Integer::sum));
    return callers;
  }

  /** Notes what is noted in one for many; to be called each {@link #flushTime}, and at the end. */
  public void flush() {
    trail.flush();
  }

  /** How often {@link #flush} is due. */
  public static Duration flushTime() {
    return Duration.ofMillis(CallTrail.TOGETHER_MS);
  }

  void progressed(Sight sight) {
    if (events != null) {
      events.progressed(sight);
    }
  }
}
