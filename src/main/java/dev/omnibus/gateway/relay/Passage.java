package dev.omnibus.gateway.relay;

import dev.omnibus.access.Caller;
import dev.omnibus.gateway.agent.Post;
import dev.omnibus.gateway.agent.RpcException;
import dev.omnibus.gateway.balance.Bulkhead;
import dev.omnibus.gateway.balance.Crowded;
import dev.omnibus.gateway.balance.Fate;
import dev.omnibus.gateway.balance.Limits;
import dev.omnibus.gateway.line.Answer;
import dev.omnibus.gateway.line.Ask;
import dev.omnibus.gateway.line.Asker;
import dev.omnibus.gateway.line.Head;
import dev.omnibus.gateway.seen.Outcome;
import dev.omnibus.gateway.seen.Sight;
import dev.omnibus.gateway.target.Target;
import dev.omnibus.mcp.Era;
import dev.omnibus.mcp.McpException;
import dev.omnibus.mcp.transport.BodyReader;
import dev.omnibus.mcp.wire.Envelope;
import io.vertx.core.AsyncResult;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One message of an agent on its way to a server and back: its place in the bulkhead, its tries,
 * its deadline, and its one end. What is done with the answer is the {@link Reply}'s. It lives on
 * one loop.
 */
final class Passage implements Asker {

  private static final Logger LOG = LoggerFactory.getLogger(Passage.class);
  private static final int MOST_TRIES = 3;

  private final Relay relay;
  private final Post post;
  private final Turn turn;
  private final Sight sight;
  private final Outlet outlet;
  private final Bulkhead bulkhead;
  private final boolean endless;
  private final Deadline deadline;
  private final long late;
  private Target target;
  private Bulkhead.Waiter waiter;
  private Ask ask;
  private Reply reply;
  private String asked;
  private String shown;
  private boolean shownAgain;
  private int tries;
  private boolean inside;
  private boolean sent;
  private int status;
  private Fate broken = Fate.UNKNOWN;
  private boolean revived;
  private boolean recalled;
  private boolean over;

  Passage(Relay relay, Post post, Target target, Sight sight) {
    this.relay = relay;
    this.post = post;
    this.target = target;
    this.turn = relay.turn(post);
    this.sight = sight;
    this.outlet = new Outlet(relay, post);
    this.endless = Methods.isEndless(post);
    this.bulkhead = relay.bulkhead(post.server());
    Limits limits = bulkhead.limits();
    long now = System.nanoTime();
    this.deadline = new Deadline(now, limits.callTimeout(), limits.maxCall());
    this.late = now + relay.config().listTimeout().toNanos();
  }

  /** Only what ends by itself needs a place. */
  void start() {
    if (over) {
      return;
    }
    outlet.onGone(this::agentGone);
    if (endless || !post.isRequest()) {
      connect();
    } else if (bulkhead.enter()) {
      inside = true;
      connect();
    } else {
      waiter = bulkhead.await(relay.vertx(), this::letIn, this::crowded);
      if (waiter == null) {
        crowded();
      }
    }
  }

  private void letIn() {
    if (over) {
      bulkhead.leave();
    } else {
      waiter = null;
      inside = true;
      deadline.extend(System.nanoTime());
      connect();
    }
  }

  private void crowded() {
    waiter = null;
    fail(Crowded.at(post.server()), Outcome.LIMIT);
  }

  private void connect() {
    tries++;
    sent = false;
    status = 0;
    broken = Fate.UNKNOWN;
    if (turn == null || settle()) {
      ask();
    }
  }

