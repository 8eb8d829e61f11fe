package dev.omnibus.gateway.plane;

import dev.omnibus.access.Caller;
import dev.omnibus.gateway.way.Way;
import dev.omnibus.mcp.wire.Envelope;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import java.time.Duration;

/**
 * An agent without a session: of the modern era, which has none, or a legacy one that never said
 * {@code initialize}. Its requests have nothing to do with each other but the way that they share.
 * It lives on one loop.
 */
final class Visit implements Party {

  private final Environment environment;
  private final Loop loop;
  private final Guest guest;
  private final Reach reach;
  private final Calls calls;
  private long used = System.nanoTime();
  private boolean over;

  Visit(Environment environment, Loop loop, Guest guest) {
    this.environment = environment;
    this.loop = loop;
    this.guest = guest;
    this.calls = new Calls(loop);
    this.reach =
        new Reach(() -> environment.doors().open(guest), Future::succeededFuture, () -> {});
  }

  Loop loop() {
    return loop;
  }

  @Override
  public Guest guest() {
    return guest;
  }

  boolean isOver() {
    return over;
  }

  /**
   * @param caller by the token that this request came with
   */
  void request(Envelope request, Caller caller, Reply outlet) {
    used = System.nanoTime();
    Call call = new Call(environment, this, caller, request, outlet);
    calls.add(call);
    outlet.hears(() -> loop.run(() -> gone(call)), () -> loop.run(call::relieved));
    call.begin(environment.config().keepAlive());
  }

  /** In the modern era who closes the stream cancels; and no other one can come back for it. */
  private void gone(Call call) {
    call.agentGone();
    call.cancel("the agent is gone");
  }

  @Override
  public Reach reach() {
    return reach;
  }

  @Override
  public EventStream stream(String id) {
    return new EventStream(0, id, environment.node(), null);
  }

  @Override
  public boolean takesEmptyEvents() {
    return false;
  }

  /** There is no way to answer but within a session. */
  @Override
  public Buffer ask(Way way, Envelope question, Call call) {
    Questions.refuse(way, question.id(), -32601, "Method not found: " + question.method());
    return null;
  }

  @Override
  public void dress(Reply reply) {
    // nothing was begun that could have been forgotten
  }

  @Override
  public void answered(Envelope request, Envelope reply) {
    // nothing is remembered
  }

  @Override
  public void over(Call call) {
    calls.remove(call);
    used = System.nanoTime();
  }

  /** Whether it was not used for so long. */
  boolean isIdle(long now, Duration idle) {
    return calls.isEmpty() && now - used > idle.toNanos();
  }

  /** May be asked on any loop. */
  Calls calls() {
    return calls;
  }

  Future<Void> close() {
    over = true;
    calls.cancel("the gateway closes");
    return reach.close();
  }
}
