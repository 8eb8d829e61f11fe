package dev.omnibus.gateway.plane;

import dev.omnibus.access.Caller;
import dev.omnibus.access.Seal;
import dev.omnibus.bus.Addresses;
import dev.omnibus.bus.Bus;
import dev.omnibus.config.GatewayConfig;
import dev.omnibus.gateway.agent.Permits;
import dev.omnibus.gateway.agent.Post;
import dev.omnibus.gateway.agent.Revocation;
import dev.omnibus.gateway.agent.RpcException;
import dev.omnibus.gateway.balance.Bulkheads;
import dev.omnibus.gateway.balance.Repeats;
import dev.omnibus.gateway.catalog.LastKnown;
import dev.omnibus.gateway.crossing.Parking;
import dev.omnibus.gateway.era.Agent;
import dev.omnibus.gateway.session.Session;
import dev.omnibus.gateway.session.Sessions;
import dev.omnibus.mcp.Era;
import dev.omnibus.mcp.JsonRpc;
import dev.omnibus.mcp.wire.Envelope;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Predicate;

/**
 * What agents say in whole messages, on all event loops of this node: finds the conversation, or
 * the visit of an agent without a session, and hands the message over. A session is in the hands of
 * several nodes at once; what concerns a call on another one goes there.
 */
public final class Plane {

  private static final Duration TICK = Duration.ofSeconds(15);

  /** Who may not hear a server any more hears nothing of it after this time at most. */
  private static final Duration LOOK = Duration.ofMillis(250);

  private static final Duration IDLE = Duration.ofMinutes(10);

  private final Environment environment;
  private final Seal seal;
  private final Elsewhere elsewhere;
  private final Conversations conversations;
  private final Visits visits;
  private final Loans loans;
  private final ForOtherNodes forOthers;
  private final long ticking;
  private final long looking;

  /**
   * @param seal of what agents hold of calls that wait for them
   * @param lives whether a node of this id is a member of the cluster
   */
  public Plane(
      Vertx vertx,
      Bus bus,
      Sessions sessions,
      Permits permits,
      GatewayConfig config,
      Doors doors,
      Repeats repeats,
      Bulkheads bulkheads,
      LastKnown lastKnown,
      Seal seal,
      Predicate<String> lives) {
    this.seal = seal;
    this.elsewhere = new Elsewhere(bus, lives);
    this.environment =
        new Environment(
            vertx,
            bus.node(),
            config,
            sessions,
            doors,
            repeats,
            bulkheads,
            lastKnown,
            elsewhere,
            new AtomicLong(),
            new AtomicLong());
    Rights rights = new Rights(permits);
    this.conversations = new Conversations(environment, rights);
    this.visits = new Visits(environment, rights);
    this.loans = new Loans(environment, visits);
    this.forOthers = new ForOtherNodes(vertx, bus, conversations, loans);
    sessions.onChange(conversations::changed);
    bus.hear(
        Addresses.EVENT_ACCESS_REVOKED,
        event -> revoked(Revocation.fromJson(event.getJsonObject("data"))));
    this.ticking = vertx.setPeriodic(TICK.toMillis(), id -> tick(System.nanoTime()));
    this.looking = vertx.setPeriodic(LOOK.toMillis(), id -> look());
  }

  /** Completes when the other nodes can reach this one. */
  public Future<Void> listen() {
    return forOthers.listen();
  }

  /** Lets go of what nobody came back for. */
  void tick(long now) {
    conversations.tick(now, IDLE);
    visits.tick(now, IDLE);
    loans.tick();
  }

  /** What this node holds for agents at this moment. */
  Held held() {
    return new Held(conversations.size(), visits.size(), loans.size(), environment.kept().get());
  }

  /**
   * @param kept bytes for agents that come back
   */
  record Held(int conversations, int visits, int loans, long kept) {}

  /** Whoever hears this server on the stream of a session hears these messages too. */
  public void tell(String server, List<Buffer> messages) {
    conversations.tell(server, messages);
  }

  private void look() {
    conversations.look();
    visits.look();
  }

  private void revoked(Revocation revocation) {
    conversations.revoked(revocation);
    visits.revoked(revocation);
  }

  /** Ends all that this node has under way; completes when its ways are closed. */
  public Future<Void> close() {
    environment.vertx().cancelTimer(ticking);
    environment.vertx().cancelTimer(looking);
    return Future.join(conversations.close(), visits.close()).mapEmpty();
  }

