package dev.omnibus.gateway.relay;

import dev.omnibus.access.Caller;
import dev.omnibus.config.GatewayConfig;
import dev.omnibus.gateway.agent.Permits;
import dev.omnibus.gateway.agent.Post;
import dev.omnibus.gateway.balance.Bulkhead;
import dev.omnibus.gateway.balance.Fate;
import dev.omnibus.gateway.balance.Intermission;
import dev.omnibus.gateway.balance.Pool;
import dev.omnibus.gateway.balance.Repeats;
import dev.omnibus.gateway.line.Shelves;
import dev.omnibus.gateway.seen.Sight;
import dev.omnibus.gateway.session.Session;
import dev.omnibus.gateway.session.Sessions;
import dev.omnibus.gateway.target.Target;
import dev.omnibus.mcp.Era;
import dev.omnibus.mcp.wire.Envelope;
import dev.omnibus.tracing.Stage;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The fast plane of one event loop, and what is under way on it. */
public final class Relay {

  /** How long the first call of a session waits for a stream that is asked for beside it. */
  private static final Duration STREAM_SOON = Duration.ofMillis(30);

  private static final Logger LOG = LoggerFactory.getLogger(Relay.class);
  private static final Duration LOOK = Duration.ofMillis(250);

  private final Relays node;
  private final Vertx vertx;
  private final Context context;
  private final Sessions sessions;
  private final Lines lines;
  private final Shelves shelves;
  private final Revival revival;
  private final Homes homes;
  private final Ledger ledger;
  private final Admission admission;
  private final Set<Passage> passages = new LinkedHashSet<>();
  private final Streams streams;

  /** To be made on the loop it serves. */
  Relay(Relays node, Vertx vertx, Sessions sessions) {
    this.node = node;
    this.vertx = vertx;
    this.context = vertx.getOrCreateContext();
    this.sessions = sessions;
    this.lines = new Lines(vertx);
    this.shelves = new Shelves(vertx, node.stocks());
    this.revival = new Revival(lines, sessions, node.renewals());
    this.homes = new Homes(node, lines, revival);
    this.ledger = new Ledger(sessions);
    this.admission = new Admission(node.permits(), node.seen());
    this.streams = new Streams(this, node, vertx);
    vertx.setPeriodic(LOOK.toMillis(), id -> tick());
  }

  /** A message of an agent; the policy is asked before the server is touched. */
  public void post(Post post, Target target) {
    Sight sight = admission.admit(post);
    sight.trace().at(Stage.QUEUE);
    Passage passage = new Passage(this, admission.heard(post), target, sight);
    passages.add(passage);
    if (post.session() != null) {
      post.session().hold();
    }
    if (post.isRequest() && post.session() != null && post.session().mayStreamSoon()) {
      vertx.setTimer(STREAM_SOON.toMillis(), id -> inTurn(post.session(), passage));
    } else {
      inTurn(post.session(), passage);
    }
  }

  /** After a standing stream that is being opened. */
  private void inTurn(Session session, Passage passage) {
    Future<Void> opening = session == null ? null : session.opening();
    if (opening == null || opening.isComplete()) {
      passage.start();
    } else {
      Context here = vertx.getOrCreateContext();
      opening.onComplete(done -> here.runOnContext(turn -> passage.start()));
    }
  }

  /** Asks a modern server whether it takes a legacy session too, and ends that one at once. */
  public Future<Boolean> speaksLegacy(Target target) {
    return revival.opens(target);
  }

  /** The stream on which the server speaks by itself. */
  public void listen(HttpServerRequest http, Caller caller, Session session, Target target) {
    streams.listen(http, caller, session, target);
  }

  /** Ends a session here and at the server; whatever the server says, it is over. */
  public void end(HttpServerRequest http, Session session, Target target) {
    streams.endAll(session);
    sessions.end(session);
    lines
        .say(
            homes.of(session, target),
            HttpMethod.DELETE,
            http.headers(),
            session,
            null,
            node.endLimit())
        .map(answer -> answer.status() >= 200 && answer.status() < 300 ? answer.status() : 200)
        .otherwise(200)
        .onSuccess(
            status -> {
              if (!http.response().closed()) {
                http.response().setStatusCode(status).end();
              }
            });
  }

