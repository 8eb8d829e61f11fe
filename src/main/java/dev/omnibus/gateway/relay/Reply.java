package dev.omnibus.gateway.relay;

import dev.omnibus.gateway.agent.Listed;
import dev.omnibus.gateway.agent.Post;
import dev.omnibus.gateway.agent.RpcException;
import dev.omnibus.gateway.line.Answer;
import dev.omnibus.gateway.seen.Outcome;
import dev.omnibus.gateway.seen.Sight;
import io.vertx.core.AsyncResult;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.internal.buffer.BufferInternal;

/** One answer of a server on its way to the agent: piped as it comes, but for what is cut of it. */
final class Reply {

  /** How long the end of a body that nobody wants is waited for. */
  private static final long NEEDLESS_MILLIS = 2_000;

  private final Passage passage;
  private final Relay relay;
  private final Post post;
  private final Outlet outlet;
  private final Sight sight;
  private final Deadline deadline;
  private final Answer response;
  private final boolean stream;
  private final AnswerPeek peek = new AnswerPeek();
  private long whole;

  Reply(
      Passage passage,
      Relay relay,
      Post post,
      Outlet outlet,
      Sight sight,
      Deadline deadline,
      Answer response) {
    this.passage = passage;
    this.relay = relay;
    this.post = post;
    this.outlet = outlet;
    this.sight = sight;
    this.deadline = deadline;
    this.response = response;
    this.stream = isEventStream(response);
  }

  static boolean isEventStream(Answer response) {
    String type = response.header("content-type");
    return type != null && type.regionMatches(true, 0, "text/event-stream", 0, 17);
  }

  void begin() {
    if (response.status() == 202) {
      accepted();
    } else if (relay.ledger().begins(post, response)) {
      session();
    } else if (filters()) {
      Listed listed = Listed.byMethod(post.method()).orElseThrow();
      new Filtered(relay.permits(), post, listed, relay.config().maxBodyBytes())
          .read(response)
          .onComplete(this::filtered);
    } else {
      outlet.head(response, stream, passage.renewed());
      pipe();
    }
  }

  /** It has no body, whatever the server thinks. */
  private void accepted() {
    response.handler(needless -> response.drop());
    response.exceptionHandler(expected -> {});
    relay.after(NEEDLESS_MILLIS, response::drop);
    outlet.accepted();
    passage.done(Outcome.OK);
  }

  private boolean filters() {
    return post.isRequest()
        && response.status() == 200
        && Listed.byMethod(post.method()).isPresent()
        && !relay.permits().usesAll(post.caller(), post.server());
  }

  private void session() {
    String id = relay.ledger().begin(post, response, passage.replica()).orElse(null);
    if (id == null) {
      passage.refuse(
          RpcException.own(400, "'initialize' says more than a session id can hold"),
          Outcome.LIMIT);
    } else {
      outlet.head(response, stream, 0);
      outlet.header(Headers.SESSION, id);
      pipe();
    }
  }

  private void filtered(AsyncResult<Buffer> list) {
    if (list.failed()) {
      passage.lost(list.cause());
    } else {
      whole(list.result());
    }
  }

  /** An answer that was read already. */
  void whole(Buffer body) {
    outlet.head(response, stream, passage.renewed());
    outlet.withoutLength();
    piece(body, true);
    finish();
  }

  private void pipe() {
    whole = response.length();
    outlet.open(whole >= 0);
    response.handler(this::chunk);
    response.endHandler(ended -> finish());
  }

  private void chunk(Buffer chunk) {
    piece(chunk, chunk.length() == whole);
  }

  private void piece(Buffer chunk, boolean isAll) {
    sight.received(chunk.length());
    peek.feed(((BufferInternal) chunk).getByteBuf());
    if (!isAll) {
      progress();
    }
    outlet.piece(chunk, isAll);
  }

  /** An answer on its way is progress too; other bytes are not. */
  private void progress() {
    if (peek.takeProgress()) {
      sight.progress();
      deadline.extend(System.nanoTime());
    } else if (peek.takeQuestion()) {
      deadline.suspend();
    } else if (!stream || peek.inResult()) {
      deadline.extend(System.nanoTime());
    }
  }

  private void finish() {
    outlet.end();
    boolean good = response.status() < 300;
    if (good) {
      relay.ledger().remember(post);
    }
    passage.done(good ? peek.outcome() : Outcome.PROTOCOL);
  }
}
