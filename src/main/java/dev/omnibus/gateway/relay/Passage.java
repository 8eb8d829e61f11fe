package dev.omnibus.gateway.relay;

import dev.omnibus.access.Caller;
import dev.omnibus.gateway.agent.Methods;
import dev.omnibus.gateway.agent.Post;
import dev.omnibus.gateway.agent.RpcException;
import dev.omnibus.gateway.balance.Bulkhead;
import dev.omnibus.gateway.balance.Fate;
import dev.omnibus.gateway.balance.Limits;
import dev.omnibus.gateway.line.Answer;
import dev.omnibus.gateway.seen.Outcome;
import dev.omnibus.gateway.seen.Sight;
import dev.omnibus.gateway.target.Target;
import dev.omnibus.mcp.Era;
import dev.omnibus.mcp.McpException;
import dev.omnibus.mcp.transport.BodyReader;
import dev.omnibus.tracing.Stage;
import io.vertx.core.AsyncResult;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One message of an agent on its way to a server and back: its {@link Threshold}, its {@link
 * Tries}, its deadline, and its one end. How it is sent is the {@link Sending}'s, what is done with
 * the answer the {@link Reply}'s. It lives on one loop.
 */
final class Passage {

  private static final Logger LOG = LoggerFactory.getLogger(Passage.class);

  private final Relay relay;
  private final Post post;
  private final Sight sight;
  private final Outlet outlet;
  private final Bulkhead bulkhead;
  private final Threshold threshold;
  private final Tries tries;
  private final Sending sending;
  private final Deadline deadline;
  private final boolean endless;
  private final Recall recall;
  private Reply reply;
  private boolean revived;
  private boolean over;

  Passage(Relay relay, Post post, Target target, Sight sight) {
    this.relay = relay;
    this.post = post;
    this.sight = sight;
    this.outlet = new Outlet(relay, post);
    this.bulkhead = relay.bulkhead(post.server());
    this.tries = new Tries(relay, post, target, bulkhead.retries());
    this.sending = new Sending(this, relay, post, sight);
    Limits limits = bulkhead.limits();
    long now = System.nanoTime();
    this.deadline = new Deadline(now, limits.callTimeout(), limits.maxCall());
    this.endless = post.isRequest() && Methods.isEndless(post.method());
    this.threshold = new Threshold(relay, post, bulkhead, deadline, post.isRequest() && !endless);
    this.recall = new Recall(relay, post, outlet, now, relay.config().listTimeout());
  }

  void start() {
    if (!over) {
      outlet.onGone(this::agentGone);
      threshold.cross(this::connect, tries::renew, this::fail);
    }
  }

  private void connect() {
    sending.undone();
    Target next = tries.next();
    if (next == null) {
      if (!tries.awaitAddresses(this::again)) {
        noReplica();
      }
    } else if (tries.leavesHome()) {
      relay.homes().move(post.session(), next).onComplete(this::moved);
    } else {
      sending.to(next);
    }
  }

  private void moved(AsyncResult<Void> done) {
    if (over) {
      return;
    }
    if (done.failed()) {
      lost(done.cause());
    } else {
      revived = true;
      deadline.extend(System.nanoTime());
      moveIn();
    }
  }

  private void moveIn() {
    Target home = tries.home();
    if (home == null) {
      noReplica();
    } else {
      sending.to(home);
    }
  }

  private void noReplica() {
    fail(RpcException.own(503, "no replica of the server can be asked"), Outcome.TRANSPORT);
  }

  /** The head of an answer is there. */
  void answered(Answer answer) {
    answer.exceptionHandler(this::lost);
    int status = answer.status();
    tries.answered(status);
    RpcException unsaid = Unsaid.of(status);
    if (over) {
      answer.drop();
    } else if (tries.mayGoElsewhere(sending.isSent())) {
      answer.drop();
      tries.again(Fate.BROKE, this::again);
    } else if (unsaid != null) {
      fail(unsaid, Outcome.PROTOCOL);
      answer.drop();
    } else if (post.session() != null && !revived && Doubt.raisedBy(status)) {
      new Doubt(relay.revival(), post.session(), sending.session(), tries.target())
          .of(status, whole(answer))
          .onComplete(verdict -> judged(answer, verdict));
    } else {
      reply(answer).begin();
    }
  }

  private static Future<Buffer> whole(Answer answer) {
    return BodyReader.read(answer, answer.header("content-length"), answer::drop, Doubt.MOST);
  }

  private Reply reply(Answer answer) {
    reply = new Reply(this, relay, post, outlet, sight, deadline, answer);
    return reply;
  }

  /**
   * A session that the server forgot is made anew; nothing was done, so saying it again is safe.
   */
  private void judged(Answer answer, AsyncResult<Doubt.Verdict> verdict) {
    if (over) {
      return;
    }
    if (verdict.failed() && verdict.cause() instanceof McpException) {
      fail(
          RpcException.own(502, "the server forgot the session and takes no other"),
          Outcome.TRANSPORT);
    } else if (verdict.failed()) {
      sending.undone(); // it died after it had refused
      lost(verdict.cause());
    } else if (verdict.result().renewed()) {
      revived = true;
      deadline.extend(System.nanoTime());
      connect();
    } else {
      reply(answer).whole(verdict.result().body());
    }
  }