  /** Tells a legacy server that nobody waits any more; for a modern one the closed stream does. */
  void cancelled(Post post, Target target, String reason) {
    if (post.era() == Era.MODERN || !post.isRequest() || post.session() == null) {
      return;
    }
    String json =
        "{\"jsonrpc\":\"2.0\",\"method\":\"notifications/cancelled\",\"params\":{\"requestId\":"
            + post.message().id()
            + ",\"reason\":\""
            + reason
            + "\"}}";
    lines
        .say(
            target,
            HttpMethod.POST,
            post.http().headers(),
            post.session(),
            Buffer.buffer(json),
            node.endLimit())
        .onFailure(cause -> LOG.debug("cancel lost server={}: {}", target.server(), cause));
  }

  /** Ends the streams of those who may hear no more; on any thread. */
  void endStreams(Predicate<Caller> of) {
    context.runOnContext(
        now -> {
          streams.endAll(of);
          passages.stream().filter(p -> of.test(p.caller())).toList().forEach(Passage::signedOut);
        });
  }

  /** Whoever hears this server hears these messages too; on any thread. */
  void tell(String server, List<Buffer> messages) {
    streams.tell(server, messages);
  }

  /** Whether somebody may hear a stream on. */
  boolean mayHear(Caller caller, String server) {
    return permits().sees(caller, server) && caller.expires().isAfter(Instant.now());
  }

  /** Whether somebody may have a call's answer; only what may last for ever ends with a token. */
  boolean mayGoOn(Caller caller, String server, boolean endless) {
    return endless ? mayHear(caller, server) : permits().sees(caller, server);
  }

  /** When the present turn of the loop is over. */
  void soon(Runnable task) {
    vertx.runOnContext(done -> task.run());
  }

  void after(long millis, Runnable task) {
    vertx.setTimer(millis, id -> task.run());
  }

  void over(Passage passage, Post post) {
    if (!passages.remove(passage) || post.session() == null) {
      return;
    }
    post.session().release(System.nanoTime());
    if (post.isRequest()) {
      post.session().landed(post.message().id());
    }
  }

  /** Ends a session at its server that no agent uses any more; on any thread. */
  void retire(Session session) {
    String server = session.start().server();
    context.runOnContext(
        now -> homes.last(session, server).onSuccess(home -> retire(session, home)));
  }

  private void retire(Session session, Target home) {
    if (home != null) {
      lines.end(home, session.changes().upstream(), node.endLimit());
    }
  }

  private void tick() {
    long now = System.nanoTime();
    List.copyOf(passages).forEach(passage -> passage.tick(now));
    streams.tick(now);
    shelves.tick(now);
  }

  Vertx vertx() {
    return vertx;
  }

  Intermission rests() {
    return node.rests();
  }

  Bulkhead bulkhead(String server) {
    return node.bulkhead(server);
  }

  Repeats repeats() {
    return node.repeats();
  }

  /** Null for a server that is but one. */
  Turn turn(Post post) {
    Pool pool = node.pool(post.server());
    return pool == null ? null : new Turn(pool, node.targets(), post.session());
  }

  void saw(String server, Fate fate) {
    node.saw(server, fate);
  }

  Homes homes() {
    return homes;
  }

  /** By its present definition; null when there is no such server any more. */
  Target latest(Target known) {
    return node.targets().latest(known);
  }

  Streams streams() {
    return streams;
  }

  Lines lines() {
    return lines;
  }

  Shelves shelves() {
    return shelves;
  }

  /** The list that is asked for, as its server last showed it; empty when nobody knows. */
  Optional<Envelope> lastKnown(Post post) {
    return node.lastKnown(post);
  }

  Ledger ledger() {
    return ledger;
  }

  Permits permits() {
    return node.permits();
  }

  GatewayConfig config() {
    return node.config();
  }

  Revival revival() {
    return revival;
  }
}
