package dev.omnibus.telemetry.traces;

import dev.omnibus.access.Policy;
import dev.omnibus.bus.Addresses;
import dev.omnibus.bus.Bus;
import dev.omnibus.cluster.Membership;
import dev.omnibus.config.SecretRefs;
import dev.omnibus.config.TracesConfig;
import dev.omnibus.model.Fields;
import dev.omnibus.tracing.CallTrace;
import dev.omnibus.tracing.Kept;
import dev.omnibus.tracing.Span;
import dev.omnibus.tracing.TraceContext;
import dev.omnibus.tracing.Traces;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.json.JsonObject;
import java.time.Clock;
import java.time.Duration;
import java.util.List;

/** Keeps the calls that are worth it, tells of them, sends them on, and shows them to who asks. */
public final class TracesVerticle extends VerticleBase {

  private static final long SEND_MILLIS = 250;
  private static final Duration PATIENCE = Duration.ofSeconds(4);

  private final TracesConfig config;
  private final Traces traces;
  private final Bus bus;
  private final Membership membership;
  private final Policy policy;
  private final SecretRefs secrets;
  private final MeterRegistry meters;
  private final TraceStore store;
  private final Known known;
  private final SpanEvents events;
  private Otlp otlp;

  /**
   * @param secrets resolves what the receiver is shown
   */
  public TracesVerticle(
      TracesConfig config,
      Traces traces,
      Bus bus,
      Membership membership,
      Policy policy,
      SecretRefs secrets,
      MeterRegistry meters,
      Clock clock) {
    this.config = config;
    this.traces = traces;
    this.bus = bus;
    this.membership = membership;
    this.policy = policy;
    this.secrets = secrets;
    this.meters = meters;
    this.store = new TraceStore(config.maxBytes());
    this.known = new Known(traces, store, bus.node(), clock);
    this.events = new SpanEvents(bus, config.eventsPerSecond());
  }

  @Override
  public Future<?> start() {
    Gauge.builder("omnibus.traces", store, TraceStore::bytes)
        .description("what the traces take that are kept")
        .baseUnit("bytes")
        .register(meters);
    if (config.otlp() != null) {
      otlp = Otlp.open(config, secrets, bus.node(), meters);
      vertx.setPeriodic(SEND_MILLIS, id -> otlp.send());
    }
    traces.onKept((trace, why) -> context.runOnContext(now -> keep(trace, why)));
    return Future.all(
        new TraceDesk(bus, membership, policy, known).listen(),
        bus.answerNode(Addresses.TRACE_KEEP, request -> wanted(request.body())).completion());
  }

  private void keep(CallTrace trace, Kept why) {
    List<Span> spans = known.keep(trace, why);
    events.tell(spans, System.nanoTime() / 1_000_000_000);
    if (otlp != null) {
      otlp.add(spans);
    }
    if (trace.head() == null) {
      trace.hops().forEach(this::keepThere);
    }
  }

  /** What the owner noted of it goes away soon unless it hears that it is wanted. */
  private void keepThere(CallTrace.Hop hop) {
    JsonObject part = new JsonObject().put("part", hop.context().text());
    bus.askNode(hop.node(), Addresses.TRACE_KEEP, part, null, PATIENCE)
        .otherwiseEmpty(); // an owner that is gone has nothing to keep
  }

  private Future<JsonObject> wanted(JsonObject body) {
    TraceContext part = TraceContext.parse(Fields.of(body).text("part"));
    if (part != null) {
      traces.keepServed(part);
    }
    return Future.succeededFuture(new JsonObject());
  }

  @Override
  public Future<?> stop() {
    traces.onKept((trace, why) -> {}); // calls may end later than this
    return otlp == null ? Future.succeededFuture() : otlp.close();
  }
}
