package dev.omnibus.bridge.hub;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * The subscriptions of one group on one loop. An event that comes after a pause goes out at once;
 * those that follow within a tick go out together at its end, so that a socket costs one write a
 * tick however many events there are. Touched on its loop only, but for the count.
 */
final class Audience {

  /** More than this is not kept until the tick ends. */
  private static final int MOST_EVENTS = 512;

  private static final int MOST_BYTES = 64 << 10;

  private final Loop loop;
  private final Duration tick;
  private final Circle subscriptions = new Circle();
  private List<Event> waiting = new ArrayList<>();
  private int waitingBytes;
  private boolean ticking;
  private boolean spoke;

  /** Touched on the hub's loop only. */
  private int count;

  Audience(Loop loop, Duration tick) {
    this.loop = loop;
    this.tick = tick;
  }

  int count() {
    return count;
  }

  void count(int more) {
    count += more;
  }

  void heard(Event event) {
    waiting.add(event);
    waitingBytes += event.size();
    if (!ticking || waiting.size() >= MOST_EVENTS || waitingBytes >= MOST_BYTES) {
      flush();
    }
    if (!ticking) {
      ticking = true;
      loop.atTick(tick, this::ticked);
    }
  }

  /** Goes on as long as there is something to say. */
  private boolean ticked() {
    flush();
    ticking = spoke;
    spoke = false;
    return ticking;
  }

  private void flush() {
    if (waiting.isEmpty()) {
      return;
    }
    spoke = ticking;
    // Between two ticks no other event is at hand, so what the first ones get need not wait.
    Batch batch = new Batch(waiting, !ticking);
    waiting = new ArrayList<>();
    waitingBytes = 0;
    subscriptions.each(subscription -> subscription.deliver(batch));
    batch.release();
    loop.telling(batch.events().get(0).heard());
  }

  /** What waited was told before; whoever joins has it already. */
  void add(Subscription subscription) {
    flush();
    subscriptions.add(subscription);
  }

  /** What waits was told while it belonged here. */
  void remove(Subscription subscription) {
    flush();
    subscriptions.remove(subscription);
  }

  void each(Consumer<Subscription> action) {
    flush();
    subscriptions.each(action);
  }
}
