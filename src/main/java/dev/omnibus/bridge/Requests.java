package dev.omnibus.bridge;

import dev.omnibus.access.Caller;
import dev.omnibus.access.Visible;
import dev.omnibus.bridge.hub.Packet;
import dev.omnibus.bridge.socket.CloseCode;
import dev.omnibus.bridge.socket.Connection;
import dev.omnibus.bridge.socket.Desk;
import dev.omnibus.bus.Addresses;
import dev.omnibus.bus.Failure;
import dev.omnibus.contract.Admission;
import dev.omnibus.contract.Contract;
import dev.omnibus.contract.Objection;
import dev.omnibus.contract.Patience;
import dev.omnibus.trail.AuditEntry;
import io.vertx.core.AsyncResult;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.Optional;

/**
 * The requests of one socket: allowed ones go to the bus with the caller that the token named, and
 * the answer goes back to the socket that asked and to no other. Client headers go nowhere.
 */
final class Requests {

  private final Desk desk;
  private final Connection connection;
  private final Answers answers;
  private final Dialect dialect;
  private final Sealing sealing;
  private final Visible visible;
  private final Admission admission;
  private int pending;

  Requests(Desk desk, Connection connection, Answers answers, Dialect dialect, Sealing sealing) {
    this.desk = desk;
    this.connection = connection;
    this.answers = answers;
    this.dialect = dialect;
    this.sealing = sealing;
    this.visible = new Visible(desk.policy());
    this.admission = new Admission(desk.policy(), Contract.ours());
  }

  void send(ClientFrame frame) {
    if (pending >= desk.config().maxPending()) {
      answers.limit(frame.returnAddress(), "too many requests wait for answers");
    } else if (frame.address().equals(Addresses.BRIDGE_RENEW)) {
      renew(frame);
    } else if (frame.address().equals(Addresses.BRIDGE_SEAL)) {
      seal(frame);
    } else if (sealing.lacks(frame)) {
      answers.fail(frame.returnAddress(), Failure.FORBIDDEN.because(Sealing.FIRST));
    } else {
      open(frame);
    }
  }

  private void seal(ClientFrame frame) {
    try {
      JsonObject answer = sealing.begin(frame.body());
      connection.send(ServerFrames.reply(dialect, frame.returnAddress(), answer));
    } catch (IllegalArgumentException e) {
      answers.fail(frame.returnAddress(), Failure.BAD_REQUEST.because(e.getMessage()));
    }
  }

  private void open(ClientFrame frame) {
    ClientFrame clear;
    try {
      clear = sealing.opened(frame);
    } catch (IllegalArgumentException e) {
      answers.fail(frame.returnAddress(), Failure.BAD_REQUEST.because(e.getMessage()));
      return;
    }
    permitted(clear);
  }

  private void permitted(ClientFrame frame) {
    Optional<Objection> no =
        admission.objection(connection.caller(), frame.address(), frame.body());
    if (no.isEmpty()) {
      ask(frame);
    } else if (no.get().failure() == Failure.FORBIDDEN) {
      answers.refuse(frame.address(), frame.returnAddress(), null);
    } else {
      JsonObject error = ServerFrames.failure(frame.returnAddress(), no.get().toException());
      connection.send(Packet.of(sealing.failure(frame, error)));
    }
  }

  private void ask(ClientFrame frame) {
    pending++;
    JsonObject caller = caller(frame.address());
    Duration deadline = Patience.of(frame.body(), desk.config().requestTimeout());
    long began = System.nanoTime();
    desk.bus()
        .ask(frame.address(), frame.body(), caller, deadline)
        .onComplete(
            answer ->
                connection
                    .loop()
                    .execute(
                        () -> {
                          note(frame, answer, began);
                          answered(frame, answer);
                        }));
  }

  /** Over which socket something is said concerns presence alone. */
  private JsonObject caller(String address) {
    JsonObject caller = connection.caller().toJson();
    return address.equals(Addresses.COMMAND_PRESENCE_UPDATE)
        ? caller.put("socket", connection.id())
        : caller;
  }

  /** Queries change nothing and are not noted; nor is what somebody looks at. */
  private void note(ClientFrame frame, AsyncResult<JsonObject> answer, long began) {
    if (Addresses.COMMANDS.contains(frame.address())
        && !Addresses.FLEETING.contains(frame.address())) {
      long millis = (System.nanoTime() - began) / 1_000_000;
      desk.trail().commanded(connection, frame.address(), frame.body(), outcome(answer), millis);
    }
  }

  private static String outcome(AsyncResult<JsonObject> answer) {
    return answer.succeeded() ? AuditEntry.OK : Failure.behind(answer.cause()).failure().word();
  }

  private void answered(ClientFrame frame, AsyncResult<JsonObject> answer) {
    pending--;
    if (answer.failed()) {
      JsonObject error = ServerFrames.failure(frame.returnAddress(), answer.cause());
      connection.send(Packet.of(sealing.failure(frame, error)));
    } else if (frame.replyAddress() != null) {
      JsonObject seen = visible.of(frame.address(), answer.result(), connection.caller());
      JsonObject body = sealing.reply(frame, seen);
      connection.send(ServerFrames.reply(dialect, frame.replyAddress(), body));
    }
  }

  private void renew(ClientFrame frame) {
    if (!(frame.body().getValue("token") instanceof String token)) {
      answers.fail(frame.returnAddress(), Failure.BAD_REQUEST.because("missing 'token'"));
      return;
    }
    pending++;
    desk.tokens()
        .verifyAccess(token)
        .onComplete(young -> connection.loop().execute(() -> renewed(frame, young)));
  }

  private void renewed(ClientFrame frame, AsyncResult<Caller> young) {
    if (!connection.isOpen()) {
      return;
    }
    if (young.failed()) {
      desk.trail().authenticated(connection, "refused");
      desk.security()
          .refused(
              "renewal", Addresses.BRIDGE_RENEW, connection.caller().user(), connection.remote());
      answered(frame, young.mapEmpty());
    } else if (!young.result().user().equals(connection.caller().user())) {
      pending--;
      desk.trail().authenticated(connection, "another_user");
      answers.refuse(Addresses.BRIDGE_RENEW, frame.returnAddress(), "the token is another user's");
      connection.close(CloseCode.FORBIDDEN);
    } else {
      connection.renew(young.result());
      desk.trail().authenticated(connection, AuditEntry.OK);
      String expires = young.result().expires().toString();
      answered(
          frame, Future.succeededFuture(new JsonObject().put("ok", true).put("expires", expires)));
    }
  }
}
