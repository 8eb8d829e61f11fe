package dev.omnibus.gateway.pins;

import dev.omnibus.access.Policy;
import dev.omnibus.bus.Addresses;
import dev.omnibus.bus.Bus;
import dev.omnibus.bus.Request;
import dev.omnibus.cluster.Membership;
import dev.omnibus.cluster.NodeId;
import dev.omnibus.config.LiveConfig;
import dev.omnibus.gateway.agent.Listed;
import dev.omnibus.gateway.catalog.Catalog;
import dev.omnibus.gateway.catalog.Shelf;
import dev.omnibus.gateway.pins.Inspector.Finding;
import dev.omnibus.model.Fields;
import dev.omnibus.model.SchemaWatch;
import dev.omnibus.trail.AuditTrail;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Holds what servers list against what was pinned: the node that read the lists pins what is new to
 * everybody, and tells of what is another; all nodes keep the same pins. Answers who decides about
 * changes. Deploy it behind the catalogue, before anything reads lists.
 */
public final class PinsVerticle extends VerticleBase {

  private static final Logger LOG = LoggerFactory.getLogger(PinsVerticle.class);
  private static final Duration PEER = Duration.ofSeconds(2);
  private static final Duration READ = Duration.ofSeconds(10);

  /**
   * A server that changes all the time is told of now and then; hidden is what it changes at once.
   */
  private static final Duration PAUSE = Duration.ofSeconds(30);

  private final Bus bus;
  private final Membership membership;
  private final LiveConfig live;
  private final Catalog catalog;
  private final Pinboard board;
  private final Quarantine quarantine;
  private final Path data;
  private final Duration compare;
  private final Policy policy;
  private final Clock clock;
  private final Telling telling;
  private final Pauses told = new Pauses(PAUSE);
  private final Set<String> looking = new HashSet<>();
  private final Set<String> again = new HashSet<>();
  private final Set<String> reading = new HashSet<>();
  private final Set<String> later = new HashSet<>();
  private PinKeeper keeper;

  /**
   * @param compare time between two looks at what a peer has
   */
  public PinsVerticle(
      Bus bus,
      Membership membership,
      LiveConfig live,
      Catalog catalog,
      Pinboard board,
      Quarantine quarantine,
      Path data,
      Duration compare,
      Policy policy,
      AuditTrail trail,
      Clock clock) {
    this.bus = bus;
    this.membership = membership;
    this.live = live;
    this.catalog = catalog;
    this.board = board;
    this.quarantine = quarantine;
    this.data = data;
    this.compare = compare;
    this.policy = policy;
    this.clock = clock;
    this.telling = new Telling(bus, trail, clock);
  }

  @Override
  public Future<?> start() {
    PinFiles files = new PinFiles(vertx, data);
    return SharedPins.open(vertx)
        .onSuccess(
            shared -> keeper = new PinKeeper(board, shared, files, bus, this::inForce, clock))
        .compose(shared -> files.load())
        .compose(kept -> keeper.join(kept))
        .compose(joined -> listen());
  }

  private Future<?> listen() {
    catalog.onChange((server, lists) -> context.runOnContext(v -> look(server)));
    live.onServers(
        change -> context.runOnContext(v -> change.changed().keySet().forEach(this::look)));
    quarantine.onFound(server -> context.runOnContext(v -> readAgain(server)));
    vertx.setPeriodic(compare.toMillis(), id -> repair());
    Decisions decisions = new Decisions(board, catalog, live, keeper, telling, clock, bus);
    SchemaAnswers answers = new SchemaAnswers(board, catalog, live, quarantine, policy, bus, clock);
    bus.answer(Addresses.COMMAND_SCHEMA_APPROVE, decisions::approve);
    bus.answer(Addresses.COMMAND_SCHEMA_REJECT, decisions::reject);
    bus.answer(Addresses.QUERY_SCHEMA_CHANGES, answers::changes);
    return Future.all(
        bus.hearAll(Addresses.PINS_CHANGED, this::told).completion(),
        bus.answerNode(Addresses.PINS_NEWER, this::newer).completion());
  }

