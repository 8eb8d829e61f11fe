package dev.omnibus.gateway.relay;

import dev.omnibus.gateway.agent.Post;
import dev.omnibus.gateway.agent.RpcException;
import dev.omnibus.gateway.line.Answer;
import dev.omnibus.gateway.line.Ask;
import dev.omnibus.gateway.line.Asker;
import dev.omnibus.gateway.line.Head;
import dev.omnibus.gateway.seen.Outcome;
import dev.omnibus.gateway.seen.Sight;
import dev.omnibus.gateway.target.Target;
import dev.omnibus.tracing.CallTrace;
import dev.omnibus.tracing.Stage;
import dev.omnibus.tracing.TraceHeaders;
import io.vertx.core.AsyncResult;
import io.vertx.core.buffer.Buffer;

/**
 * An agent's message on its way to a server, with what that server is shown; a credential that it
 * refuses is replaced once. It lives on one loop.
 */
final class Sending implements Asker {

  private final Passage passage;
  private final Relay relay;
  private final Post post;
  private final Sight sight;
  private Target target;
  private Ask ask;
  private String session;
  private String shown;
  private boolean shownAgain;
  private boolean sent;
  private long counted;

  Sending(Passage passage, Relay relay, Post post, Sight sight) {
    this.passage = passage;
    this.relay = relay;
    this.post = post;
    this.sight = sight;
  }

  void to(Target next) {
    target = next;
    sent = false;
    sight.trace().towards(target.replica());
    sight.trace().tries();
    shown = target.shown();
    if (shown == null) {
      target.fetchShown().onComplete(this::fetched);
    } else {
      open();
    }
  }

  /** Without its credential there is no use in asking the server. */
  private void fetched(AsyncResult<String> credential) {
    if (passage.isOver()) {
      return;
    }
    if (credential.succeeded()) {
      shown = credential.result();
      open();
    } else {
      passage.fail(RpcException.own(502, credential.cause().getMessage()), Outcome.TRANSPORT);
    }
  }

  private void open() {
    ask = relay.shelves().of(target).ask(this);
    if (passage.isOver()) {
      ask.drop(); // it failed, or was answered, within this turn
    }
  }

  @Override
  public Buffer dress(Head head) {
    session = post.session() == null ? null : post.session().changes().upstream();
    CallTrace trace = sight.trace();
    Headers.onward(post.http().headers(), target, shown, trace.hasParent(), head);
    if (session != null) {
      head.add(Headers.SESSION, session);
    }
    head.add(TraceHeaders.PARENT, trace.onward().text());
    trace.at(Stage.FIRST_BYTE);
    sent = true;
    Buffer body = TraceHeaders.onward(post.message(), trace).bytes();
    counted(body.length());
    return body;
  }

  /** Once, however often it is said: a connection may have ended before anybody read it. */
  private void counted(long length) {
    sight.sent(length - counted);
    counted = length;
  }

  @Override
  public void answered(Answer answer) {
    sight.trace().at(Stage.STREAM);
    boolean refused = !passage.isOver() && answer.status() == 401;
    if (refused && !shownAgain && target.refused(shown)) {
      shownAgain = true;
      answer.drop();
      to(target);
    } else {
      passage.answered(answer);
    }
  }

  @Override
  public void lost(Throwable cause) {
    passage.lost(cause);
  }

  /** The server's id of the session in which it was sent; null where there is none. */
  String session() {
    return session;
  }

  /** Whether the server may have done what it asks. */
  boolean isSent() {
    return sent;
  }

  /** Nothing came of it, so another one may be sent. */
  void undone() {
    sent = false;
  }

  /** What the server still says is of no use. */
  void drop() {
    if (ask != null) {
      ask.drop();
    }
  }
}
