package dev.omnibus.gateway.plane;

import dev.omnibus.access.Caller;
import dev.omnibus.config.GatewayConfig;
import dev.omnibus.gateway.agent.EraRules;
import dev.omnibus.gateway.agent.RpcException;
import dev.omnibus.gateway.session.Session;
import dev.omnibus.gateway.session.Sessions;
import dev.omnibus.gateway.way.Way;
import dev.omnibus.mcp.Revisions;
import dev.omnibus.mcp.wire.Envelope;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * One session of a legacy agent, as far as this node carries it: its way, its calls, its streams
 * and what the server asked. Another node may carry other calls of the same session at the same
 * time. It lives on one loop.
 */
final class Conversation implements Party {

  private static final Duration FORGET = Duration.ofSeconds(90);
  private static final int MOST_STREAMS = 100;

  private final Vertx vertx;
  private final Plane plane;
  private final Loop loop;
  private final Guest guest;
  private final Session session;
  private final Sessions sessions;
  private final GatewayConfig config;
  private final Reach reach;
  private final Questions questions;
  private final Keeping keeping;
  private final Replay replay = new Replay();
  private final Set<Call> calls = new LinkedHashSet<>();
  private final Map<Long, EventStream> streams = new LinkedHashMap<>();
  private final Map<Long, Long> endedAt = new LinkedHashMap<>();
  private EventStream standing;
  private volatile Sink ear;

  /** Whose token the standing stream came with; null before there was one. */
  private volatile Caller listener;

  private String version;
  private int told;
  private long used = System.nanoTime();
  private boolean over;

  Conversation(Vertx vertx, Plane plane, Loop loop, Guest guest, Session session) {
    this.vertx = vertx;
    this.plane = plane;
    this.loop = loop;
    this.guest = guest;
    this.session = session;
    this.sessions = plane.sessions();
    this.config = plane.config();
    this.reach = new Reach(() -> plane.doors().open(guest), this::prepared, this::lost);
    reach.prove(); // a session is the proof that there was a server once
    this.questions = new Questions(plane.node());
    this.keeping = new Keeping(plane.kept());
    this.told = session.changes().generation();
  }

  Loop loop() {
    return loop;
  }

  Session session() {
    return session;
  }

  Guest guest() {
    return guest;
  }

  void heardBy(Caller caller) {
    listener = caller;
  }

  /** Who hears, by its own token; may be asked on any loop. */
  Caller listener() {
    Caller known = listener;
    return known == null ? guest.caller() : known;
  }

  /** Whether its agent hears what is on nobody's account; may be asked on any loop. */
  boolean listens() {
    return ear != null;
  }

  boolean isOver() {
    return over;
  }

  // --- the way

  @Override
  public Reach reach() {
    return reach;
  }

  /** Goes on with a way that is open already. */
  void adopt(Way way) {
    reach.adopt(way);
  }

  private Future<Way> prepared(Way way) {
    version = spoken(way);
    compare(way);
    way.onRenewed(generation -> compare(way));
    if (ear != null) {
      way.onMessage(message -> said(way, message));
    }
    replay.reset();
    return replay.catchUp(way, session.changes(), config.callTimeout()).map(way);
  }

  /** The session was changed, here or on another node. */
  void changed() {
    Way way = reach.now();
    if (way != null) {
      replay.catchUp(way, session.changes(), config.callTimeout());
    }
  }

  private String spoken(Way way) {
    return EraRules.spoken(
        Plane.initialize(session).text("params", "protocolVersion"),
        String.valueOf(way.described().getValue("protocolVersion")));
  }

  /** Whether the server forgot what the session began with. */
  private void compare(Way way) {
    String generation = Long.toString(way.generation());
    String before = session.changes().upstream();
    if (!before.equals(generation)) {
      sessions.renewed(session, before, generation);
    }
  }

  private void lost() {
    if (ear != null && !over) {
      vertx.setTimer(500, id -> listenAgain());
    }
  }

