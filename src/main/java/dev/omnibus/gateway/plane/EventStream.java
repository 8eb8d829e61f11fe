package dev.omnibus.gateway.plane;

import io.vertx.core.buffer.Buffer;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/**
 * The events of one stream, of which the last ones are kept for an agent that comes back. It goes
 * to one sink at a time, or to none.
 */
final class EventStream {

  /** One event as it is kept. */
  record Event(long number, Buffer data) {}

  /** In place of the id of a call. */
  static final String OF_NO_CALL = "";

  private final long number;
  private final String call;
  private final String node;
  private final Keeping keeping;
  private final Deque<Event> kept = new ArrayDeque<>();
  private final List<Runnable> waiting = new ArrayList<>();
  private long next = 1;
  private boolean ended;
  private boolean forgotten;
  private long readUntil = System.nanoTime();
  private Sink sink;

  /**
   * @param call raw JSON of the id of the request it answers; empty for none
   * @param keeping null when nobody can come back, so that nothing is kept and events have no ids
   */
  EventStream(long number, String call, String node, Keeping keeping) {
    this.number = number;
    this.call = call;
    this.node = node;
    this.keeping = keeping;
  }

  long number() {
    return number;
  }

  boolean answersACall() {
    return !call.isEmpty();
  }

  boolean hasEnded() {
    return ended;
  }

  boolean isHeard() {
    return sink != null || System.nanoTime() < readUntil;
  }

  /** It is read from afar, and will be again in this time. */
  void readFor(Duration time) {
    readUntil = System.nanoTime() + time.toNanos();
  }

  boolean isFull() {
    return sink != null && sink.isFull();
  }

  void add(Buffer data) {
    say(data);
    wake();
  }

  private void say(Buffer data) {
    Event event = new Event(next++, data);
    keep(event);
    if (sink != null) {
      sink.event(id(event), data);
    }
  }

  /** The last event; who reads from afar gets it together with the end. */
  void end(Buffer last) {
    say(last);
    end();
  }

  void end() {
    ended = true;
    if (sink != null) {
      sink.end();
      sink = null;
    }
    wake();
  }

  /** What does not fit is not kept, and nothing before it: there is never a hole. */
  private void keep(Event event) {
    if (keeping == null || forgotten) {
      return;
    }
    int bytes = event.data().length();
    while (!kept.isEmpty() && (kept.size() >= keeping.events() || !keeping.fits(bytes))) {
      drop();
    }
    if (keeping.fits(bytes)) {
      keeping.took(bytes);
      kept.add(event);
    }
  }

  private void drop() {
    keeping.gave(kept.remove().data().length());
  }

  /** Nothing of it is wanted any more, nor kept of what still comes. */
  void forget() {
    forgotten = true;
    while (!kept.isEmpty()) {
      drop();
    }
  }

  /** Whether all that came after this event is still here. */
  boolean reaches(long event) {
    return event < next && (kept.isEmpty() ? event == next - 1 : kept.peek().number() <= event + 1);
  }

  /** What came after this event. */
  List<Event> after(long event) {
    return kept.stream().filter(one -> one.number() > event).toList();
  }

  /** From now on it goes there; the sink before hears the end. */
  void flowTo(Sink young) {
    if (sink != null) {
      sink.end();
    }
    sink = young;
  }

  /** The same, with what came after this event first. */
  void flowTo(Sink young, long event) {
    after(event).forEach(one -> young.event(id(one), one.data()));
    if (ended) {
      young.end();
    } else {
      flowTo(young);
    }
  }

  /** That one is gone; another may come. */
  void left(Sink gone) {
    if (sink == gone) {
      sink = null;
    }
  }

  /** Runs once, as soon as there is something new. */
  void onMore(Runnable task) {
    waiting.add(task);
  }

  private void wake() {
    List<Runnable> now = List.copyOf(waiting);
    waiting.clear();
    now.forEach(Runnable::run);
  }

  EventId id(Event event) {
    return keeping == null ? null : new EventId(event.number(), number, call, node);
  }
}
