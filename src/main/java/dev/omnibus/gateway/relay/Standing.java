package dev.omnibus.gateway.relay;

import dev.omnibus.access.Caller;
import dev.omnibus.gateway.agent.RpcException;
import dev.omnibus.gateway.session.Session;
import dev.omnibus.gateway.target.Target;
import dev.omnibus.mcp.transport.BodyReader;
import io.vertx.core.AsyncResult;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpServerRequest;
import java.util.concurrent.TimeUnit;

/**
 * The stream of a legacy session on which the server speaks by itself, from its GET to its end.
 * When the connection to the server breaks or the server forgot the session, the agent's side stays
 * open and another stream is fetched; when the server ends it in order, so does this.
 */
final class Standing {

  private static final long PAUSE_MILLIS = 500;
  private static final long LONGEST_PAUSE_MILLIS = 15_000;

  private static final long DOUBT_SECONDS = 30;

  /** A server may hear of the end of the stream before this one a moment later than of this one. */
  private static final int PATIENT_TRIES = 10;

  private static final long PATIENT_MILLIS = 50;

  private final Relay relay;
  private final long number;
  private final HttpServerRequest http;
  private final Ear ear;
  private final Caller caller;
  private final Session session;
  private Target target;
  private Fetch fetch;
  private HttpClientResponse response;
  private long pause = PAUSE_MILLIS;
  private final boolean resumes;
  private final Promise<Void> settled = Promise.promise();
  private int patience = PATIENT_TRIES;
  private boolean renewed;
  private boolean shownAgain;
  private boolean flows;
  private boolean over;

  /**
   * @param number grows with each stream of this node
   */
  Standing(
      Relay relay,
      long number,
      HttpServerRequest http,
      Caller caller,
      Session session,
      Target target) {
    this.number = number;
    this.caller = caller;
    this.relay = relay;
    this.http = http;
    this.ear = new Ear(http);
    this.session = session;
    this.target = target;
    this.resumes = http.getHeader("Last-Event-ID") != null;
  }

  void start() {
    ear.onGone(this::agentGone);
    connect();
  }

  private void connect() {
    Target latest = relay.latest(target);
    target = latest == null ? target : latest;
    fetch = new Fetch(relay, http, session, ear.hasBegun());
    fetch.from(target).onComplete(this::answered);
  }

  /** Completes when the server was asked, with whatever came of it; or late. */
  Future<Void> settled() {
    return settled.future();
  }

  void settle() {
    settled.tryComplete();
  }

  private void answered(AsyncResult<HttpClientResponse> got) {
    settle();
    if (over) {
      return;
    }
    if (got.failed()) {
      unanswered();
      return;
    }
    response = got.result();
    response.exceptionHandler(broken -> lost());
    int status = response.statusCode();
    if (status == 200) {
      flow();
    } else if (status == 401 && !shownAgain && fetch.mayShowAnother()) {
      shownAgain = true;
      fetch.drop();
      connect();
    } else if (status == 409 && resumes && !ear.hasBegun() && relay.streams().makeRoom(this)) {
      fetch.drop();
      connect();
    } else if (status == 409 && !resumes && patience > 0) {
      patience--;
      fetch.drop();
      relay.after(PATIENT_MILLIS, this::again);
    } else if (!renewed && Doubt.raisedBy(status)) {
      new Doubt(relay.revival(), session, fetch.asked(), fetch.there())
          .of(status, BodyReader.read(response, Doubt.MOST))
          .timeout(DOUBT_SECONDS, TimeUnit.SECONDS)
          .onComplete(this::judged);
    } else {
      refused(Unsaid.of(status));
    }
  }

  /** Without its credential there is no use in asking the server. */
  private void unanswered() {
    if (fetch.uncredited() != null && !ear.hasBegun()) {
      fail(fetch.uncredited());
    } else {
      lost();
    }
  }

  private void judged(AsyncResult<Doubt.Verdict> verdict) {
    if (over) {
      return;
    }
    renewed = true;
    if (verdict.failed()) {
      fetch.drop();
      lost();
    } else if (verdict.result().renewed()) {
      connect();
    } else if (ear.hasBegun()) {
      lost();
    } else {
      ear.refusal(response, verdict.result().body());
      end();
    }
  }

  private void refused(RpcException unsaid) {
    if (ear.hasBegun()) {
      fetch.drop();
      lost();
    } else if (unsaid != null) {
      fetch.drop();
      fail(unsaid);
    } else {
      ear.refusal(response, this::end);
    }
  }

  private void again() {
    if (!over) {
      connect();
    }
  }

  private void flow() {
    flows = true;
    pause = PAUSE_MILLIS;
    renewed = false;
    shownAgain = false;
    ear.begin(response);
    response.handler(ear::write);
    response.endHandler(ended -> end());
    response.resume();
  }

  /** Looks whether the agent may still hear, where, and has heard something; now and then. */
  void tick(long now) {
    if (relay.latest(target) == null || !relay.mayHear(caller, target.server())) {
      giveWay();
    } else if (flows && relay.latest(fetch.there()) != fetch.there()) {
      fetch.drop();
      lost(); // what is heard by an old definition says nothing any more
    } else if (!over) {
      ear.tick(now, relay.config().keepAlive());
    }
  }

  /** Half an event may have come before the break: an empty line ends it. */
  private void lost() {
    if (over) {
      return;
    }
    flows = false;
    if (!ear.hasBegun()) {
      fail(RpcException.own(502, "no stream of the server"));
      return;
    }
    if (resumes) {
      end(); // only its agent knows from where to go on
      return;
    }
    ear.write(Buffer.buffer("\n\n: the server is away\n\n"));
    renewed = false;
    long wait = pause;
    pause = Math.min(2 * pause, LONGEST_PAUSE_MILLIS);
    relay.after(wait, this::again);
  }

  private void fail(RpcException why) {
    over = true;
    relay.streams().over(this);
    ear.fail(why);
  }

  private void end() {
    if (!over) {
      over = true;
      relay.streams().over(this);
      ear.end();
    }
  }

  private void agentGone() {
    if (!over) {
      over = true;
      relay.streams().over(this);
      fetch.drop();
    }
  }

  Caller caller() {
    return caller;
  }

  /** Whether it goes on with a stream that broke, perhaps one of a call; many may stand at once. */
  boolean resumes() {
    return resumes;
  }

  long number() {
    return number;
  }

  Session session() {
    return session;
  }

  boolean isOf(Session one) {
    return session == one;
  }

  /** Its agent hears this besides what its server says. */
  void say(Buffer event) {
    if (!over) {
      ear.say(event);
    }
  }

  boolean isAt(String server) {
    return target.server().equals(server);
  }

  /** Ends both sides. */
  void giveWay() {
    boolean open = !over;
    end();
    if (open) {
      fetch.drop();
    }
  }
}
