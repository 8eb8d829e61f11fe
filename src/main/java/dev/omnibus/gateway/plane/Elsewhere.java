package dev.omnibus.gateway.plane;

import dev.omnibus.access.Caller;
import dev.omnibus.bus.Addresses;
import dev.omnibus.bus.Bus;
import dev.omnibus.bus.Failure;
import dev.omnibus.bus.Request;
import dev.omnibus.gateway.session.Session;
import dev.omnibus.mcp.wire.Envelope;
import dev.omnibus.model.Fields;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * The same sessions on other nodes: hands over answers to their questions, tells them what was
 * cancelled, reads the streams that they keep. A stream is read by asking for what comes after an
 * event; the node that keeps it answers as soon as there is something.
 */
final class Elsewhere {

  private static final Duration REPLY = Duration.ofSeconds(5);
  private static final Duration WAIT = Duration.ofSeconds(5);

  /** What the way there and back may take on top. */
  private static final Duration WAY = Duration.ofSeconds(2);

  /** So many bytes in one answer; the next is asked for then. */
  private static final int MOST_BYTES = 1 << 20;

  /** What came of one reading. */
  record Part(boolean gone, boolean ended, int status, List<EventStream.Event> events) {

    static final Part GONE = new Part(true, false, 200, List.of());

    JsonObject toJson() {
      JsonArray all = new JsonArray();
      events.forEach(
          event ->
              all.add(
                  new JsonObject().put("n", event.number()).put("data", event.data().toString())));
      return new JsonObject()
          .put("gone", gone)
          .put("ended", ended)
          .put("status", status)
          .put("events", all);
    }

    static Part fromJson(JsonObject json) {
      List<EventStream.Event> events = new ArrayList<>();
      for (Object one : json.getJsonArray("events")) {
        Fields f = Fields.of((JsonObject) one);
        events.add(new EventStream.Event(f.number("n"), Buffer.buffer(f.json().getString("data"))));
      }
      return new Part(
          json.getBoolean("gone"), json.getBoolean("ended"), json.getInteger("status"), events);
    }
  }

  private final Vertx vertx;
  private final Bus bus;
  private final Plane plane;
  private final Predicate<String> lives;

  /**
   * @param lives whether a node of this id is a member of the cluster
   */
  Elsewhere(Vertx vertx, Bus bus, Plane plane, Predicate<String> lives) {
    this.vertx = vertx;
    this.bus = bus;
    this.plane = plane;
    this.lives = lives;
  }

  /** Completes when the other nodes can reach this one. */
  Future<Void> listen() {
    return Future.all(
            bus.answerNode(Addresses.AGENT_REPLY, this::replied).completion(),
            bus.answerNode(Addresses.STREAM_READ, this::readHere).completion(),
            bus.answerNode(Addresses.CALL_GO_ON, this::goOnHere).completion(),
            bus.hearAll(Addresses.SESSION_SAID, this::said).completion())
        .mapEmpty();
  }

  boolean lives(String node) {
    return lives.test(node);
  }

  // --- answers to questions

  /** Completes with whether somebody waited for it. */
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

  private Future<JsonObject> replied(Request request) {
    Fields f = Fields.of(request.body());
    Envelope message = Envelope.of(f.text("message"));
    return on(f.text("uid"), talk -> talk.reply(message))
        .map(taken -> new JsonObject().put("taken", Boolean.TRUE.equals(taken)));
  }

  // --- what concerns a call or a stream on whatever node

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

  private void said(JsonObject what) {
    if (what.containsKey("drop")) {
      if (bus.node().equals(what.getString("keeper"))) {
        plane.drop(what.getLong("drop"));
      }
      return;
    }
    Conversation talk = plane.known(what.getString("uid"));
    if (talk == null || bus.node().equals(what.getString("node"))) {
      return;
    }
    String cancelled = what.getString("cancel");
    talk.loop()
        .run(
            () -> {
              if (cancelled == null) {
                talk.giveWay();
              } else {
                talk.cancel(cancelled, null);
              }
            });
  }

  // --- streams

  /**
   * What came after this event; waits a while for something to come.
   *
   * @param uid of the session whose stream it is; null for one that was lent
   * @param atOnce without waiting
   */
  Future<Part> read(EventId from, String uid, boolean atOnce) {
    if (!lives(from.node())) {
      return Future.succeededFuture(Part.GONE);
    }
    JsonObject body =
        new JsonObject()
            .put("uid", uid)
            .put("stream", from.stream())
            .put("after", from.event())
            .put("waitMs", atOnce ? 0 : WAIT.toMillis());
    return bus.askNode(from.node(), Addresses.STREAM_READ, body, null, WAIT.plus(WAY))
        .map(Part::fromJson);
  }

  private Future<JsonObject> readHere(Request request) {
    Fields f = Fields.of(request.body());
    long after = f.number("after");
    Promise<Part> read = Promise.promise();
    String uid = f.textOrNull("uid");
    Conversation talk = uid == null ? null : plane.known(uid);
    Lent lent = uid == null ? plane.lent(f.number("stream")) : null;
    if (talk != null) {
      talk.loop()
          .run(() -> read(talk.stream(f.number("stream")), after, 200, f.number("waitMs"), read));
    } else if (lent != null) {
      lent.loop()
          .run(
              () -> {
                lent.readTo(after);
                read(lent.stream(), after, lent.status(), f.number("waitMs"), read);
              });
    } else {
      read.complete(Part.GONE);
    }
    return read.future().map(Part::toJson);
  }

  private void read(
      EventStream stream, long after, int status, long waitMillis, Promise<Part> read) {
    if (stream == null || !stream.reaches(after)) {
      read.tryComplete(Part.GONE);
      return;
    }
    List<EventStream.Event> events = some(stream.after(after));
    boolean all = events.size() == stream.after(after).size();
    stream.readFor(WAIT.plus(WAY));
    if (!events.isEmpty() || stream.hasEnded() || waitMillis == 0) {
      read.tryComplete(new Part(false, all && stream.hasEnded(), status, events));
      return;
    }
    long timer = vertx.setTimer(waitMillis, id -> read(stream, after, status, 0, read));
    stream.onMore(
        () -> {
          if (vertx.cancelTimer(timer)) {
            read(stream, after, status, 0, read);
          }
        });
  }

  // --- calls that wait on another node

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

  private Future<JsonObject> goOnHere(Request request) {
    Fields f = Fields.of(request.body());
    Envelope again = Envelope.of(f.text("message"));
    Caller caller = Caller.fromJson(request.caller());
    long stream = plane.lend(caller, f.textOrNull("server"), again);
    return Future.succeededFuture(new JsonObject().put("stream", stream));
  }

  /** The agent that reads it here is gone. */
  void drop(EventId stream) {
    bus.tellAll(
        Addresses.SESSION_SAID,
        new JsonObject().put("drop", stream.stream()).put("keeper", stream.node()));
  }

  private static List<EventStream.Event> some(List<EventStream.Event> all) {
    int bytes = 0;
    for (int i = 0; i < all.size(); i++) {
      bytes += all.get(i).data().length();
      if (bytes > MOST_BYTES) {
        return all.subList(0, i + 1);
      }
    }
    return all;
  }

  private <T> Future<T> on(String uid, Function<Conversation, T> what) {
    Conversation talk = plane.known(uid);
    if (talk == null) {
      return Future.succeededFuture();
    }
    Promise<T> done = Promise.promise();
    talk.loop().run(() -> done.complete(what.apply(talk)));
    return done.future();
  }
}
