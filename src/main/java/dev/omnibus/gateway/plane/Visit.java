package dev.omnibus.gateway.plane;

import dev.omnibus.gateway.way.Way;
import dev.omnibus.mcp.wire.Envelope;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

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
  private final Set<Call> calls = new LinkedHashSet<>();
  private long used = System.nanoTime();
  private boolean over;

  Visit(Environment environment, Loop loop, Guest guest) {
    this.environment = environment;
    this.loop = loop;
    this.guest = guest;
    this.reach =
        new Reach(() -> environment.doors().open(guest), Future::succeededFuture, () -> {});
  }

  Loop loop() {
    return loop;
  }

  Guest guest() {
    return guest;
  }

  boolean isOver() {
    return over;
  }

  void request(Envelope request, Reply outlet) {
    used = System.nanoTime();
    Call call = new Call(environment, this, guest, request, outlet);
    calls.add(call);
    outlet.hears(() -> loop.run(() -> gone(call)), () -> loop.run(call::relieved));
    call.start();
    environment
        .vertx()
        .setTimer(environment.config().keepAlive().toMillis(), id -> call.takesLong());
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

  Future<Void> close() {
    over = true;
    List.copyOf(calls).forEach(call -> call.cancel("the gateway closes"));
    return reach.close();
  }
}