  /** Agents have to compare what they may see of this server. */
  private void inForce(String server) {
    catalog.changed(server, EnumSet.allOf(Listed.class));
    board.of(server).filter(pins -> !pins.isFirst()).ifPresent(quarantine::decided);
  }

  private void told(JsonObject summary) {
    if (keeper.lacks(summary)) {
      follow(summary.getString("server"));
    }
  }

  private void follow(String server) {
    keeper
        .follow(server)
        .onFailure(cause -> LOG.warn("server={} pins: {}", server, cause.getMessage()));
  }

  /** One look at a time for each server; what comes meanwhile is looked at afterwards. */
  private void look(String server) {
    Shelf shelf = catalog.of(server);
    if (shelf == null || !bus.node().equals(shelf.claim().owner())) {
      return;
    }
    if (!looking.add(server)) {
      again.add(server);
      return;
    }
    inspect(shelf)
        .onFailure(cause -> LOG.warn("server={} pins: {}", server, cause.getMessage()))
        .onComplete(
            done -> {
              looking.remove(server);
              if (again.remove(server) || done.failed()) {
                vertx.setTimer(done.failed() ? compare.toMillis() : 1, id -> look(server));
              }
            });
  }

  private Future<Void> inspect(Shelf shelf) {
    String server = shelf.server();
    SchemaWatch watch = quarantine.watch(server);
    Pins pins = board.of(server).orElseGet(() -> Pins.none(server));
    Optional<Finding> found = Inspector.look(pins, shelf, watch, clock.instant(), bus.node());
    if (found.isEmpty()) {
      return Future.succeededFuture();
    }
    long now = System.nanoTime();
    if (!found.get().news().isEmpty() && !told.isDue(server, now)) {
      lookLater(server);
      return Future.succeededFuture();
    }
    return keeper
        .put(found.get().pins())
        .map(
            won -> {
              if (!won) {
                again.add(server);
              } else if (!found.get().news().isEmpty()) {
                told.now(server, now);
                telling.changed(server, watch, found.get());
              }
              return null;
            });
  }

  /** A server that did not say that it changed is asked what it has, by its owner. */
  private void readAgain(String server) {
    Shelf shelf = catalog.of(server);
    if (shelf != null && reading.add(server)) {
      vertx.setTimer(PAUSE.toMillis(), id -> reading.remove(server));
      JsonObject probe =
          new JsonObject()
              .put("server", server)
              .put("timeoutMs", READ.toMillis())
              .put("count", true);
      bus.askNode(shelf.claim().owner(), Addresses.PROBE, probe, null, READ.plus(PEER))
          .onFailure(cause -> LOG.debug("server={} read again: {}", server, cause.getMessage()));
    }
  }

  private void lookLater(String server) {
    if (later.add(server)) {
      vertx.setTimer(
          PAUSE.toMillis(),
          id -> {
            later.remove(server);
            look(server);
          });
    }
  }

  /** {@code {"known":{"files":{"version":3,"node":"n1"}}}} to {@code {"servers":[summary...]}}. */
  private Future<JsonObject> newer(Request request) {
    JsonObject known = Fields.of(request.body()).object("known", json -> json);
    JsonArray servers = new JsonArray();
    board
        .all()
        .forEach(
            pins -> {
              JsonObject theirs = known.getJsonObject(pins.server());
              if (theirs == null || theirs.getLong("version") < pins.version()) {
                servers.add(PinKeeper.summary(pins));
              }
            });
    return Future.succeededFuture(new JsonObject().put("servers", servers));
  }

  private void repair() {
    List<NodeId> peers =
        membership.live().stream().filter(node -> !node.equals(membership.self())).toList();
    if (peers.isEmpty()) {
      return;
    }
    String peer = Objects.toString(peers.get(ThreadLocalRandom.current().nextInt(peers.size())));
    JsonObject known = new JsonObject();
    board.all().forEach(pins -> known.put(pins.server(), PinKeeper.summary(pins)));
    bus.askNode(peer, Addresses.PINS_NEWER, new JsonObject().put("known", known), null, PEER)
        .onSuccess(answer -> Fields.of(answer).objects("servers", json -> json).forEach(this::told))
        .onFailure(cause -> LOG.debug("pins of a peer: {}", cause.getMessage()));
  }
}
