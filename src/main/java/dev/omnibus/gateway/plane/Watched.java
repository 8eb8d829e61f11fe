package dev.omnibus.gateway.plane;

import dev.omnibus.gateway.balance.Bulkhead;
import dev.omnibus.gateway.balance.Crowded;
import dev.omnibus.gateway.seen.Outcome;
import dev.omnibus.gateway.seen.Sight;
import dev.omnibus.gateway.way.Flight;
import dev.omnibus.gateway.way.FlightListener;
import dev.omnibus.mcp.wire.Envelope;
import dev.omnibus.tracing.CallTrace;
import dev.omnibus.tracing.Stage;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;

/**
 * One request on its way, as it is watched: whatever the server says gives it more time, a question
 * to the agent gives it as long as an agent may think, and nothing gives it more than the hard
 * limit.
 */
final class Watched implements FlightListener, Flight {

  private final Checkpoint checkpoint;
  private final Sight sight;
  private final Envelope request;
  private final FlightListener listener;
  private final Duration deadline;
  private final long began = System.nanoTime();
  private final Set<String> questions = new HashSet<>();
  private Flight flight = Flight.OVER;
  private Bulkhead.Waiter waiter;
  private boolean inside;
  private boolean paused;
  private boolean over;

  Watched(
      Checkpoint checkpoint,
      Sight sight,
      Envelope request,
      FlightListener listener,
      Duration deadline) {
    this.checkpoint = checkpoint;
    this.sight = sight;
    this.request = request;
    this.listener = listener;
    this.deadline = deadline;
  }

  /**
   * @param endless only what ends by itself needs a place
   */
  Flight start(boolean endless) {
    trace().at(Stage.QUEUE);
    Bulkhead bulkhead = checkpoint.bulkhead();
    if (endless) {
      fly();
    } else if (bulkhead.enter()) {
      inside = true;
      fly();
    } else {
      waiter = bulkhead.await(checkpoint.vertx(), this::letIn, this::crowded);
      if (waiter == null) {
        crowded();
      }
    }
    return this;
  }

  private void letIn() {
    if (over) {
      checkpoint.bulkhead().leave();
    } else {
      waiter = null;
      inside = true;
      fly();
    }
  }

  private void crowded() {
    waiter = null;
    over(Outcome.LIMIT);
    listener.failed(Crowded.at(checkpoint.server()), false);
  }

  @Override
  public CallTrace trace() {
    return sight.trace();
  }

  private void fly() {
    flight = checkpoint.inner().request(request, this, deadline);
    if (paused) {
      flight.pause();
    }
  }

  @Override
  public void message(Envelope message) {
    sight.received(message.bytes().length());
    trace().reached(Stage.STREAM);
    if (message.type() == Envelope.Type.REQUEST) {
      checkpoint.asked(message.id(), this);
      questions.add(message.id());
    } else if ("notifications/progress".equals(message.method())) {
      sight.progress();
    }
    moreTime();
    listener.message(message);
  }

  /** The agent answered a question. */
  void answered(String id) {
    questions.remove(id);
    moreTime();
  }

  private void moreTime() {
    if (!over) {
      flight.extend(questions.isEmpty() && deadline.compareTo(left()) < 0 ? deadline : left());
    }
  }

  private Duration left() {
    Duration left = checkpoint.bulkhead().limits().maxCall().minusNanos(System.nanoTime() - began);
    return left.isNegative() || left.isZero() ? Duration.ofMillis(1) : left;
  }

  @Override
  public void response(Envelope reply) {
    sight.received(reply.bytes().length());
    over(outcome(reply));
    listener.response(checkpoint.cut(request, reply));
  }

  private static Outcome outcome(Envelope reply) {
    if (reply.type() == Envelope.Type.ERROR) {
      return Outcome.PROTOCOL;
    }
    return "true".equals(reply.raw("result", "isError")) ? Outcome.TOOL : Outcome.OK;
  }

  @Override
  public void failed(Throwable why, boolean sent) {
    Mishap mishap = new Mishap(why, sent);
    if (mishap.isRest()) {
      over();
      sight.withdrawn();
    } else {
      over(
          mishap.isTimeout()
              ? Outcome.TIMEOUT
              : mishap.isLimit() ? Outcome.LIMIT : Outcome.TRANSPORT);
    }
    listener.failed(why, sent);
  }

  private void over(Outcome outcome) {
    over();
    sight.finished(outcome);
  }

  private void over() {
    over = true;
    leave();
    questions.forEach(checkpoint::unasked);
  }

  private void leave() {
    if (inside) {
      inside = false;
      checkpoint.bulkhead().leave();
    } else if (waiter != null) {
      waiter.giveUp();
    }
  }

  @Override
  public void cancel(String reason) {
    if (!over) {
      over(Outcome.CANCELLED);
      flight.cancel(reason);
    }
  }

  /** Time is given here, not by who waits. */
  @Override
  public void extend(Duration time) {
    if (!over) {
      flight.extend(time);
    }
  }

  @Override
  public void pause() {
    paused = true;
    flight.pause();
  }

  @Override
  public void resume() {
    paused = false;
    flight.resume();
  }
}
