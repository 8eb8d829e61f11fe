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
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
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
  private Target there;
  private HttpClientRequest request;
  private HttpClientResponse response;
  private long pause = PAUSE_MILLIS;
  private final boolean resumes;
  private final Promise<Void> settled = Promise.promise();
  private int patience = PATIENT_TRIES;
  private boolean renewed;
  private boolean shownAgain;
  private String shown;
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
    relay.homes().reach(session, target).onComplete(this::reached);
  }

  private void reached(AsyncResult<Target> reach) {
    if (over) {
      return;
    }
    if (reach.failed()) {
      lost();
      return;
    }
    there = reach.result();
    there.fetchShown().onComplete(this::fetched);
  }

  private void fetched(AsyncResult<String> credential) {
    if (over) {
      return;
    }
    if (credential.failed() && !ear.hasBegun()) {
      settle();
      fail(RpcException.own(502, credential.cause().getMessage()));
    } else if (credential.failed()) {
      lost();
    } else {
      shown = credential.result();
      open();
    }
  }

  private void open() {
    relay.lines().streams().request(there.request(HttpMethod.GET)).onComplete(this::connected);
  }

  private void connected(AsyncResult<HttpClientRequest> made) {
    if (over) {
      if (made.succeeded()) {
        made.result().reset();
      }
      return;
    }
    if (made.failed()) {
      lost();
      return;
    }
    request = made.result();
    request.exceptionHandler(expected -> {});
    Headers.onward(http.headers(), request.headers());
    String asked = session.changes().upstream();
    Lines.dress(request.headers(), there, asked);
    Lines.show(request.headers(), shown);
    if (ear.hasBegun()) {
      request.headers().remove("Last-Event-ID");
    }
    request.send().onComplete(got -> answered(got, asked));
  }

  /** Completes when the server answered; or late. */
  Future<Void> settled() {
    return settled.future();
  }

  void settle() {
    settled.tryComplete();
  }

  private void answered(AsyncResult<HttpClientResponse> got, String asked) {
    settle();
    if (over) {
      return;
    }
    if (got.failed()) {
      lost();
      return;
    }
    response = got.result();
    response.exceptionHandler(broken -> lost());
    int status = response.statusCode();
    if (status == 200) {
      flow();
    } else if (status == 401 && !shownAgain && there.refused(shown)) {
      shownAgain = true;
      drop();
      connect();
    } else if (status == 409 && resumes && !ear.hasBegun() && relay.makeRoom(this)) {
      drop();
      connect();
    } else if (status == 409 && !resumes && patience > 0) {
      patience--;
      drop();
      relay.after(PATIENT_MILLIS, this::again);
    } else if (!renewed && Doubt.raisedBy(status)) {
      new Doubt(relay.revival(), session, asked, there)
          .of(status, BodyReader.read(response, Doubt.MOST))
          .timeout(DOUBT_SECONDS, TimeUnit.SECONDS)
          .onComplete(this::judged);
    } else {
      refused(Unsaid.of(status));
    }
  }

  private void judged(AsyncResult<Doubt.Verdict> verdict) {
    if (over) {
      return;
    }
    renewed = true;
    if (verdict.failed()) {
      drop();
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
      drop();
      lost();
    } else if (unsaid != null) {
      drop();
      fail(unsaid);
    } else {
      ear.refusal(response, this::end);
    }
  }

  /** What the server still says is of no use. */
  private void drop() {
    response.exceptionHandler(expected -> {});
    request.reset();
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
    } else if (flows && relay.latest(there) != there) {
      drop();
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
    relay.over(this);
    ear.fail(why);
  }

  private void end() {
    if (!over) {
      over = true;
      relay.over(this);
      ear.end();
    }
  }

  private void agentGone() {
    if (!over) {
      over = true;
      relay.over(this);
      if (request != null) {
        request.reset();
      }
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
    if (open && request != null) {
      request.reset();
    }
  }
}
