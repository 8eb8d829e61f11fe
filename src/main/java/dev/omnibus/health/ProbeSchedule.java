package dev.omnibus.health;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.random.RandomGenerator;

/**
 * When each server's next probe is due, and which may go now. Every server has a fixed place within
 * its interval, so that probes stay apart however long the node runs; each takes a little jitter
 * around that place, which is never carried on. A server is never probed twice at once. Not for
 * several threads.
 */
public final class ProbeSchedule {

  /** The share of an interval over which a regular probe is jittered. */
  private static final double JITTER = 0.04;

  /** A clock that is set back by more than this is followed. */
  private static final long SET_BACK_MS = 1_000;

  private final RandomGenerator random;
  private final Places places;
  private final Lanes lanes;
  private final Map<String, Slot> slots = new HashMap<>();
  private final PriorityQueue<Turn> turns =
      new PriorityQueue<>(Comparator.comparingLong(Turn::at).thenComparingLong(Turn::number));
  private long number;
  private long latest;

  public ProbeSchedule(int concurrency, RandomGenerator random) {
    this.random = random;
    this.places = new Places(random.nextDouble());
    this.lanes = new Lanes(concurrency);
  }

  /** One server's standing order. A turn counts only while {@code due} still says so. */
  private static final class Slot {
    static final long NEVER = Long.MAX_VALUE;

    final double place;
    long interval;
    long due = NEVER;
    long last;
    boolean again;
    boolean inDoubt;

    Slot(double place) {
      this.place = place;
    }
  }

  private record Turn(String server, long at, long number) {}

  /** Takes a server in, due within one interval; or gives a known one another interval. */
  public void put(String server, Duration interval, Instant now) {
    Slot slot = slots.computeIfAbsent(server, name -> new Slot(places.next()));
    if (slot.interval != interval.toMillis()) {
      slot.interval = interval.toMillis();
      slot.last = now.toEpochMilli() - slot.interval / 2;
      due(server, slot, regular(slot, now.toEpochMilli()));
    }
  }

  /** Forgets a server; a probe under way keeps its place until it is done. */
  public void remove(String server) {
    slots.remove(server);
  }

  /** Wants a probe at once, or right after the one under way. */
  public void soon(String server, Instant now) {
    Slot slot = slots.get(server);
    if (slot != null) {
      slot.again = lanes.isUnderWay(server);
      due(server, slot, now.toEpochMilli());
    }
  }

  /** Sets when a server comes next; one that is being probed is planned when it is done. */
  public void plan(String server, Pace pace, boolean inDoubt, Instant now) {
    Slot slot = slots.get(server);
    if (slot == null) {
      return;
    }
    slot.inDoubt = inDoubt;
    switch (pace.kind()) {
      case NEVER -> due(server, slot, Slot.NEVER);
      case AT -> due(server, slot, pace.at().toEpochMilli());
      case REGULAR -> due(server, slot, regular(slot, now.toEpochMilli()));
    }
  }

  /** Gives the place of a probe back and sets when the server comes next. */
  public void done(String server, Pace pace, boolean inDoubt, Instant now) {
    lanes.done(server);
    Slot slot = slots.get(server);
    boolean again = slot != null && slot.again && pace.kind() != Pace.Kind.NEVER;
    if (slot != null) {
      slot.again = false;
    }
    plan(server, again ? Pace.at(now) : pace, inDoubt, now);
  }

  /** When a server comes next; null for never, and while it is being probed. */
  public Instant next(String server) {
    Slot slot = slots.get(server);
    return slot == null || slot.due == Slot.NEVER ? null : Instant.ofEpochMilli(slot.due);
  }

  /** The servers to probe now, first due first; each is under way until it is done. */
  public List<String> take(Instant now) {
    follow(now.toEpochMilli());
    while (!turns.isEmpty() && turns.peek().at() <= now.toEpochMilli()) {
      queue(turns.poll());
    }
    List<String> go = new ArrayList<>();
    for (var next = lanes.next(this::isWanted); next != null; next = lanes.next(this::isWanted)) {
      Slot slot = slots.get(next.server());
      slot.last = next.due();
      slot.due = Slot.NEVER;
      go.add(next.server());
    }
    return go;
  }

  /** How many are due and wait for a place. */
  public int overdue() {
    return lanes.waiting(this::isWanted);
  }

  /** How many are being probed. */
  public int underWay() {
    return lanes.underWay();
  }

  private void queue(Turn turn) {
    Slot slot = slots.get(turn.server());
    if (slot != null && slot.due == turn.at()) {
      lanes.queue(new Lanes.Waiting(turn.server(), turn.at()), slot.inDoubt);
    }
  }

  private boolean isWanted(Lanes.Waiting waiting) {
    Slot slot = slots.get(waiting.server());
    return slot != null && slot.due == waiting.due();
  }

  /** While it is being probed a server has no turn: {@link #done} gives it one. */
  private void due(String server, Slot slot, long at) {
    if (lanes.isUnderWay(server)) {
      slot.due = Slot.NEVER;
      return;
    }
    if (slot.due != at) {
      slot.due = at;
      if (at != Slot.NEVER) {
        turns.add(new Turn(server, at, number++));
      }
    }
  }

  /** The server's next place after its last turn that is still to come, with jitter. */
  private long regular(Slot slot, long now) {
    double offset = slot.place * slot.interval;
    double turn = Math.rint((slot.last - offset) / slot.interval) + 1;
    double at = offset + turn * slot.interval;
    if (at <= now) {
      at = offset + (Math.floor((now - offset) / slot.interval) + 1) * slot.interval;
    }
    return Math.round(at + (random.nextDouble() - 0.5) * JITTER * slot.interval);
  }

  /** A clock that was set back would otherwise stop all probes until it caught up. */
  private void follow(long now) {
    if (now < latest - SET_BACK_MS) {
      long back = latest - now;
      turns.clear();
      slots.forEach((server, slot) -> shift(server, slot, back));
    }
    latest = now;
  }

  private void shift(String server, Slot slot, long back) {
    slot.last -= back;
    if (slot.due != Slot.NEVER) {
      due(server, slot, slot.due - back);
    }
  }
}