  /** How often the session was made anew, if it was on account of this message; else 0. */
  int renewed() {
    return revived ? post.session().changes().generation() : 0;
  }

  /** All of the answer is said. */
  void done(Outcome outcome) {
    if (!over) {
      over(outcome);
    }
  }

  /** The connection failed or broke, before or within the answer. */
  void lost(Throwable cause) {
    if (over) {
      return;
    }
    boolean sent = sending.isSent();
    LOG.debug("server={} lost sent={}: {}", post.server(), sent, cause.toString());
    Fate fate = tries.lost(cause, sent);
    if (outlet.hasBegun()) {
      outlet.breakOff(RpcException.own(502, "the connection to the server broke"));
      over(Outcome.TRANSPORT);
      return;
    }
    outlet.unsay();
    if (cause instanceof IllegalArgumentException) {
      fail(RpcException.own(502, "a header for the server is not valid"), Outcome.TRANSPORT);
    } else if (tries.mayRepeat(sent)) {
      sight.trace().at(Stage.PAUSE);
      tries.again(fate, this::again);
    } else {
      failLost(sent);
    }
  }

  private void again() {
    if (!over) {
      connect();
    }
  }

  private void failLost(boolean sent) {
    String why =
        sent
            ? "the connection to the server broke; whether it did what was asked is not known"
            : "the server can't be reached";
    fail(RpcException.own(sent ? 502 : 503, why), Outcome.TRANSPORT);
  }

  /** The agent gets this instead of an answer. */
  void fail(RpcException why, Outcome outcome) {
    boolean serverIsAway = outcome.isFault() || outcome == Outcome.LIMIT;
    if (!over && !(serverIsAway && recall(outcome))) {
      outlet.fail(why);
      over(outcome);
    }
  }

  /** In place of a list that does not come, the last one; false when none is known. */
  private boolean recall(Outcome outcome) {
    boolean answered = recall.answer();
    if (answered) {
      over(outcome);
    }
    return answered;
  }

  /** Nobody waits for the server's own list any more. */
  private void recallSlow() {
    if (recall(Outcome.TIMEOUT) && sending.isSent()) {
      relay.cancelled(post, tries.target(), "the list takes too long");
      sending.drop();
    }
  }

  /** The same as {@link #fail}, and what the server still says is of no use. */
  void refuse(RpcException why, Outcome outcome) {
    fail(why, outcome);
    sending.drop();
  }

  /** Looks whether the time is up; called now and then. */
  void tick(long now) {
    if (over) {
      return;
    }
    if (outlet.isStalled()) {
      deadline.extend(now); // it is not the server that is late
    }
    boolean asked = !threshold.isWaitedAt();
    if (!relay.mayGoOn(post.caller(), post.server(), endless)) {
      signedOut();
    } else if (outlet.stalledFor(now) > bulkhead.limits().callTimeout().toNanos()) {
      give(RpcException.own(408, "the agent stopped reading"), Outcome.CANCELLED, "not read");
    } else if (!endless && asked && deadline.isOver(now)) {
      give(RpcException.own(504, "the server did not answer in time"), Outcome.TIMEOUT, "timeout");
    } else if (asked && reply == null && recall.isDue(now)) {
      recallSlow();
    } else {
      outlet.tick(now);
    }
  }

  /** Both sides end. */
  private void give(RpcException why, Outcome outcome, String reason) {
    relay.cancelled(post, tries.target(), reason);
    if (outlet.hasBegun()) {
      outlet.breakOff(why);
    } else {
      outlet.unsay();
      outlet.fail(why);
    }
    over(outcome);
    sending.drop();
  }

  /** Whatever is under way; what was done at the server is done. */
  void signedOut() {
    if (!over) {
      give(RpcException.own(401, "the caller may hear no more"), Outcome.POLICY, "signed out");
    }
  }

  /**
   * In the modern era who closes the stream cancels; a legacy agent that goes may come back for the
   * rest (MCP 2025-11-25, basic/transports, "Disconnection"), but not for what was not sent yet.
   */
  private void agentGone() {
    boolean unsaid = threshold.isWaitedAt() || tries.isAwaitingAddresses();
    if (!over && (post.era() == Era.MODERN || endless || unsaid)) {
      over(Outcome.CANCELLED);
      sending.drop();
    }
  }

  private void over(Outcome outcome) {
    over = true;
    threshold.leave();
    tries.over(outcome);
    sight.finished(outcome);
    relay.over(this, post);
  }

  boolean isOver() {
    return over;
  }

  /** Which of a server's replicas answers; null where it is but one. */
  String replica() {
    return tries.target().replica();
  }

  Caller caller() {
    return post.caller();
  }
}
