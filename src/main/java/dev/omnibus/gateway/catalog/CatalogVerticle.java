package dev.omnibus.gateway.catalog;

import dev.omnibus.bus.Addresses;
import dev.omnibus.bus.Bus;
import dev.omnibus.bus.Failure;
import dev.omnibus.bus.Request;
import dev.omnibus.cluster.Membership;
import dev.omnibus.cluster.NodeId;
import dev.omnibus.config.LiveConfig;
import dev.omnibus.config.ServersChange;
import dev.omnibus.gateway.agent.Listed;
import dev.omnibus.model.Claim;
import dev.omnibus.model.Fields;
import dev.omnibus.model.ServerSpec;
import dev.omnibus.model.ServerState;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Fills this node's {@link Catalog}: takes in what the owner of a server read, tells the other
 * nodes in few words that there is something newer and hands it out in pieces, and asks a peer now
 * and then for what was missed. Its deployment ends when a peer's catalogue has come, or when there
 * is none to be had.
 */
public final class CatalogVerticle extends VerticleBase {

  private static final Logger LOG = LoggerFactory.getLogger(CatalogVerticle.class);
  private static final Duration PEER = Duration.ofSeconds(2);

  private final Bus bus;
  private final Membership membership;
  private final LiveConfig live;
  private final Catalog catalog;
  private final Duration compare;
  private final Map<String, Boolean> resting = new HashMap<>();
  private final Set<String> groups = new HashSet<>();
  private Fetching fetching;

  /**
   * @param compare time between two looks at what a peer has
   */
  public CatalogVerticle(
      Bus bus, Membership membership, LiveConfig live, Catalog catalog, Duration compare) {
    this.bus = bus;
    this.membership = membership;
    this.live = live;
    this.catalog = catalog;
    this.compare = compare;
  }

  @Override
  public Future<?> start() {
    fetching = new Fetching(bus, catalog);
    live.servers().values().stream()
        .filter(ServerSpec::isGroup)
        .forEach(spec -> groups.add(spec.name()));
    live.onServers(change -> context.runOnContext(v -> configured(change)));
    live.onAccess(young -> context.runOnContext(v -> live.servers().keySet().forEach(this::look)));
    vertx.setPeriodic(compare.toMillis(), id -> repair());
    return Future.all(
            bus.hearNode(Addresses.LISTS_READ, this::read).completion(),
            bus.hearAll(Addresses.LISTS_CHANGED, this::told).completion(),
            bus.hear(Addresses.EVENT_SERVER_STATUS, this::state).completion(),
            bus.answerNode(Addresses.LISTS_FETCH, this::piece).completion(),
            bus.answerNode(Addresses.LISTS_NEWER, this::newer).completion())
        .compose(done -> join());
  }

  /** The owner, which is this node, read the lists of a server. */
  private void read(JsonObject told) {
    Shelf young = Reading.shelf(told, catalog, System.nanoTime());
    if (live.servers().containsKey(young.server()) && catalog.fold(young)) {
      bus.tellAll(
          Addresses.LISTS_CHANGED, young.summary(System.nanoTime()).put("node", bus.node()));
    }
  }

  private void told(JsonObject summary) {
    if (!bus.node().equals(summary.getString("node"))) {
      take(summary.getString("node"), summary);
    }
  }

  private Future<Void> take(String node, JsonObject summary) {
    return live.servers().containsKey(summary.getString("server"))
        ? fetching.take(node, summary)
        : Future.succeededFuture();
  }

  /** What rests is not shown; so its coming and going changes what there is to see. */
  private void state(JsonObject event) {
    JsonObject status = event.getJsonObject("data").getJsonObject("status");
    String server = status.getString("server");
    boolean rests = ServerState.of(status.getString("state")).atRest();
    Boolean before = resting.put(server, rests);
    if (before != null && before != rests && live.servers().containsKey(server)) {
      look(server);
    }
  }

  private void configured(ServersChange change) {
    change.removed().forEach(catalog::remove);
    change.changed().forEach(this::reshaped);
    change.changed().keySet().forEach(this::look);
  }

  /**
   * Lists of a server and lists of its replicas are told under claims that do not compare: those
   * that are known hold until any others come.
   */
  private void reshaped(String server, ServerSpec spec) {
    if (spec.isGroup() ? groups.add(server) : groups.remove(server)) {
      catalog.outdate(server);
    }
  }

  /** Whoever listens has to compare what is to be seen of this server. */
  private void look(String server) {
    catalog.changed(server, EnumSet.allOf(Listed.class));
  }

  private Future<JsonObject> piece(Request request) {
    Fields f = Fields.of(request.body());
    Shelf shelf = catalog.of(f.text("server"));
    Listed listed = f.word("list", Reading::listed);
    ItemList list = shelf == null ? null : shelf.list(listed);
    if (list == null || !list.digest().equals(f.text("digest"))) {
      throw Failure.CONFLICT.because(null);
    }
    return Future.succeededFuture(Piece.of(list.items(), (int) f.number("from")).toJson());
  }

  /** {@code {"known":{"files":{claim}}}} → {@code {"shelves":[summary...]}}. */
  private Future<JsonObject> newer(Request request) {
    JsonObject known = Fields.of(request.body()).object("known", json -> json);
    JsonArray shelves = new JsonArray();
    for (Shelf shelf : catalog.all()) {
      JsonObject claim = known.getJsonObject(shelf.server());
      if (claim == null || shelf.claim().beats(Claim.fromJson(claim))) {
        shelves.add(shelf.summary(System.nanoTime()));
      }
    }
    return Future.succeededFuture(new JsonObject().put("shelves", shelves));
  }

  private Future<?> join() {
    return ask()
        .recover(
            cause -> {
              LOG.info("joined without lists cause={}", cause.getMessage());
              return Future.succeededFuture();
            });
  }

  private void repair() {
    ask().onFailure(cause -> LOG.debug("lists of a peer: {}", cause.getMessage()));
  }

  private Future<?> ask() {
    List<NodeId> peers =
        membership.live().stream().filter(node -> !node.equals(membership.self())).toList();
    if (peers.isEmpty()) {
      return Future.succeededFuture();
    }
    String peer = Objects.toString(peers.get(ThreadLocalRandom.current().nextInt(peers.size())));
    JsonObject known = new JsonObject();
    catalog.all().forEach(shelf -> known.put(shelf.server(), shelf.claim().toJson()));
    return bus.askNode(
            peer, Addresses.LISTS_NEWER, new JsonObject().put("known", known), null, PEER)
        .map(answer -> Fields.of(answer).objects("shelves", json -> json))
        .compose(shelves -> Future.join(shelves.stream().map(s -> take(peer, s)).toList()));
  }
}
