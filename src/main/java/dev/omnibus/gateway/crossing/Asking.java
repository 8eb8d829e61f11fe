package dev.omnibus.gateway.crossing;

import dev.omnibus.gateway.era.InputAsked;
import dev.omnibus.gateway.era.ModernOnLegacy;
import dev.omnibus.gateway.way.Flight;
import dev.omnibus.gateway.way.FlightListener;
import dev.omnibus.mcp.wire.Envelope;
import dev.omnibus.tracing.CallTrace;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Optional;
import java.util.Queue;

/**
 * One call of a modern agent at a legacy server. When the server asks something, the agent gets a
 * result that says so, and the call waits until the agent sends it again with the answer.
 */
final class Asking implements FlightListener, Flight {

  private final ModernCrossing way;
  private final Duration deadline;
  private final Envelope first;
  private final Queue<Envelope> questions = new ArrayDeque<>();
  private Envelope request;
  private FlightListener listener;
  private final CallTrace trace;
  private Flight flight = Flight.OVER;
  private boolean paused;
  private boolean over;
  private int round;

  /** What came while nobody was there to hear it. */
  private Runnable landed;

  Asking(ModernCrossing way, Envelope request, FlightListener listener, Duration deadline) {
    this.way = way;
    this.first = request;
    this.request = request;
    this.listener = listener;
    this.trace = listener.trace();
    this.deadline = deadline;
  }

  void start() {
    if (!over) {
      flight = way.inner().request(ModernOnLegacy.stripped(first), this, deadline);
      if (paused) {
        flight.pause();
      }
    }
  }

  Envelope request() {
    return request;
  }

  Duration deadline() {
    return deadline;
  }

  /** Which question it waits with, so that no answer is taken twice. */
  int round() {
    return round;
  }

  boolean waits() {
    return !over && listener == null;
  }

  /** Of the call that began it. */
  @Override
  public CallTrace trace() {
    return trace;
  }

  @Override
  public void message(Envelope message) {
    if (message.type() == Envelope.Type.REQUEST) {
      asked(message);
    } else if (ModernOnLegacy.belongs(request, message)) {
      heard(message);
    }
  }

  /** While it waits nobody is there to hear. */
  void heard(Envelope message) {
    if (!over && listener != null) {
      listener.message(tokened(message));
    }
  }

  /** The repetition of a call may count its progress under another token. */
  private Envelope tokened(Envelope message) {
    String token = request.raw("params", "_meta", "progressToken");
    boolean same = request == first || !"notifications/progress".equals(message.method());
    return same || token == null
        ? message
        : message.splice().replace(message.at("params", "progressToken"), token).toEnvelope();
  }

  private void asked(Envelope question) {
    Optional<Envelope> refusal = InputAsked.refusal(question, way.agent());
    if (over || !InputAsked.allowedIn(first) || refusal.isPresent()) {
      way.inner().post(refusal.orElseGet(() -> Replies.unknown(question)));
      return;
    }
    questions.add(question);
    park();
  }

  private void park() {
    if (listener == null || questions.isEmpty()) {
      return;
    }
    FlightListener told = listener;
    listener = null;
    round++;
    String state = way.parking().park(this);
    flight.extend(way.parking().patience());
    told.response(InputAsked.result(request, questions.peek(), state));
  }

  /** The agent sent it again. */
  Flight goOn(Envelope again, FlightListener young) {
    Optional<Envelope> answer = InputAsked.answer(again, questions.peek());
    request = again;
    listener = young;
    if (landed != null) {
      landed.run();
      return this;
    }
    if (answer.isPresent()) {
      questions.remove();
      flight.extend(deadline);
      way.inner().post(answer.get());
    }
    park(); // an answer that is missing is asked for again
    return this;
  }

  @Override
  public void response(Envelope reply) {
    if (over) {
      return;
    }
    if (listener == null) {
      landed = () -> response(reply);
      return;
    }
    FlightListener told = listener;
    end();
    told.response(Replies.to(request, dressed(reply)));
  }

  private Envelope dressed(Envelope reply) {
    if (reply.type() == Envelope.Type.RESULT) {
      return ModernOnLegacy.dressed(request, reply, way.serverInfo());
    }
    return InputAsked.urls(request, reply, way.agent())
        .orElseGet(() -> ModernOnLegacy.error(request, reply));
  }

  @Override
  public void failed(Throwable why, boolean sent) {
    if (over) {
      return;
    }
    if (listener == null) {
      landed = () -> failed(why, sent);
      return;
    }
    FlightListener told = listener;
    end();
    told.failed(why, sent);
  }

  private void end() {
    over = true;
    way.over(this);
    way.parking().forget(this);
  }

  /** Nobody came back for it. */
  void giveUp() {
    if (!over) {
      questions.forEach(
          question -> way.inner().post(Replies.error(question, -32603, "the agent is gone")));
      end();
      flight.cancel("the agent did not answer");
    }
  }

  @Override
  public void cancel(String reason) {
    if (!over && listener != null) {
      end();
      flight.cancel(reason);
    }
  }

  @Override
  public void extend(Duration time) {
    if (listener != null) {
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
