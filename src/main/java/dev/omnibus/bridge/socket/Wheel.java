package dev.omnibus.bridge.socket;

import java.util.ArrayList;
import java.util.List;
import java.util.function.ToLongFunction;

/**
 * Who is to be looked at when, on one event loop: a turn touches those whose time has come and
 * nobody else. Whoever wants to be seen later than one round of it is met once a round and put off.
 * It knows no clock.
 */
final class Wheel<T> {

  /** Somebody's place on the wheel, until they leave it. */
  static final class Place<T> {
    private T who;
    private long due;

    private Place(T who, long due) {
      this.who = who;
      this.due = due;
    }

    /** From now on nothing here holds on to whoever it was. */
    void leave() {
      who = null;
    }
  }

  private final long step;
  private final List<List<Place<T>>> slots = new ArrayList<>();
  private List<Place<T>> spare = new ArrayList<>();
  private long turned;

  /**
   * @param step nanoseconds that one slot stands for
   * @param now a time of the clock that all others are of; it may be negative
   */
  Wheel(int slots, long step, long now) {
    this.step = step;
    this.turned = Math.floorDiv(now, step);
    for (int i = 0; i < slots; i++) {
      this.slots.add(new ArrayList<>());
    }
  }

  /** It is looked at in the first turn after this time. */
  Place<T> add(T who, long due) {
    Place<T> place = new Place<>(who, due);
    put(place);
    return place;
  }

  /**
   * Looks at all whose time has come.
   *
   * @param look answers when to look again
   */
  void turn(long now, ToLongFunction<T> look) {
    long until = Math.floorDiv(now, step);
    turned = Math.max(turned, until - slots.size());
    while (turned < until) {
      turned++;
      empty(now, look);
    }
  }

  private void empty(long now, ToLongFunction<T> look) {
    int index = index(turned);
    List<Place<T>> met = slots.set(index, spare);
    for (Place<T> place : met) {
      if (place.who != null && place.due <= now) {
        place.due = look.applyAsLong(place.who);
      }
      if (place.who != null) {
        put(place);
      }
    }
    met.clear();
    spare = met;
  }

  private void put(Place<T> place) {
    slots.get(index(Math.max(turned, Math.floorDiv(place.due, step)) + 1)).add(place);
  }

  private int index(long number) {
    return (int) Math.floorMod(number, (long) slots.size());
  }
}
