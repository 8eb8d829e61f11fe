package dev.omnibus.health;

import dev.omnibus.bus.Addresses;
import dev.omnibus.bus.Bus;
import dev.omnibus.bus.Failure;
import dev.omnibus.bus.Request;
import dev.omnibus.cluster.Membership;
import dev.omnibus.cluster.NodeId;
import dev.omnibus.cluster.Ownership;
import dev.omnibus.cluster.ServerBoard;
import dev.omnibus.config.HealthConfig;
import dev.omnibus.measure.Measures;
import dev.omnibus.measure.SeriesKey;
import dev.omnibus.model.BreakerState;
import dev.omnibus.model.Fields;
import dev.omnibus.model.ProbeOutcome;
import dev.omnibus.model.ProbeSample;
import dev.omnibus.model.Replica;
import dev.omnibus.model.ServerSignal;
import dev.omnibus.model.ServerSpec;
import dev.omnibus.model.ServerStatus;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.json.JsonObject;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/**
 * Probes the servers this node speaks for and tells the fleet how they are. When and where only:
 * every decision is made by the {@link Watch}.
 */
public final class HealthVerticle extends VerticleBase {

  private static final Logger LOG = LoggerFactory.getLogger(HealthVerticle.class);
  private static final Duration TICK = Duration.ofMillis(50);

  /** What the bus may take on top of a probe's own deadline before the answer counts as lost. */
  private static final Duration GRACE = Duration.ofMillis(500);

  private static final Duration FORWARD = Duration.ofSeconds(5);

  private final Bus bus;
  private final Clock clock;
  private final Membership membership;
  private final Watch watch;
  private final ServerBoard board;
  private final Groups groups;
  private final Measures measures;
  private boolean late;
  private boolean closing;

  public HealthVerticle(
      Bus bus,
      Clock clock,
      HealthConfig config,
      Membership membership,
      ServerBoard board,
      Measures measures) {
    this.measures = measures;
    this.board = board;
    this.groups = new Groups(bus.node(), board);
    this.bus = bus;
    this.clock = clock;
    this.membership = membership;
    this.watch = new Watch(bus.node(), config, new SplittableRandom());
  }

  @Override
  public Future<?> start() {
    vertx.setPeriodic(TICK.toMillis(), ignored -> tick());
    return Future.all(
        bus.hearNode(Addresses.SIGNAL, this::signal).completion(),
        bus.hearAll(Addresses.REPLICA, this::replica).completion(),
        bus.answerNode(Addresses.EVIDENCE, this::evidence).completion(),
        bus.answer(Addresses.COMMAND_BREAKER_FORCE, this::force).completion(),
        bus.answerNode(Addresses.BREAKER, this::forceHere).completion());
  }

  /** What is still under way when this node closes says nothing about a server any more. */
  @Override
  public Future<?> stop() {
    closing = true;
    return Future.succeededFuture();
  }

  private void signal(JsonObject body) {
    ServerSignal signal = ServerSignal.fromJson(body);
    // One may become several, and several one: what it was is forgotten on both sides.
    if (groups.concerns(signal)) {
      publish(groups.signal(signal, clock.instant()));
    }
    if (signal.spec() == null || !signal.spec().isGroup()) {
      publish(watch.signal(signal, clock.instant()));
      tick();
    }
  }

  private void replica(JsonObject told) {
    ServerStatus status = ServerStatus.fromJson(told.getJsonObject("status"));
    board.fold(status);
    publish(groups.replica(Replica.server(status.server()), clock.instant()));
  }

  /** {@code {"servers":{"files":{"unreached":3,...}}}}: calls of agents that went wrong. */
  private Future<JsonObject> evidence(Request request) {
    Fields.of(request.body())
        .object("servers", json -> json)
        .forEach(server -> heard(server.getKey(), server.getValue()));
    tick();
    return Future.succeededFuture(new JsonObject());
  }

  private void heard(String server, Object failures) {
    LOG.debug("server={} calls failed: {}", server, failures);
    watch.evidence(server, clock.instant());
  }

  private void tick() {
    Watch.Round round = watch.due(clock.instant());
    publish(round.events());
    round.probes().forEach(this::send);
    sayWhenLate();
  }

  private void send(Probe probe) {
    bus.askNode(bus.node(), Addresses.PROBE, probe.toJson(), null, probe.timeout().plus(GRACE))
        .map(ProbeSample::fromJson)
        .otherwise(cause -> lost(probe, cause))
        .onSuccess(sample -> measured(probe, sample))
        .map(sample -> watch.answered(probe, sample, clock.instant()))
        .onSuccess(this::answered)
        .onFailure(
            cause -> LOG.error("server={} probe could not be judged", probe.server(), cause));
  }