  /** Finds the replica; false when the session has to move there first, or when there is none. */
  private boolean settle() {
    Target next = turn.next(System.nanoTime());
    if (next == null) {
      noReplica();
      return false;
    }
    target = next;
    if (!turn.leavesHome()) {
      return true;
    }
    relay.move(post.session(), target).onComplete(this::moved);
    return false;
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

  /** Somebody else may have moved the session, and to another one. */
  private void moveIn() {
    Target home = turn.home(System.nanoTime());
    if (home == null) {
      noReplica();
    } else {
      target = home;
      ask();
    }
  }

  private void noReplica() {
    fail(RpcException.own(503, "no replica of the server can be asked"), Outcome.TRANSPORT);
  }

  private void ask() {
    sent = false;
    shown = target.shown();
    if (shown == null) {
      target.fetchShown().onComplete(this::fetched);
    } else {
      open();
    }
  }

  /** Without its credential there is no use in asking the server. */
  private void fetched(AsyncResult<String> credential) {
    if (over) {
      return;
    }
    if (credential.succeeded()) {
      shown = credential.result();
      open();
    } else {
      fail(RpcException.own(502, credential.cause().getMessage()), Outcome.TRANSPORT);
    }
  }

  private void open() {
    ask = relay.shelves().of(target).ask(this);
    if (over) {
      ask.drop(); // it failed, or was answered, within this turn
    }
  }

  @Override
  public Buffer dress(Head head) {
    asked = post.session() == null ? null : post.session().changes().upstream();
    Headers.onward(post.http().headers(), target, shown, head);
    if (asked != null) {
      head.add(Headers.SESSION, asked);
    }
    head.add(Headers.TRACE, sight.traceparent());
    sent = true;
    Buffer body = post.message().bytes();
    sight.sent(body.length());
    return body;
  }

  @Override
  public void answered(Answer answer) {
    answer.exceptionHandler(this::lost);
    status = answer.status();
    RpcException unsaid = Unsaid.of(status);
    if (over) {
      answer.drop();
    } else if (status == 401 && !shownAgain && target.refused(shown)) {
      shownAgain = true;
      answer.drop();
      ask();
    } else if (turn != null && Fate.isAbsence(status) && mayRepeatElsewhere()) {
      answer.drop();
      again(Fate.BROKE);
    } else if (unsaid != null) {
      fail(unsaid, Outcome.PROTOCOL);
      answer.drop();
    } else if (post.session() != null && !revived && Doubt.raisedBy(status)) {
      new Doubt(relay.revival(), post.session(), asked, target)
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
      sent = false; // it died after it had refused, with nothing done
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
  @Override
  public void lost(Throwable cause) {
    if (over) {
      return;
    }
    LOG.debug("server={} lost sent={}: {}", target.server(), sent, cause.toString());
    broken = broken(cause);
    if (outlet.hasBegun()) {
      outlet.breakOff(RpcException.own(502, "the connection to the server broke"));
      over(Outcome.TRANSPORT);
      return;
    }
    outlet.unsay();
    if (cause instanceof IllegalArgumentException) {
      fail(RpcException.own(502, "a header for the server is not valid"), Outcome.TRANSPORT);
    } else if (mayRepeat()) {
      again(broken);
    } else {
      failLost();
    }
  }

  /** One that answers, and be it that it takes no session, is not away; nor is one never asked. */
  private Fate broken(Throwable cause) {
    if (sent) {
      return Fate.BROKE;
    }
    if (cause instanceof IllegalArgumentException) {
      return Fate.UNKNOWN; // it was never asked
    }
    return cause instanceof McpException ? Fate.REFUSED : Fate.UNREACHED;
  }

  /** Elsewhere at once, at the same one after a while. */
  private void again(Fate fate) {
    long now = System.nanoTime();
    tell(fate);
    if (turn != null && turn.failed(fate, now)) {
      relay.soon(this::again);
    } else {
      relay.after(50L * tries * tries, this::again);
    }
  }

  private void tell(Fate fate) {
    relay.saw(turn == null ? post.server() : target.replica(), fate);
  }

  private boolean mayRepeatElsewhere() {
    return turn.mayGoElsewhere(System.nanoTime()) && mayRepeat();
  }

  private boolean mayRepeat() {
    return tries < MOST_TRIES
        && (!sent || relay.repeats().safe(post.server(), post.message()))
        && bulkhead.retries().take(System.nanoTime());
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

  /** The agent gets this instead of an answer. */
  void fail(RpcException why, Outcome outcome) {
    if (!over && !(isInTheWay(outcome) && recall(outcome))) {
      outlet.fail(why);
      over(outcome);
    }
  }

  private static boolean isInTheWay(Outcome outcome) {
    return outcome.isFault() || outcome == Outcome.LIMIT;
  }

  /** In place of a list that does not come, the last one; false when none is known. */
  private boolean recall(Outcome outcome) {
    recalled = true;
    Optional<Envelope> known = outlet.hasBegun() ? Optional.empty() : relay.lastKnown(post);
    known.ifPresent(
        list -> {
          outlet.unsay();
          outlet.answer(list);
          over(outcome);
        });
    return known.isPresent();
  }

  /** Nobody waits for the server's own list any more. */
  private void recallSlow() {
    if (recall(Outcome.TIMEOUT) && ask != null) {
      relay.cancelled(post, target, "the list takes too long");
      ask.drop();
    }
  }

  /** The same, and what the server still says is of no use. */
  void refuse(RpcException why, Outcome outcome) {
    fail(why, outcome);
    ask.drop();
  }

  /** Looks whether the time is up; called now and then. */
  void tick(long now) {
    if (over) {
      return;
    }
    if (outlet.isStalled()) {
      deadline.extend(now); // it is not the server that is late
    }
    if (!relay.mayGoOn(post.caller(), post.server(), endless)) {
      signedOut();
    } else if (outlet.stalledFor(now) > bulkhead.limits().callTimeout().toNanos()) {
      give(RpcException.own(408, "the agent stopped reading"), Outcome.CANCELLED, "not read");
    } else if (!endless && waiter == null && deadline.isOver(now)) {
      give(RpcException.own(504, "the server did not answer in time"), Outcome.TIMEOUT, "timeout");
    } else if (!recalled && reply == null && now - late > 0) {
      recallSlow();
    } else {
      outlet.tick(now);
    }
  }

  /** Both sides end. */
  private void give(RpcException why, Outcome outcome, String reason) {
    relay.cancelled(post, target, reason);
    if (outlet.hasBegun()) {
      outlet.breakOff(why);
    } else {
      outlet.unsay();
      outlet.fail(why);
    }
    over(outcome);
    if (ask != null) {
      ask.drop();
    }
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
    if (!over && (post.era() == Era.MODERN || endless || waiter != null)) {
      over(Outcome.CANCELLED);
      if (ask != null) {
        ask.drop();
      }
    }
  }

  private void over(Outcome outcome) {
    over = true;
    if (inside) {
      inside = false;
      bulkhead.leave();
    } else if (waiter != null) {
      waiter.giveUp();
    }
    told(outcome);
    sight.finished(outcome);
    relay.over(this, post);
  }

  /** What it says of the server; a call that went well costs nothing. */
  private void told(Outcome outcome) {
    Fate fate =
        switch (outcome) {
          case OK, TOOL, PROTOCOL -> Fate.ofStatus(status);
          case TIMEOUT -> Fate.LATE;
          case TRANSPORT -> broken;
          case POLICY, LIMIT, CANCELLED -> Fate.UNKNOWN;
        };
    if (turn != null) {
      turn.over(fate, System.nanoTime());
    }
    if (fate != Fate.WENT && fate != Fate.UNKNOWN) {
      tell(fate);
    }
  }

  /** Which of a server's replicas answers; null where it is but one. */
  String replica() {
    return target.replica();
  }

  Caller caller() {
    return post.caller();
  }
}
