package dev.omnibus.gateway.plane;

import dev.omnibus.access.Caller;
import dev.omnibus.gateway.agent.RpcException;
import dev.omnibus.gateway.session.Session;
import dev.omnibus.gateway.way.Way;
import dev.omnibus.mcp.wire.Envelope;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import java.time.Duration;
import java.util.List;

/**
 * One session of a legacy agent, as far as this node carries it: its way, its calls, what it hears
 * and what the server asked. Another node may carry other calls of the same session at the same
 * time. It lives on one loop.
 */
final class Conversation implements Party {

  /** A stream says that it is there and can be taken up again: what takes longer is one. */
  private static final Duration OPENS_AFTER = Duration.ofSeconds(1);

  private final Environment environment;
  private final Loop loop;
  private final Guest guest;
  private final Session session;
  private final Continuity continuity;
  private final Reach reach;
  private final Questions questions;
  private final Calls calls;
  private final Listening listening;
  private long used = System.nanoTime();
  private boolean over;

  Conversation(Environment environment, Loop loop, Guest guest, Session session) {
    this.environment = environment;
    this.loop = loop;
    this.guest = guest;
    this.session = session;
    this.calls = new Calls(loop);
    this.continuity =
        new Continuity(session, environment.sessions(), environment.config().callTimeout());
    this.questions = new Questions(environment.node());
    this.listening = new Listening(environment, this, calls, guest.caller());
    this.reach = new Reach(this::open, this::prepared, listening::wayLost);
    reach.prove(); // a session is the proof that there was a server once
  }

  Loop loop() {
    return loop;
  }

  Session session() {
    return session;
  }

  @Override
  public Guest guest() {
    return guest;
  }

  boolean isOver() {
    return over;
  }

  @Override
  public Reach reach() {
    return reach;
  }

  /** Goes on with a way that is open already. */
  void adopt(Way way) {
    reach.adopt(way);
  }

  private Future<Way> open() {
    continuity.opening();
    return environment.doors().open(guest.in(session));
  }

  private Future<Way> prepared(Way way) {
    listening.prepare(way);
    return continuity.prepare(way);
  }

  /** The session was changed, here or on another node. */
  void changed() {
    Way way = reach.now();
    if (way != null && !leaves(way)) {
      continuity.changed(way);
    }
  }

  /** Another node took the session elsewhere: what is under way here may end first. */
  private boolean leaves(Way way) {
    boolean leaves = continuity.hasLeft(way) && calls.isEmpty();
    if (leaves) {
      way.close();
    }
    return leaves;
  }

  @Override
  public void dress(Reply outlet) {
    continuity.dress(outlet);
  }

  // --- what the agent says

  /**
   * @param caller by the token that this request came with
   */
  void request(Envelope request, Caller caller, Outlet outlet) {
    used = System.nanoTime();
    if (session.changes().ended()) {
      outlet.refuse(404, request.id(), RpcException.noSession());
    } else if (!calls.withId(request.id()).isEmpty()) {
      outlet.refuse(400, request.id(), twice());
    } else {
      begin(request, caller, outlet);
    }
  }

  private static RpcException twice() {
    return RpcException.badRequest(
        RpcException.INVALID_REQUEST, "Invalid Request: a request with this id is under way");
  }

  private void begin(Envelope request, Caller caller, Outlet outlet) {
    Call call = new Call(environment, this, caller, request, outlet);
    calls.add(call);
    outlet.hears(() -> loop.run(() -> gone(call)), () -> loop.run(call::relieved));
    call.begin(OPENS_AFTER);
  }

  /**
   * A notification; what only concerns this connection is done here. Completes when there is a way
   * for it, or none: who sends many while a server is away waits with them.
   */
  Future<?> notification(Envelope message) {
    used = System.nanoTime();
    switch (message.method()) {
      case "notifications/initialized" -> {
        return Future.succeededFuture(); // the way has said it
      }
      case "notifications/cancelled" -> {
        cancelled(message);
        return Future.succeededFuture();
      }
      default -> {
        return reach.way().onSuccess(way -> way.post(message));
      }
    }
  }

  private void cancelled(Envelope message) {
    String id = message.raw("params", "requestId");
    if (id != null && !cancel(id, message.text("params", "reason"))) {
      environment.elsewhere().cancel(session, id);
    }
  }

  /** Whether such a call is under way here. */
  boolean cancel(String id, String reason) {
    List<Call> meant = calls.withId(id);
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

  /** Nobody will answer what was asked on account of this call; null for nobody's account. */
  void unheard(Call call) {
    questions.giveUp(call);
  }

  @Override
  public EventStream stream(String id) {
    return listening.begin(id);
  }

  @Override
  public boolean takesEmptyEvents() {
    return continuity.takesEmptyEvents();
  }

  @Override
  public void answered(Envelope request, Envelope reply) {
    continuity.answered(request, reply);
  }

  @Override
  public void over(Call call) {
    calls.remove(call);
    questions.forget(call);
    used = System.nanoTime();
    Way way = reach.now();
    if (way != null) {
      leaves(way);
    }
  }

  // --- who hears

  /** Closing a stream cancels nothing (MCP 2025-11-25, basic/transports). */
  private void gone(Call call) {
    call.agentGone();
    environment
        .vertx()
        .setTimer(
            environment.config().away().toMillis(),
            id -> {
              if (!call.isOver() && !call.isHeard()) {
                unheard(call);
              }
            });
  }

  Listening listening() {
    return listening;
  }

  /** The stream for what is on nobody's account. */
  void listen(Outlet outlet) {
    used = System.nanoTime();
    listening.flowTo(outlet);
  }

  /** A stream of this session, with what came after this event first. */
  void listen(Outlet outlet, EventStream stream, long event) {
    used = System.nanoTime();
    listening.flowTo(outlet, stream, event);
  }

  // --- the end

  /** Now and then: forgets what nobody will come back for; true when all of it may go. */
  boolean tick(long now, Duration idle) {
    boolean heard = listening.tick(now);
    boolean busy = heard || !calls.isEmpty();
    return !busy && now - used > idle.toNanos();
  }

  /** May be asked on any loop. */
  Calls calls() {
    return calls;
  }

  /** The session is over, or this node has nothing to do for it any more. */
  Future<Void> close() {
    over = true;
    questions.giveUpAll();
    calls.cancel("the session ended");
    listening.close();
    return reach.close();
  }
}