  private void measured(Probe probe, ProbeSample sample) {
    if (sample.latencyMs() != null) {
      measures.probed(SeriesKey.owned(probe.server()), (long) (sample.latencyMs() * 1_000));
    }
  }

  /** A place is free again: who waits for it must not wait for the next tick as well. */
  private void answered(List<HealthEvent> events) {
    publish(events);
    tick();
  }

  /** The coordinator always answers; when it does not, what it was doing took too long. */
  private ProbeSample lost(Probe probe, Throwable cause) {
    LOG.debug("server={} probe lost: {}", probe.server(), cause.getMessage());
    String detail = "the probe was lost: " + cause.getMessage();
    return new ProbeSample(ProbeOutcome.TIMEOUT, detail, null, null, null, clock.instant(), null);
  }

  /**
   * {@code {"server":"files","state":"forced_open"}}, with {@code "replica":2} for one of several.
   */
  private Future<JsonObject> force(Request request) {
    return force(Replica.meant(Fields.of(request.body())), request);
  }

  private Future<JsonObject> force(String server, Request request) {
    JsonObject body = request.body().copy().put("server", server);
    body.remove("replica");
    Request meant = new Request(request.address(), body, request.caller());
    if (watch.status(server, clock.instant()).isPresent() || groups.of(server).isPresent()) {
      return forceHere(meant);
    }
    return Ownership.owner(server, membership.live())
        .map(NodeId::toString)
        .filter(owner -> !owner.equals(bus.node()))
        .map(owner -> bus.askNode(owner, Addresses.BREAKER, body, request.caller(), FORWARD))
        .orElseGet(() -> unknown(server));
  }

  /** All of its replicas, wherever they are. */
  private Future<JsonObject> forceAll(ServerSpec group, Request request) {
    return Future.join(
            group.members().stream().map(member -> force(member.name(), request)).toList())
        .map(new JsonObject().put("server", group.name()).put("accepted", true));
  }

  private Future<JsonObject> forceHere(Request request) {
    Fields f = Fields.of(request.body());
    String server = f.text("server");
    Optional<ServerSpec> group = groups.of(server);
    if (group.isPresent()) {
      return forceAll(group.get(), request);
    }
    BreakerState wish = f.word("state", BreakerState::of);
    return watch
        .force(server, wish, clock.instant())
        .map(events -> forced(server, events))
        .orElseGet(() -> unknown(server));
  }

  private Future<JsonObject> forced(String server, List<HealthEvent> events) {
    publish(events);
    ServerStatus status = watch.status(server, clock.instant()).orElseThrow();
    return Future.succeededFuture(
        new JsonObject()
            .put("server", server)
            .put("accepted", true)
            .put("breaker", status.breaker().toJson()));
  }

  private static Future<JsonObject> unknown(String server) {
    return Future.failedFuture(Failure.NOT_FOUND.because("no node speaks for '" + server + "'"));
  }

  private void publish(List<HealthEvent> events) {
    if (closing) {
      return;
    }
    for (HealthEvent event : events) {
      tell(event);
      if (!event.address().equals(Addresses.EVENT_SERVER_HEALTH)) {
        log(event.type(), event.data());
      }
    }
  }

  /** Outside, nothing is said of single replicas: what became of one is told with its server. */
  private void tell(HealthEvent event) {
    if (!Replica.isReplica(event.data().getString("server"))) {
      bus.publish(event.address(), event.type(), event.severity().word(), event.data());
    } else if (event.data().containsKey("status")) {
      bus.tellAll(
          Addresses.REPLICA,
          new JsonObject().put("node", bus.node()).put("status", event.data().getValue("status")));
    }
  }

  /** The first status of a server is an event, but no change. */
  private static void log(String type, JsonObject data) {
    String from = data.getString("from");
    String to = data.getString("to");
    LOG.atLevel(to.equals(from) ? Level.DEBUG : Level.INFO)
        .log(
            "server={} {} {} -> {}: {}",
            data.getString("server"),
            type,
            from,
            to,
            data.getString("reason"));
  }

  private void sayWhenLate() {
    boolean waiting = watch.overdue() > 0;
    if (waiting != late) {
      late = waiting;
      LOG.info("node={} probes overdue={} of {}", bus.node(), watch.overdue(), watch.size());
    }
  }
}