  /** A message of an agent, checked as far as it can be without its server. */
  public void post(Post post) {
    Outlet outlet = outlet(post.http());
    if (post.session() != null) {
      conversations.with(post.session(), post.caller(), talk -> said(talk, post, outlet));
    } else if ("initialize".equals(post.method()) && post.era() == Era.LEGACY) {
      begin(post, outlet);
    } else {
      visit(post, outlet);
    }
  }

  private Outlet outlet(HttpServerRequest http) {
    return new Outlet(environment.vertx(), http, environment.config().keepAlive());
  }

  private void said(Conversation talk, Post post, Outlet outlet) {
    Envelope message = Traced.of(post);
    switch (message.type()) {
      case REQUEST -> talk.request(message, post.caller(), outlet);
      case NOTIFICATION -> talk.notification(message).onComplete(said -> outlet.accepted());
      case RESULT, ERROR -> reply(talk, message, outlet);
    }
  }

  private void reply(Conversation talk, Envelope message, Outlet outlet) {
    String node = Questions.nodeOf(message.text("id")).orElse(environment.node());
    if (node.equals(environment.node())) {
      replied(outlet, talk.reply(message));
    } else {
      elsewhere
          .reply(node, talk.session(), message)
          .onComplete(done -> replied(outlet, done.succeeded() && done.result()));
    }
  }

  private static void replied(Outlet outlet, boolean taken) {
    if (taken) {
      outlet.accepted();
    } else {
      outlet.refuse(
          400,
          null,
          RpcException.badRequest(
              RpcException.INVALID_REQUEST, "Invalid Request: nobody waits for this response"));
    }
  }

  private void visit(Post post, Outlet outlet) {
    if (!post.isRequest()) {
      outlet.accepted();
      return;
    }
    Envelope message = Traced.of(post);
    Caller caller = post.caller();
    Visitor visitor = Visitor.of(post.server(), caller, post.era(), message);
    visitor.refuseIfLong();
    String node = Parking.nodeOf(seal, message).orElse(environment.node());
    if (node.equals(environment.node())) {
      visits.with(visitor, caller, visit -> visit.request(message, caller, outlet));
    } else {
      goOn(node, visitor.guest(caller), message, outlet);
    }
  }

  private void goOn(String node, Guest guest, Envelope message, Outlet outlet) {
    Loop loop = Loop.here(environment.vertx());
    elsewhere
        .goOn(node, guest, message)
        .onSuccess(
            stream ->
                new RemoteStream(
                        elsewhere, loop, null, outlet, stream, gone -> lost(message, outlet))
                    .start())
        .onFailure(cause -> notTaken(message, outlet, new Mishap(cause, false)));
  }

  /** One that has no room for this agent keeps the call. */
  private static void notTaken(Envelope message, Outlet outlet, Mishap mishap) {
    if (mishap.isLimit()) {
      RpcException why = mishap.forAgent();
      outlet.refuse(why.status(true), message.id(), why);
    } else {
      lost(message, outlet);
    }
  }

  private static void lost(Envelope message, Outlet outlet) {
    outlet.json(200, Parking.lost(message).bytes());
  }

  /** A session begins as soon as its server can be talked with. */
  private void begin(Post post, Outlet outlet) {
    Envelope message = post.message();
    String wanted = message.text("params", "protocolVersion");
    if (wanted == null) {
      throw RpcException.of(
          200, JsonRpc.INVALID_PARAMS, "Invalid params: 'protocolVersion' is missing");
    }
    Guest guest =
        new Guest(
            post.server(),
            post.caller(),
            Era.LEGACY,
            Agent.legacy(message),
            UUID.randomUUID().toString());
    new Beginning(environment, conversations, guest, message, outlet).start();
  }

  /** GET: the stream of a session, or one of its streams from where the agent lost it. */
  public void listen(HttpServerRequest http, Caller caller, Session session) {
    Outlet outlet = outlet(http);
    String last = http.getHeader("Last-Event-ID");
    EventId from = last == null ? null : EventId.parse(last).orElse(null);
    conversations.with(
        session,
        caller,
        talk -> {
          talk.listening().heardBy(caller);
          new Resumption(elsewhere, environment.node(), talk, outlet).from(from);
        });
  }

  /** DELETE: it is over on all nodes. */
  public void end(HttpServerRequest http, Caller caller, Session session) {
    http.pause();
    environment.doors().ended(Guest.of(session, caller));
    environment
        .sessions()
        .end(session)
        .onComplete(
            done -> {
              http.resume();
              http.response().setStatusCode(200).end();
            });
  }
}
