package dev.omnibus.gateway.plane;

import dev.omnibus.access.Caller;
import dev.omnibus.access.Seal;
import dev.omnibus.bus.Addresses;
import dev.omnibus.bus.Bus;
import dev.omnibus.config.GatewayConfig;
import dev.omnibus.gateway.agent.Permits;
import dev.omnibus.gateway.agent.Post;
import dev.omnibus.gateway.agent.RpcException;
import dev.omnibus.gateway.crossing.Parking;
import dev.omnibus.gateway.era.Agent;
import dev.omnibus.gateway.session.Session;
import dev.omnibus.gateway.session.Sessions;
import dev.omnibus.gateway.way.Way;
import dev.omnibus.mcp.Era;
import dev.omnibus.mcp.JsonRpc;
import dev.omnibus.mcp.wire.Envelope;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
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

  private static final int LONGEST_AGENT = 16 << 10;
  private static final int MOST_VISITS = 200;

  /** How long a server may be away, or an agent, before that is the end of what was under way. */
  static final Duration PATIENCE = Duration.ofSeconds(10);

  /** A stream says that it is there, so what takes longer had better be one. */
  static final Duration OPENS_AFTER = Duration.ofSeconds(1);

  private final Vertx vertx;
  private final Bus bus;
  private final Sessions sessions;
  private final Permits permits;
  private final GatewayConfig config;
  private final Doors doors;
  private final Repeats repeats;
  private final Seal seal;
  private final Elsewhere elsewhere;
  private final AtomicLong kept = new AtomicLong();
  private final AtomicLong streams = new AtomicLong();
  private final Map<String, Conversation> conversations = new ConcurrentHashMap<>();
  private final Map<Long, Lent> lent = new ConcurrentHashMap<>();
  private final Map<Visitor, Visit> visits = new ConcurrentHashMap<>();

  /** Who comes without a session, and is taken for the same one when the same comes again. */
  private record Visitor(String server, String user, Set<String> roles, Era era, Agent agent) {}

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
      Seal seal,
      Predicate<String> lives) {
    this.seal = seal;
    this.vertx = vertx;
    this.bus = bus;
    this.sessions = sessions;
    this.permits = permits;
    this.config = config;
    this.doors = doors;
    this.repeats = repeats;
    this.elsewhere = new Elsewhere(vertx, bus, this, lives);
    sessions.onChange(this::changed);
    bus.hear(Addresses.EVENT_ACCESS_REVOKED, event -> revoked(event.getJsonObject("data")));
    vertx.setPeriodic(TICK.toMillis(), id -> tick());
    vertx.setPeriodic(LOOK.toMillis(), id -> look());
  }

  /** Completes when the other nodes can reach this one. */
  public Future<Void> listen() {
    return elsewhere.listen();
  }

  // --- what the front hands over

  /** A message of an agent, checked as far as it can be without its server. */
  public void post(Post post) {
    Outlet outlet = new Outlet(vertx, post.http(), config.keepAlive());
    if (post.session() != null) {
      with(post.session(), post.caller(), talk -> said(talk, post, outlet));
    } else if ("initialize".equals(post.method()) && post.era() == Era.LEGACY) {
      begin(post, outlet);
    } else {
      visit(post, outlet);
    }
  }

  private void said(Conversation talk, Post post, Outlet outlet) {
    Envelope message = Traced.of(post);
    switch (message.type()) {
      case REQUEST -> talk.request(message, outlet);
      case NOTIFICATION -> {
        talk.notification(message);
        outlet.accepted();
      }
      case RESULT, ERROR -> reply(talk, message, outlet);
    }
  }

  private void reply(Conversation talk, Envelope message, Outlet outlet) {
    String node = Questions.nodeOf(message.text("id")).orElse(bus.node());
    if (node.equals(bus.node())) {
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
    String node = Parking.nodeOf(seal, message).orElse(bus.node());
    if (node.equals(bus.node())) {
      Visitor visitor = visitor(post.server(), post.caller(), post.era(), message);
      admit(visitor);
      visit(visitor, post.caller(), message, outlet);
    } else {
      goOn(node, post, message, outlet);
    }
  }

  private void goOn(String node, Post post, Envelope message, Outlet outlet) {
    Guest guest = new Guest(post.server(), post.caller(), post.era(), Agent.modern(message), null);
    Loop loop = Loop.here(vertx);
    elsewhere
        .goOn(node, guest, message)
        .onSuccess(
            stream ->
                new RemoteStream(
                        elsewhere, loop, null, outlet, stream, gone -> lost(message, outlet))
                    .start())
        .onFailure(cause -> lost(message, outlet));
  }

  private static void lost(Envelope message, Outlet outlet) {
    outlet.json(200, Parking.lost(message).bytes());
  }

  private static Visitor visitor(String server, Caller caller, Era era, Envelope message) {
    Agent agent = era == Era.MODERN ? Agent.modern(message) : new Agent(null, null);
    return new Visitor(server, caller.user(), caller.roles(), era, agent);
  }

  /** What an agent says of itself is kept as long as it may come again. */
  private void admit(Visitor visitor) {
    Agent agent = visitor.agent();
    int length = agent.capabilities().length() + (agent.info() == null ? 0 : agent.info().length());
    if (length > LONGEST_AGENT) {
      throw RpcException.badRequest(
          RpcException.INVALID_REQUEST,
          "Invalid Request: more than " + LONGEST_AGENT + " characters about the agent");
    }
    if (!visits.containsKey(visitor) && visitsOf(visitor.user()) >= MOST_VISITS) {
      throw RpcException.own(429, "too many different agents of one caller");
    }
  }

  private long visitsOf(String user) {
    return visits.keySet().stream().filter(other -> other.user().equals(user)).count();
  }

  private Visit visitOf(Visitor visitor, Caller caller) {
    return visits.computeIfAbsent(
        visitor,
        young ->
            new Visit(
                vertx,
                this,
                Loop.here(vertx),
                new Guest(visitor.server(), caller, visitor.era(), visitor.agent(), null)));
  }

  private void visit(Visitor visitor, Caller caller, Envelope message, Outlet outlet) {
    Visit visit = visitOf(visitor, caller);
    visit
        .loop()
        .run(
            () -> {
              if (visit.isOver()) {
                visit(visitor, caller, message, outlet);
              } else {
                visit.request(message, outlet);
              }
            });
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
    new Beginning(this, guest, message, outlet).start();
  }

  /** GET: the stream of a session, or one of its streams from where the agent lost it. */
  public void listen(HttpServerRequest http, Caller caller, Session session) {
    Outlet outlet = new Outlet(vertx, http, config.keepAlive());
    String last = http.getHeader("Last-Event-ID");
    EventId from = last == null ? null : EventId.parse(last).orElse(null);
    with(
        session,
        caller,
        talk -> {
          talk.heardBy(caller);
          new Resumption(this, elsewhere, talk, outlet).from(from);
        });
  }

  /** DELETE: it is over on all nodes. */
  public void end(HttpServerRequest http, Caller caller, Session session) {
    http.pause();
    doors.ended(guest(session, caller));
    sessions
        .end(session)
        .onComplete(
            done -> {
              http.resume();
              http.response().setStatusCode(200).end();
            });
  }

  /** Answers for an agent that came to another node; the number of the stream to be read. */
  long lend(Caller caller, String server, Envelope message) {
    long number = nextStream();
    EventStream stream = new EventStream(number, message.id(), bus.node(), new Keeping(kept));
    Visit visit = visitOf(visitor(server, caller, Era.MODERN, message), caller);
    Lent young = new Lent(visit.loop(), stream);
    stream.readFor(TICK);
    lent.put(number, young);
    visit.loop().run(() -> visit.request(message, young));
    return number;
  }

  /** Null when it is not there any more. */
  Lent lent(long number) {
    return lent.get(number);
  }

  /** Whoever read it does not want it any more. */
  void drop(long number) {
    Lent old = lent.remove(number);
    if (old != null) {
      old.loop().run(() -> drop(old));
    }
  }

  private static void drop(Lent old) {
    old.leave();
    old.stream().forget();
  }

  // --- what conversations need

  /**
   * Runs it on the conversation's loop, in a conversation that is not about to go, and that was not
   * begun with a token of other roles: what is permitted in it is what its caller may do.
   */
  private void with(Session session, Caller caller, Consumer<Conversation> then) {
    Conversation talk = conversation(session, caller);
    talk.loop()
        .run(
            () -> {
              boolean another = !talk.guest().caller().roles().equals(caller.roles());
              if (another && conversations.remove(session.start().uid(), talk)) {
                talk.close();
              }
              if ((another || talk.isOver()) && !session.changes().ended()) {
                with(session, caller, then);
              } else {
                then.accept(talk);
              }
            });
  }

  private Conversation conversation(Session session, Caller caller) {
    return conversations.computeIfAbsent(
        session.start().uid(),
        uid -> new Conversation(vertx, this, Loop.here(vertx), guest(session, caller), session));
  }

  private static Guest guest(Session session, Caller caller) {
    String server = session.start().server();
    Agent agent = Agent.legacy(initialize(session));
    boolean all = Guest.ALL.equals(server);
    return new Guest(all ? null : server, caller, Era.LEGACY, agent, session.start().uid());
  }

  /** A session that begins on this loop, with its way. */
  void adopt(Session session, Guest guest, Way way) {
    Conversation young = new Conversation(vertx, this, Loop.here(vertx), guest, session);
    conversations.put(session.start().uid(), young);
    young.adopt(way);
  }

  /** Null when this node carries nothing of it. */
  Conversation known(String uid) {
    return conversations.get(uid);
  }

  static Envelope initialize(Session session) {
    return Envelope.of(
        "{\"jsonrpc\":\"2.0\",\"id\":0,\"method\":\"initialize\",\"params\":"
            + session.start().init()
            + "}");
  }

  void cancelElsewhere(Session session, String id) {
    elsewhere.cancel(session, id);
  }

  private void changed(Session session) {
    Conversation talk = conversations.get(session.start().uid());
    if (talk == null) {
      return;
    }
    if (session.changes().ended()) {
      conversations.remove(session.start().uid(), talk);
      talk.loop().run(talk::close);
    } else {
      talk.loop().run(talk::changed);
    }
  }

  private void look() {
    for (Conversation talk : conversations.values()) {
      if (talk.listens() && !mayListen(talk)) {
        talk.loop().run(talk::giveWay);
      }
    }
    visits.forEach(
        (visitor, visit) -> {
          if (!isKnown(visit.guest()) && visits.remove(visitor, visit)) {
            visit.loop().run(visit::close);
          }
        });
  }

  private boolean isKnown(Guest guest) {
    return !permits.policy().rolesOf(guest.caller()).isEmpty() && sees(guest);
  }

  private boolean mayListen(Conversation talk) {
    Caller caller = talk.listener();
    return caller.expires().isAfter(Instant.now())
        && !permits.policy().rolesOf(caller).isEmpty()
        && sees(talk.guest());
  }

  /** Who signed out, or was blocked, hears nothing more. */
  private void revoked(JsonObject data) {
    String session = data.getString("session");
    for (Conversation talk : conversations.values()) {
      Caller caller = talk.listener();
      if (talk.listens()
          && caller.user().equals(data.getString("user"))
          && (session == null || session.equals(caller.session()))) {
        talk.loop().run(talk::giveWay);
      }
    }
  }

  private void tick() {
    long now = System.nanoTime();
    conversations.forEach(
        (uid, talk) ->
            talk.loop()
                .run(
                    () -> {
                      if (talk.tick(now, IDLE) && conversations.remove(uid, talk)) {
                        talk.close();
                      }
                    }));
    lent.forEach((number, one) -> one.loop().run(() -> dropUnread(number, one)));
    visits.forEach(
        (visitor, visit) ->
            visit
                .loop()
                .run(
                    () -> {
                      if (visit.isIdle(now, IDLE) && visits.remove(visitor, visit)) {
                        visit.close();
                      }
                    }));
  }

  private void dropUnread(long number, Lent one) {
    if (!one.stream().isHeard()) {
      drop(number);
    }
  }

  boolean sees(Guest guest) {
    return guest.server() == null || permits.sees(guest.caller(), guest.server());
  }

  Doors doors() {
    return doors;
  }

  Sessions sessions() {
    return sessions;
  }

  GatewayConfig config() {
    return config;
  }

  String node() {
    return bus.node();
  }

  Repeats repeats() {
    return repeats;
  }

  AtomicLong kept() {
    return kept;
  }

  long nextStream() {
    return streams.incrementAndGet();
  }
}
