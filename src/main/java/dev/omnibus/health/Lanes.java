package dev.omnibus.health;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Predicate;

/**
 * Who may be probed now and who waits. There are {@code places} in all; servers in doubt wait in a
 * lane of their own and get half of them at most, so that those that hang never delay those that do
 * not. Within a lane the first to come due is the first to go.
 */
final class Lanes {

  /** One server in wait since it came due. */
  record Waiting(String server, long due) {}

  private final int places;
  private final Deque<Waiting> calm = new ArrayDeque<>();
  private final Deque<Waiting> doubtful = new ArrayDeque<>();
  private final Map<String, Boolean> underWay = new HashMap<>();

  Lanes(int places) {
    this.places = places;
  }

  void queue(Waiting waiting, boolean inDoubt) {
    (inDoubt ? doubtful : calm).add(waiting);
  }

  /** The next that may go, now under way; null when nobody waits or no place is free. */
  Waiting next(Predicate<Waiting> stillWanted) {
    drop(calm, stillWanted);
    drop(doubtful, stillWanted);
    if (underWay.size() >= places) {
      return null;
    }
    boolean inDoubt = isDoubtfulFirst();
    Waiting first = (inDoubt ? doubtful : calm).poll();
    if (first != null) {
      underWay.put(first.server(), inDoubt);
    }
    return first;
  }

  void done(String server) {
    underWay.remove(server);
  }

  boolean isUnderWay(String server) {
    return underWay.containsKey(server);
  }

  int underWay() {
    return underWay.size();
  }

  /** How many wait for a place. */
  int waiting(Predicate<Waiting> stillWanted) {
    return (int)
        (calm.stream().filter(stillWanted).count() + doubtful.stream().filter(stillWanted).count());
  }

  private boolean isDoubtfulFirst() {
    if (doubtful.isEmpty() || doubtfulUnderWay() >= Math.max(1, places / 2)) {
      return false;
    }
    return calm.isEmpty() || doubtful.peek().due() < calm.peek().due();
  }

  private long doubtfulUnderWay() {
    return underWay.values().stream().filter(inDoubt -> inDoubt).count();
  }

  private static void drop(Deque<Waiting> lane, Predicate<Waiting> stillWanted) {
    while (!lane.isEmpty() && !stillWanted.test(lane.peek())) {
      lane.poll();
    }
  }
}
