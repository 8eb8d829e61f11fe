package dev.omnibus.coordinator;

import dev.omnibus.access.Policy;
import dev.omnibus.bus.Addresses;
import dev.omnibus.bus.Bus;
import dev.omnibus.cluster.Membership;
import dev.omnibus.cluster.NodeId;
import dev.omnibus.cluster.Owners;
import dev.omnibus.cluster.ServerBoard;
import dev.omnibus.config.CoordinatorConfig;
import dev.omnibus.config.Endpoints;
import dev.omnibus.config.LiveConfig;
import dev.omnibus.coordinator.life.Lifecycle;
import dev.omnibus.coordinator.life.Wishes;
import dev.omnibus.coordinator.life.Withheld;
import dev.omnibus.coordinator.log.LogTail;
import dev.omnibus.coordinator.log.Logs;
import dev.omnibus.coordinator.log.ServerLog;
import dev.omnibus.coordinator.vitals.ProcessMark;
import dev.omnibus.coordinator.vitals.Reports;
import dev.omnibus.coordinator.vitals.Vitals;
import dev.omnibus.coordinator.ways.OwnSessions;
import dev.omnibus.mcp.ClientInfo;
import dev.omnibus.mcp.McpConnector;
import dev.omnibus.mcp.McpSession;
import dev.omnibus.measure.Source;
import dev.omnibus.model.ServerSpec;
import dev.omnibus.model.ServerStatus;
import dev.omnibus.model.Severity;
import dev.omnibus.tracing.Traces;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings what is to what should be: on each change of the configuration or of the members, and now
 * and then, it takes up, replaces and gives back servers; it answers probes and commands for those
 * it owns and says which nodes come and go. Undeploying it ends all sessions and processes.
 */
public final class CoordinatorVerticle extends VerticleBase {

  private static final Logger LOG = LoggerFactory.getLogger(CoordinatorVerticle.class);
  private static final Duration TICK = Duration.ofSeconds(2);

  /** From the kill of a process to the moment when nothing of it is left. */
  private static final Duration AFTER_KILL = Duration.ofSeconds(2);

  private static final Duration AGREE = Duration.ofSeconds(10);
  private static final Duration SWEEP = Duration.ofHours(1);

  private final Bus bus;
  private final Membership membership;
  private final LiveConfig live;
  private final ServerBoard board;
  private final CoordinatorConfig config;
  private final ClientInfo client;
  private final OwnedServers owned;
  private final Endpoints endpoints;
  private final Samples samples;
  private final Logs logs;
  private final Traces traces;
  private final Findings findings;
  private final Policy policy;
  private final Withheld withheld;
  private final Path data;
  private final Clock clock;

  private List<NodeId> members = List.of();
  private McpConnector connector;
  private ProcessMark mark;
  private Opener opener;
  private Fleet fleet;
  private volatile Vitals vitals;
  private volatile Reports reports;
  private boolean stopping;

  /**
   * The board must have been filled before this is deployed, so that epochs go on.
   *
   * @param withheld the tools that nobody is to call
   * @param data where what this node has to remember is kept
   */
  public CoordinatorVerticle(
      Bus bus,
      Membership membership,
      LiveConfig live,
      ServerBoard board,
      CoordinatorConfig config,
      Endpoints endpoints,
      ClientInfo client,
      Logs logs,
      Traces traces,
      Policy policy,
      Withheld withheld,
      Path data,
      Clock clock) {
    this.logs = logs;
    this.traces = traces;
    this.findings = new Findings(logs);
    this.policy = policy;
    this.withheld = withheld;
    this.data = data;
    this.clock = clock;
    this.bus = bus;
    this.membership = membership;
    this.live = live;
    this.board = board;
    this.config = config;
    this.client = client;
    this.owned = new OwnedServers(membership.self(), clock.instant().getEpochSecond());
    this.endpoints = endpoints;
    this.samples = new Samples(clock, endpoints::mask);
  }

  @Override
  public Future<?> start() {
    connector = new McpConnector(vertx, client);
    return ProcessMark.open(vertx, data, membership.self().toString())
        .onSuccess(opened -> mark = opened)
        .onSuccess(ready -> opener = new Opener(vertx, connector, client, endpoints, config, mark))
        .compose(ready -> Wishes.open(vertx, bus, data, clock))
        .compose(this::open);
  }

  /** What the servers of this node take, as far as it is seen or said. On any thread. */
  public void sample(Source.Sample into) {
    vitals.sample(into);
    reports.sample(into);
  }

