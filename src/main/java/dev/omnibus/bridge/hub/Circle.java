package dev.omnibus.bridge.hub;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * Subscriptions on one loop that hear the same. Whoever is told last hears it later by as many
 * writes as there are others, so each time another one is the first. Touched on that loop only.
 */
final class Circle {

  /** So far on, of the whole round, begins the next time: the starts are spread over all of it. */
  private static final double STEP = 0.382;

  private final List<Subscription> all = new ArrayList<>();
  private int first;

  void add(Subscription subscription) {
    subscription.place(all.size());
    all.add(subscription);
  }

  /** The last one takes its place. */
  void remove(Subscription subscription) {
    int place = subscription.place();
    if (place < 0) {
      return; // it left before it came
    }
    subscription.place(-1);
    Subscription last = all.remove(all.size() - 1);
    if (last != subscription) {
      all.set(place, last);
      last.place(place);
    }
  }

  void each(Consumer<Subscription> action) {
    int size = all.size();
    if (size == 0) {
      return;
    }
    first = (int) ((first + 1 + size * STEP) % size);
    for (int told = 0; told < size; told++) {
      int place = first + told;
      action.accept(all.get(place < size ? place : place - size));
    }
  }
}
