package dev.omnibus.gateway.relay;

import dev.omnibus.gateway.agent.Listed;
import dev.omnibus.gateway.agent.Post;
import dev.omnibus.gateway.agent.RpcException;
import dev.omnibus.gateway.seen.Outcome;
import dev.omnibus.gateway.seen.Sight;
import dev.omnibus.gateway.target.Target;
import dev.omnibus.mcp.Era;
import io.vertx.core.AsyncResult;
import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.internal.buffer.BufferInternal;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One message of an agent on its way to a server and back. The bytes are the agent's and the
 * server's; in between stand the session id, the deadline, and what is done when the server forgot
 * the session or is not there. It lives on one loop.
 */
final class Passage {

  private static final Logger LOG = LoggerFactory.getLogger(Passage.class);
  private static final int MOST_TRIES = 3;

  private final Relay relay;
  private final Post post;
  private final Target target;
  private final Sight sight;
  private final Outlet outlet;
  private final AnswerPeek peek = new AnswerPeek();
  private final long began = System.nanoTime();
  private HttpClientRequest request;
  private HttpClientResponse response;
  private long moved = began;
  private int tries;
  private boolean sent;
  private boolean revived;
  private boolean ending;
  private boolean over;

  Passage(Relay relay, Post post, Target target, Sight sight) {
    this.relay = relay;
    this.post = post;
    this.target = target;
    this.sight = sight;
    this.outlet = new Outlet(relay, post);
  }

  void start() {
    outlet.onGone(this::agentGone);
    connect();
  }

  private void connect() {
    tries++;
    sent = false;
    relay.requests().request(target.request(HttpMethod.POST)).onComplete(this::connected);
  }

  private void connected(AsyncResult<HttpClientRequest> made) {
    if (over) {
      if (made.succeeded()) {
        made.result().reset();
      }
    } else if (made.failed()) {
      lost(made.cause());
    } else {
      send(made.result());
    }
  }

  private void send(HttpClientRequest young) {
    request = young;
    young.exceptionHandler(failure -> LOG.debug("server={} broke: {}", target.server(), failure));
    MultiMap headers = young.headers();
    Headers.onward(post.http().headers(), headers);
    relay.dress(headers, target, post.session());
    headers.set("traceparent", sight.traceparent());
    young.response().onComplete(this::answered);
    sent = true;
    Buffer body = post.message().bytes();
    sight.sent(body.length());
    young.end(body);
  }

  private void answered(AsyncResult<HttpClientResponse> got) {
    if (over) {
      return;
    }
    if (got.failed()) {
      lost(got.cause());
      return;
    }
    response = got.result();
    moved = System.nanoTime();
    int status = response.statusCode();
    if (post.session() != null && !revived && (status == 404 || status == 400)) {
      new Doubt(relay, post, target).of(response).onComplete(this::judged);
    } else {
      begin();
    }
  }

  /**
   * A session that the server forgot is made anew; nothing was done, so saying it again is safe.
   */
  private void judged(AsyncResult<Doubt.Verdict> verdict) {
    if (over) {
      return;
    }
    if (verdict.failed()) {
      fail(
          RpcException.own(502, "the server forgot the session and takes no other"),
          Outcome.TRANSPORT);
    } else if (verdict.result().renewed()) {
      revived = true;
      connect();
    } else {
      head();
      piece(verdict.result().body(), true);
      finish();
    }
  }

  private void begin() {
    if (relay.begins(post, response)) {
      beginSession();
    } else if (relay.filters(post, response)) {
      Listed listed = Listed.byMethod(post.method()).orElseThrow();
      new Filtered(relay.permits(), post, listed, relay.config().maxBodyBytes())
          .read(response)
          .onComplete(this::filtered);
    } else {
      head();
      pipe();
    }
  }

  private void beginSession() {
    String id = relay.sessionOf(post, response).orElse(null);
    if (id == null) {
      ending = true;
      request.reset();
      fail(
          RpcException.own(400, "'initialize' says more than a session id can hold"),
          Outcome.LIMIT);
      return;
    }
    head();
    outlet.header(Headers.SESSION, id);
    pipe();
  }

  private void filtered(AsyncResult<Buffer> list) {
    if (over) {
      return;
    }
    if (list.failed()) {
      lost(list.cause());
    } else {
      head();
      outlet.withoutLength();
      piece(list.result(), true);
      finish();
    }
  }

  private void head() {
    outlet.head(response);
    if (revived) {
      outlet.header(
          "Omnibus-Session-Renewed", Integer.toString(post.session().changes().generation()));
    }
  }

  private void pipe() {
    String length = response.getHeader("content-length");
    outlet.open(length != null);
    long whole = length == null ? -1 : Long.parseLong(length);
    response.handler(chunk -> piece(chunk, chunk.length() == whole));
    response.exceptionHandler(this::lost);
    response.endHandler(ended -> finish());
  }

  private void piece(Buffer chunk, boolean isAll) {
    moved = System.nanoTime();
    sight.received(chunk.length());
    peek.feed(((BufferInternal) chunk).getByteBuf());
    if (peek.takeProgress()) {
      sight.progress();
    }
    outlet.piece(chunk, isAll);
  }

  private void finish() {
    if (over) {
      return;
    }
    outlet.end();
    boolean good = response.statusCode() < 300;
    if (good) {
      relay.remember(post);
    }
    over(good ? peek.outcome() : Outcome.PROTOCOL);
  }

  /** The connection failed or broke, before or within the answer. */
  private void lost(Throwable cause) {
    if (over || ending) {
      return;
    }
    LOG.debug("server={} lost sent={}: {}", target.server(), sent, cause.toString());
    if (outlet.hasBegun()) {
      outlet.breakOff(RpcException.own(502, "the connection to the server broke"));
      over(Outcome.TRANSPORT);
      return;
    }
    outlet.unsay();
    if (tries < MOST_TRIES && (!sent || relay.mayRepeat(post))) {
      relay.after(50L * tries * tries, this::again);
    } else {
      failLost();
    }
  }

  private void again() {
    if (!over) {
      connect();
    }
  }

  private void failLost() {
    String why =
        sent
            ? "the connection to the server broke; whether it did what was asked is not known"
            : "the server can't be reached";
    fail(RpcException.own(sent ? 502 : 503, why), Outcome.TRANSPORT);
  }

  private void fail(RpcException why, Outcome outcome) {
    outlet.fail(why);
    over(outcome);
  }

  /** Looks whether the time is up; called now and then. */
  void tick(long now) {
    boolean silent = now - moved > relay.timeout(post).toNanos();
    boolean endless = now - began > relay.config().maxCall().toNanos();
    if (over || ending) {
      return;
    }
    if (!silent && !endless) {
      outlet.tick(now);
      return;
    }
    ending = true;
    relay.cancelled(post, target, "timeout");
    if (request != null) {
      request.reset();
    }
    RpcException late = RpcException.own(504, "the server did not answer in time");
    if (outlet.hasBegun()) {
      outlet.breakOff(late);
      over(Outcome.TIMEOUT);
    } else {
      outlet.unsay();
      fail(late, Outcome.TIMEOUT);
    }
  }

  /**
   * In the modern era who closes the stream cancels; a legacy agent that goes may come back for the
   * rest (MCP 2025-11-25, basic/transports, "Disconnection").
   */
  private void agentGone() {
    if (!over && post.era() == Era.MODERN) {
      ending = true;
      if (request != null) {
        request.reset();
      }
      over(Outcome.CANCELLED);
    }
  }

  private void over(Outcome outcome) {
    over = true;
    sight.finished(outcome);
    relay.over(this, post, target);
  }
}
