package dev.omnibus.gateway.plane;

import dev.omnibus.bus.Addresses;
import dev.omnibus.bus.Bus;
import dev.omnibus.bus.Failure;
import dev.omnibus.gateway.session.Session;
import dev.omnibus.mcp.wire.Envelope;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.function.Predicate;

/**
 * The same sessions on other nodes: hands over answers to their questions, tells them what was
 * cancelled, reads the streams that they keep. A stream is read by asking for what comes after an
 * event; the node that keeps it answers as soon as there is something.
 */
final class Elsewhere {

  private static final Duration REPLY = Duration.ofSeconds(5);

  /** A reading waits so long for something to come. */
  static final Duration WAIT = Duration.ofSeconds(5);

  /** What the way there and back may take on top. */
  static final Duration WAY = Duration.ofSeconds(2);

  private final Bus bus;
  private final Predicate<String> lives;

  /**
   * @param lives whether a node of this id is a member of the cluster
   */
  Elsewhere(Bus bus, Predicate<String> lives) {
    this.bus = bus;
    this.lives = lives;
  }

  boolean lives(String node) {
    return lives.test(node);
  }

  /** An agent's answer to a question of that node; completes with whether somebody waited. */
  Future<Boolean> reply(String node, Session session, Envelope message) {
    if (!lives(node)) {
      return Future.succeededFuture(false);
    }
    JsonObject body =
        new JsonObject()
            .put("uid", session.start().uid())
            .put("message", message.bytes().toString());
    return bus.askNode(node, Addresses.AGENT_REPLY, body, null, REPLY)
        .map(answer -> answer.getBoolean("taken"));
  }

  /** The agent cancelled a call that is under way on whatever node. */
  void cancel(Session session, String id) {
    tell(session, new JsonObject().put("cancel", id));
  }

  /** The agent listens here now. */
  void takeOver(Session session) {
    tell(session, new JsonObject().put("listens", true));
  }

  private void tell(Session session, JsonObject what) {
    bus.tellAll(
        Addresses.SESSION_SAID, what.put("uid", session.start().uid()).put("node", bus.node()));
  }

  /**
   * What came after this event; waits a while for something to come.
   *
   * @param uid of the session whose stream it is; null for one that was lent
   * @param atOnce without waiting
   */
  Future<StreamPart> read(EventId from, String uid, boolean atOnce) {
    if (!lives(from.node())) {
      return Future.succeededFuture(StreamPart.GONE);
    }
    JsonObject body =
        new JsonObject()
            .put("uid", uid)
            .put("stream", from.stream())
            .put("after", from.event())
            .put("waitMs", atOnce ? 0 : WAIT.toMillis());
    return bus.askNode(from.node(), Addresses.STREAM_READ, body, null, WAIT.plus(WAY))
        .map(StreamPart::fromJson);
  }

  /** Has the node with the waiting call go on with it; completes with the stream of the answer. */
  Future<EventId> goOn(String node, Guest guest, Envelope again) {
    if (!lives(node)) {
      return Future.failedFuture(Failure.NOT_FOUND.because(null));
    }
    JsonObject body =
        new JsonObject().put("server", guest.server()).put("message", again.bytes().toString());
    return bus.askNode(node, Addresses.CALL_GO_ON, body, guest.caller().toJson(), REPLY)
        .map(answer -> new EventId(0, answer.getLong("stream"), again.id(), node));
  }

  /** The agent that reads it here is gone. */
  void drop(EventId stream) {
    bus.tellAll(
        Addresses.SESSION_SAID,
        new JsonObject().put("drop", stream.stream()).put("keeper", stream.node()));
  }
}