  /** Who listens and does not ask must be connected again all the same. */
  private void listenAgain() {
    if (ear != null && !over && reach.now() == null) {
      reach.way().onFailure(still -> lost());
    }
  }

  @Override
  public void dress(Reply outlet) {
    int generation = session.changes().generation();
    if (generation > told) {
      told = generation;
      outlet.header("Omnibus-Session-Renewed", Integer.toString(generation));
    }
  }

  // --- what the agent says

  void request(Envelope request, Outlet outlet) {
    used = System.nanoTime();
    if (session.changes().ended()) {
      outlet.refuse(404, request.id(), RpcException.own(404, "there is no such session"));
      return;
    }
    if (calls.stream().anyMatch(call -> call.id().equals(request.id()))) {
      RpcException twice =
          RpcException.badRequest(
              RpcException.INVALID_REQUEST, "Invalid Request: a request with this id is under way");
      outlet.refuse(400, request.id(), twice);
      return;
    }
    Call call = new Call(vertx, this, guest, plane.repeats(), request, outlet, config);
    calls.add(call);
    outlet.hears(() -> loop.run(() -> gone(call)), () -> loop.run(call::relieved));
    call.start();
    vertx.setTimer(Plane.OPENS_AFTER.toMillis(), id -> call.takesLong());
  }

  /** A notification; what only concerns this connection is done here. */
  void notification(Envelope message) {
    used = System.nanoTime();
    switch (message.method()) {
      case "notifications/initialized" -> {
        // the way has said it
      }
      case "notifications/cancelled" -> {
        String id = message.raw("params", "requestId");
        if (id != null && !cancel(id, message.text("params", "reason"))) {
          plane.cancelElsewhere(session, id);
        }
      }
      default -> reach.way().onSuccess(way -> way.post(message));
    }
  }

  /** Whether such a call is under way here. */
  boolean cancel(String id, String reason) {
    List<Call> meant = calls.stream().filter(call -> call.id().equals(id)).toList();
    meant.forEach(questions::giveUp);
    meant.forEach(call -> call.cancel(reason == null ? "cancelled by the agent" : reason));
    return !meant.isEmpty();
  }

  /** The agent's answer to a question that this node asked; false when nobody waits for it. */
  boolean reply(Envelope message) {
    used = System.nanoTime();
    return questions.answer(message);
  }

  // --- what the server says

  @Override
  public Buffer ask(Way way, Envelope question, Call call) {
    Buffer asked =
        Capabilities.covers(guest.agent(), question) ? questions.ask(way, question, call) : null;
    if (asked == null) {
      Questions.refuse(way, question.id(), -32601, "Method not found: " + question.method());
    }
    return asked;
  }

  /** On nobody's account. */
  private void said(Way way, Envelope message) {
    if (standing == null) {
      return;
    }
    Buffer text =
        message.type() == Envelope.Type.REQUEST ? ask(way, message, null) : message.bytes();
    if (text != null) {
      standing.add(text);
    }
  }

  @Override
  public EventStream stream(String id) {
    EventStream young = new EventStream(plane.nextStream(), id, plane.node(), keeping);
    streams.put(young.number(), young);
    if (streams.size() > MOST_STREAMS) {
      streams.values().stream()
          .filter(old -> old != standing && old != young)
          .findFirst()
          .ifPresent(old -> forget(old.number()));
    }
    return young;
  }

  @Override
  public boolean takesEmptyEvents() {
    return Revisions.NEWEST_LEGACY.equals(version);
  }

  @Override
  public void answered(Envelope request, Envelope reply) {
    if (reply.type() != Envelope.Type.RESULT) {
      return;
    }
    replay.said(request);
    switch (request.method()) {
      case "logging/setLevel" -> sessions.logging(session, request.raw("params", "level"));
      case "resources/subscribe" ->
          sessions.subscribed(session, request.text("params", "uri"), true);
      case "resources/unsubscribe" ->
          sessions.subscribed(session, request.text("params", "uri"), false);
      default -> {
        // nothing that another node has to know
      }
    }
  }

