package dev.omnibus.coordinator;

import dev.omnibus.bus.Addresses;
import dev.omnibus.bus.Bus;
import dev.omnibus.bus.Request;
import dev.omnibus.cluster.Membership;
import dev.omnibus.cluster.NodeId;
import dev.omnibus.cluster.ServerBoard;
import dev.omnibus.config.LiveConfig;
import dev.omnibus.model.Claim;
import dev.omnibus.model.Fields;
import dev.omnibus.model.ServerStatus;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ThreadLocalRandom;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps this node's {@link ServerBoard}: folds what all nodes say, repairs gaps by comparing
 * digests with a random peer, and answers for the fleet. Its deployment ends when a peer's board
 * has come, or when there is none to be had.
 */
public final class BoardVerticle extends VerticleBase {

  private static final Logger LOG = LoggerFactory.getLogger(BoardVerticle.class);
  private static final Duration PEER = Duration.ofSeconds(1);
  private static final Duration PAUSE = Duration.ofMillis(200);
  private static final int TRIES = 10;

  private final Bus bus;
  private final Membership membership;
  private final LiveConfig config;
  private final ServerBoard board;
  private final Duration digest;

  /**
   * @param digest time between two comparisons with a peer
   */
  public BoardVerticle(
      Bus bus, Membership membership, LiveConfig config, ServerBoard board, Duration digest) {
    this.bus = bus;
    this.membership = membership;
    this.config = config;
    this.board = board;
    this.digest = digest;
  }

  @Override
  public Future<?> start() {
    bus.answer(Addresses.QUERY_SERVER_LIST, request -> Future.succeededFuture(servers()));
    bus.answer(Addresses.QUERY_NODE_LIST, request -> Future.succeededFuture(nodes()));
    config.onServers(change -> change.removed().forEach(board::remove));
    vertx.setPeriodic(digest.toMillis(), ignored -> compare());
    return Future.all(
            bus.hear(Addresses.EVENT_SERVER_STATUS, this::fold).completion(),
            bus.hear(Addresses.EVENT_SERVER_HEALTH, this::fold).completion(),
            bus.hearAll(Addresses.REPLICA, this::replica).completion(),
            bus.hear(Addresses.EVENT_SERVER_REMOVED, this::drop).completion(),
            bus.answerNode(Addresses.BOARD, this::answer).completion())
        .compose(ignored -> join(TRIES));
  }

  private void fold(JsonObject event) {
    board.fold(ServerStatus.fromJson(event.getJsonObject("data").getJsonObject("status")));
  }

  private void replica(JsonObject told) {
    board.fold(ServerStatus.fromJson(told.getJsonObject("status")));
  }

  private void drop(JsonObject event) {
    board.remove(event.getJsonObject("data").getString("server"));
  }

  private JsonObject servers() {
    JsonArray servers = new JsonArray();
    board.all().stream()
        .filter(status -> config.servers().containsKey(status.server()))
        .forEach(status -> servers.add(status.toJson()));
    return new JsonObject().put("node", bus.node()).put("servers", servers);
  }

  private JsonObject nodes() {
    JsonArray nodes = new JsonArray();
    for (NodeId node : membership.live()) {
      nodes.add(
          new JsonObject()
              .put("id", node.toString())
              .put("name", node.name())
              .put("self", node.equals(membership.self())));
    }
    return new JsonObject().put("self", bus.node()).put("nodes", nodes);
  }

  /** {@code {"digest":{"files":{claim}}}} → {@code {"statuses":[...]}}: what the asker lacks. */
  private Future<JsonObject> answer(Request request) {
    Map<String, Claim> known = new TreeMap<>();
    JsonObject told = Fields.of(request.body()).object("digest", json -> json);
    told.fieldNames().forEach(name -> known.put(name, Claim.fromJson(told.getJsonObject(name))));
    JsonArray statuses = new JsonArray();
    board.newerThan(known).forEach(status -> statuses.add(status.toJson()));
    return Future.succeededFuture(new JsonObject().put("statuses", statuses));
  }

  /** Peers that start at the same time cannot answer yet: a few tries, then on without. */
  private Future<Void> join(int tries) {
    List<NodeId> peers = peers();
    if (peers.isEmpty()) {
      return Future.succeededFuture();
    }
    return ask(random(peers))
        .recover(
            cause -> {
              if (tries <= 1) {
                LOG.warn("joined without a board cause={}", cause.getMessage());
                return Future.succeededFuture();
              }
              return vertx.timer(PAUSE.toMillis()).compose(ignored -> join(tries - 1));
            });
  }

  private void compare() {
    board.retain(config.owned().keySet());
    List<NodeId> peers = peers();
    if (!peers.isEmpty()) {
      NodeId peer = random(peers);
      ask(peer).onFailure(cause -> LOG.debug("peer={} digest: {}", peer, cause.getMessage()));
    }
  }

  private Future<Void> ask(NodeId peer) {
    JsonObject known = new JsonObject();
    board.digest().forEach((server, claim) -> known.put(server, claim.toJson()));
    return bus.askNode(
            peer.toString(), Addresses.BOARD, new JsonObject().put("digest", known), null, PEER)
        .map(answer -> Fields.of(answer).objects("statuses", ServerStatus::fromJson))
        .onSuccess(statuses -> statuses.forEach(board::fold))
        .mapEmpty();
  }

  private List<NodeId> peers() {
    return membership.live().stream().filter(node -> !node.equals(membership.self())).toList();
  }

  private static NodeId random(List<NodeId> nodes) {
    return nodes.get(ThreadLocalRandom.current().nextInt(nodes.size()));
  }
}