  private Future<?> open(Wishes wishes) {
    fleet =
        new Fleet(
            vertx,
            bus,
            wishes,
            endpoints::mask,
            logs,
            traces,
            this::upstream,
            this::ownSessions,
            config.stopTimeout().plus(AFTER_KILL));
    wishes.onChange(server -> context.runOnContext(ignored -> fleet.heed(server)));
    vitals = new Vitals(vertx, bus, fleet::pids, this::maxMemory, this::exceeded);
    vertx.setPeriodic(config.vitals().toMillis(), ignored -> vitals.look());
    reports =
        new Reports(
            vertx,
            bus,
            connector,
            fleet::reporting,
            endpoints::figures,
            logs::of,
            endpoints::mask,
            config.metrics());
    vertx.setPeriodic(reports.turn().toMillis(), ignored -> reports.look());
    vertx.setPeriodic(AGREE.toMillis(), ignored -> wishes.agree());
    logs.sweep(live.owned().keySet());
    vertx.setPeriodic(SWEEP.toMillis(), ignored -> logs.sweep(live.owned().keySet()));
    members = membership.live();
    live.onServers(change -> context.runOnContext(ignored -> defined()));
    membership.onChange(young -> context.runOnContext(ignored -> changed(young)));
    vertx.setPeriodic(TICK.toMillis(), ignored -> reconcile());
    return Future.all(
            new SessionWords(bus, fleet).listen(),
            new Control(bus, fleet, wishes, withheld, endpoints::mask).listen(),
            Lifecycle.open(
                vertx,
                bus,
                new Owners(membership, board),
                live,
                config,
                wishes,
                new OperatorRights(policy, withheld),
                clock),
            new WayDoor(bus, fleet, samples).listen(),
            new LogTail(bus, membership, live, logs).listen(),
            trials().listen(),
            new ProbeDoor(bus, fleet, samples, findings).listen(),
            bus.hear(
                    Addresses.EVENT_SERVER_LIFECYCLE, new OperationLines(logs, owned::holds)::heard)
                .completion(),
            bus.hearAll(Addresses.REPLICA, this::heardOfReplica).completion(),
            bus.hear(Addresses.EVENT_SERVER_STATUS, this::heard).completion())
        .onSuccess(ignored -> reconcile());
  }

  private Integer maxMemory(String server) {
    return fleet.berth(server).map(berth -> berth.spec().process().maxMemoryMb()).orElse(null);
  }

  private void exceeded(String server, long pid, String why) {
    fleet
        .berth(server)
        .flatMap(Berth::upstream)
        .filter(upstream -> upstream.pid().orElse(0) == pid)
        .ifPresent(upstream -> upstream.exceeded(why));
  }

  @Override
  public Future<?> stop() {
    stopping = true;
    if (fleet == null) {
      return Future.succeededFuture();
    }
    return fleet
        .close()
        .eventually(() -> Future.join(opener.close(), connector.close()))
        .timeout(config.stopTimeout().multipliedBy(2).toMillis(), TimeUnit.MILLISECONDS)
        .onFailure(cause -> LOG.warn("not all sessions ended in time: {}", cause.toString()))
        .otherwiseEmpty()
        .eventually(logs::close);
  }

  private void defined() {
    reconcile();
    logs.retain(live.owned().keySet());
    logs.sweep(live.owned().keySet());
    findings.retain(live.owned().keySet());
  }

  private void reconcile() {
    if (!stopping && fleet != null) {
      fleet.carryOut(owned.reconcile(live.owned(), membership.live(), board));
    }
  }

  /** Another node speaks for a server in this node's hands: look at once who is right. */
  private void heard(JsonObject event) {
    JsonObject data = event.getJsonObject("data");
    heard(event.getString("node"), data.getString("server"), data.getJsonObject("status"));
  }

  private void heardOfReplica(JsonObject told) {
    JsonObject status = told.getJsonObject("status");
    heard(told.getString("node"), status.getString("server"), status);
  }

  private void heard(String node, String server, JsonObject status) {
    if (node.equals(bus.node())) {
      findings.status(ServerStatus.fromJson(status));
    } else if (owned.holds(server)) {
      board.fold(ServerStatus.fromJson(status));
      reconcile();
    }
  }

  private Trials trials() {
    Owners owners = new Owners(membership, board);
    return new Trials(
        vertx, bus, live, owners, policy, withheld, connector, endpoints, mark, config.test());
  }

  private Upstream upstream(ServerSpec spec, Signals signals) {
    return new Upstream(vertx, spec, opener, config, signals);
  }

  private OwnSessions ownSessions(ServerSpec spec) {
    return new OwnSessions(
        vertx,
        spec.name(),
        spec.sessions().most(),
        config.sessionIdle(),
        init -> ownSession(spec, init),
        endpoints::mask,
        traces);
  }

  /** What a server says to one agent alone is in its log too. */
  private Future<McpSession> ownSession(ServerSpec spec, JsonObject init) {
    ServerLog log = logs.of(spec.name());
    return opener.openOwn(spec, init, log).onSuccess(session -> session.onNotification(log::heard));
  }

  private void changed(List<NodeId> young) {
    bus.channels().retain(young.stream().map(NodeId::toString).toList());
    MembershipChange change = MembershipChange.between(members, young, membership.self());
    members = young;
    if (change.mine() && !stopping) {
      change.joined().forEach(node -> tell(Addresses.EVENT_NODE_JOINED, "node_joined", node));
      change.left().forEach(node -> tell(Addresses.EVENT_NODE_LEFT, "node_left", node));
    }
    reconcile();
  }

  private void tell(String address, String type, NodeId node) {
    JsonObject data = new JsonObject().put("id", node.toString()).put("name", node.name());
    bus.publish(address, type, Severity.INFO.word(), data);
  }
}