  @Override
  public void over(Call call) {
    calls.remove(call);
    questions.forget(call);
    used = System.nanoTime();
  }

  /** Closing a stream cancels nothing (MCP 2025-11-25, basic/transports). */
  private void gone(Call call) {
    call.agentGone();
    vertx.setTimer(Plane.PATIENCE.toMillis(), id -> unheard(call));
  }

  /** It was not taken up again: nobody will answer what the server asked on its account. */
  private void unheard(Call call) {
    if (!call.isOver() && !call.isHeard()) {
      questions.giveUp(call);
    }
  }

  // --- the standing stream, and streams taken up again

  /** The stream for what is on nobody's account; a second one takes over from the first. */
  void listen(Outlet outlet) {
    used = System.nanoTime();
    if (standing == null) {
      standing = stream("");
    }
    hear(outlet);
    outlet.open();
    standing.flowTo(outlet);
    attach();
  }

  /** The same, with what came after this event first. */
  void listen(Outlet outlet, EventStream stream, long event) {
    used = System.nanoTime();
    boolean stands = stream == standing;
    outlet.hears(() -> loop.run(() -> left(stream, outlet)), () -> loop.run(this::relieved));
    if (stands) {
      ear = outlet;
    }
    outlet.open();
    stream.flowTo(outlet, event);
    relieved();
    if (stands) {
      attach();
    }
  }

  private void hear(Outlet outlet) {
    ear = outlet;
    outlet.hears(() -> loop.run(() -> left(standing, outlet)), () -> loop.run(this::relieved));
  }

  private void attach() {
    Way way = reach.now();
    if (way == null) {
      listenAgain();
    } else {
      way.onMessage(message -> said(way, message));
    }
  }

  private void left(EventStream stream, Sink sink) {
    stream.left(sink);
    relieved();
    if (stream == standing && ear == sink) {
      vertx.setTimer(Plane.PATIENCE.toMillis(), id -> deaf(sink));
    }
  }

  /** It was not taken up again, so nothing has to be heard any more. */
  private void deaf(Sink sink) {
    if (ear == sink && standing != null && !standing.isHeard()) {
      standStill();
    }
  }

  private void standStill() {
    ear = null;
    Way way = reach.now();
    if (way != null) {
      way.onMessage(null);
    }
    questions.giveUp(null);
  }

  /** Says again on the standing stream what another node had for it. */
  void repeat(Buffer message) {
    if (standing != null) {
      standing.add(message);
    }
  }

  /** The agent listens on another node now. */
  void giveWay() {
    if (standing != null) {
      standing.flowTo(null);
      standStill();
    }
  }

  private void relieved() {
    List.copyOf(calls).forEach(Call::relieved);
  }

  /** Null when it is not, or no longer, kept here. */
  EventStream stream(long number) {
    return streams.get(number);
  }

  // --- the end

  /** Now and then: forgets what nobody will come back for; true when all of it may go. */
  boolean tick(long now, Duration idle) {
    for (EventStream stream : List.copyOf(streams.values())) {
      if (stream.hasEnded()) {
        long since = endedAt.computeIfAbsent(stream.number(), number -> now);
        if (now - since > FORGET.toNanos()) {
          forget(stream.number());
        }
      }
    }
    boolean busy = !calls.isEmpty() || ear != null || !streamsEmpty();
    return !busy && now - used > idle.toNanos();
  }

  private boolean streamsEmpty() {
    return streams.values().stream().allMatch(stream -> stream == standing);
  }

  private void forget(long number) {
    EventStream old = streams.remove(number);
    endedAt.remove(number);
    if (old != null) {
      old.forget();
      if (old == standing) {
        standing = null;
      }
    }
  }

  /** The session is over, or this node has nothing to do for it any more. */
  Future<Void> close() {
    over = true;
    questions.giveUpAll();
    new ArrayList<>(calls).forEach(call -> call.cancel("the session ended"));
    streams.values().forEach(EventStream::end);
    List.copyOf(streams.keySet()).forEach(this::forget);
    ear = null;
    return reach.close();
  }
}
