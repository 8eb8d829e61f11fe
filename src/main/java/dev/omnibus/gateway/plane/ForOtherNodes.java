package dev.omnibus.gateway.plane;

import dev.omnibus.access.Caller;
import dev.omnibus.bus.Addresses;
import dev.omnibus.bus.Bus;
import dev.omnibus.bus.Failure;
import dev.omnibus.bus.Request;
import dev.omnibus.gateway.agent.RpcException;
import dev.omnibus.mcp.wire.Envelope;
import dev.omnibus.model.Fields;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.function.Function;
import java.util.function.IntSupplier;

/** What {@link Elsewhere} of other nodes asks of this one. */
final class ForOtherNodes {

  /** Who reads comes again in this time. */
  private static final Duration AGAIN = Elsewhere.WAIT.plus(Elsewhere.WAY);

  /** Who was told the number of a stream begins to read it in this time. */
  private static final Duration UNREAD = Duration.ofSeconds(15);

  private final Vertx vertx;
  private final Bus bus;
  private final Conversations conversations;
  private final Loans loans;

  ForOtherNodes(Vertx vertx, Bus bus, Conversations conversations, Loans loans) {
    this.vertx = vertx;
    this.bus = bus;
    this.conversations = conversations;
    this.loans = loans;
  }

  /** Completes when the other nodes can reach this one. */
  Future<Void> listen() {
    return Future.all(
            bus.answerNode(Addresses.AGENT_REPLY, this::replied).completion(),
            bus.answerNode(Addresses.STREAM_READ, this::read).completion(),
            bus.answerNode(Addresses.CALL_GO_ON, this::goOn).completion(),
            bus.hearAll(Addresses.SESSION_SAID, this::said).completion())
        .mapEmpty();
  }

  private Future<JsonObject> replied(Request request) {
    Fields f = Fields.of(request.body());
    Envelope message = Envelope.of(f.text("message"));
    return on(f.text("uid"), talk -> talk.reply(message))
        .map(taken -> new JsonObject().put("taken", Boolean.TRUE.equals(taken)));
  }

  private <T> Future<T> on(String uid, Function<Conversation, T> what) {
    Conversation talk = conversations.known(uid);
    if (talk == null) {
      return Future.succeededFuture();
    }
    Promise<T> done = Promise.promise();
    talk.loop().run(() -> done.complete(what.apply(talk)));
    return done.future();
  }

  private void said(JsonObject what) {
    if (!what.containsKey("drop")) {
      ofSession(what);
    } else if (bus.node().equals(what.getString("keeper"))) {
      loans.drop(what.getLong("drop"));
    }
  }

  private void ofSession(JsonObject what) {
    Conversation talk = conversations.known(what.getString("uid"));
    if (talk == null || bus.node().equals(what.getString("node"))) {
      return;
    }
    String cancelled = what.getString("cancel");
    talk.loop()
        .run(
            () -> {
              if (cancelled == null) {
                talk.listening().giveWay();
              } else {
                talk.cancel(cancelled, null);
              }
            });
  }

  private Future<JsonObject> goOn(Request request) {
    Fields f = Fields.of(request.body());
    Envelope again = Envelope.of(f.text("message"));
    Caller caller = Caller.fromJson(request.caller());
    try {
      return loans
          .lend(caller, f.textOrNull("server"), again, UNREAD)
          .map(stream -> new JsonObject().put("stream", stream));
    } catch (RpcException tooMany) {
      return Future.failedFuture(Failure.LIMITED.because(tooMany.getMessage()));
    }
  }

  private Future<JsonObject> read(Request request) {
    Fields f = Fields.of(request.body());
    String uid = f.textOrNull("uid");
    Promise<StreamPart> part = Promise.promise();
    if (uid == null) {
      readLent(f, part);
    } else {
      readOfSession(uid, f, part);
    }
    return part.future().map(StreamPart::toJson);
  }

  private void readOfSession(String uid, Fields asked, Promise<StreamPart> part) {
    Conversation talk = conversations.known(uid);
    if (talk == null) {
      part.complete(StreamPart.GONE);
      return;
    }
    talk.loop()
        .run(
            () -> {
              EventStream stream = talk.listening().stream(asked.number("stream"));
              read(stream, asked.number("after"), () -> 200, asked.number("waitMs"), part);
            });
  }

  private void readLent(Fields asked, Promise<StreamPart> part) {
    Lent lent = loans.of(asked.number("stream"));
    if (lent == null) {
      part.complete(StreamPart.GONE);
      return;
    }
    long after = asked.number("after");
    lent.loop()
        .run(
            () -> {
              lent.readTo(after);
              read(lent.stream(), after, lent::status, asked.number("waitMs"), part);
            });
  }

  /**
   * @param status the HTTP status as it is when there is something to be told
   */
  private void read(
      EventStream stream,
      long after,
      IntSupplier status,
      long waitMillis,
      Promise<StreamPart> read) {
    if (stream == null || !stream.reaches(after)) {
      read.tryComplete(StreamPart.GONE);
      return;
    }
    StreamPart part = StreamPart.after(stream, after, status.getAsInt());
    stream.readFor(AGAIN);
    if (!part.events().isEmpty() || stream.hasEnded() || waitMillis == 0) {
      read.tryComplete(part);
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
}
