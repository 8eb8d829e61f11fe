package dev.omnibus.bridge;

import dev.omnibus.access.Caller;
import dev.omnibus.bridge.socket.CloseCode;
import dev.omnibus.bridge.socket.Connection;
import dev.omnibus.bridge.socket.Desk;
import dev.omnibus.bus.Failure;
import io.vertx.core.AsyncResult;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;

/**
 * The requests of one socket: allowed ones go to the bus with the caller that the token named, and
 * the answer goes back to the socket that asked and to no other. Client headers go nowhere.
 */
final class Requests {

  /** A {@code send} here with {@code {"token":".."}} keeps the socket open for a new token. */
  static final String RENEW = "bridge.renew";

  private final Desk desk;
  private final Connection connection;
  private final Answers answers;
  private final Visible visible;
  private int pending;

  Requests(Desk desk, Connection connection, Answers answers) {
    this.desk = desk;
    this.connection = connection;
    this.answers = answers;
    this.visible = new Visible(desk.policy());
  }

  void send(ClientFrame frame) {
    if (pending >= desk.config().maxPending()) {
      answers.fail(
          frame.returnAddress(), Failure.LIMITED.because("too many requests wait for answers"));
    } else if (frame.address().equals(RENEW)) {
      renew(frame);
    } else if (!desk.policy().mayRequest(connection.caller(), frame.address(), frame.body())) {
      answers.refuse(frame.address(), frame.returnAddress(), null);
    } else {
      ask(frame);
    }
  }

  private void ask(ClientFrame frame) {
    pending++;
    JsonObject caller = connection.caller().toJson();
    desk.bus()
        .ask(frame.address(), frame.body(), caller, desk.config().requestTimeout())
        .onComplete(answer -> connection.loop().execute(() -> answered(frame, answer)));
  }

  private void answered(ClientFrame frame, AsyncResult<JsonObject> answer) {
    pending--;
    if (answer.failed()) {
      connection.send(ServerFrames.error(frame.returnAddress(), answer.cause()));
    } else if (frame.replyAddress() != null) {
      JsonObject seen = visible.of(frame.address(), answer.result(), connection.caller());
      connection.send(ServerFrames.reply(frame.replyAddress(), seen));
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
    if (young.failed()) {
      desk.security().refused("renewal", RENEW, connection.caller().user(), connection.remote());
      answered(frame, young.mapEmpty());
    } else if (!young.result().user().equals(connection.caller().user())) {
      pending--;
      answers.refuse(RENEW, frame.returnAddress(), "the token is another user's");
      connection.close(CloseCode.FORBIDDEN);
    } else {
      connection.renew(young.result());
      String expires = young.result().expires().toString();
      answered(
          frame, Future.succeededFuture(new JsonObject().put("ok", true).put("expires", expires)));
    }
  }
}
