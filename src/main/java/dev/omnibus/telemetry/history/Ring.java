package dev.omnibus.telemetry.history;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/** The last hour in minutes, those that are in the store already and those that are not. */
final class Ring {

  /** Seconds. */
  static final int LENGTH = 3_600;

  private final Deque<Minute> minutes = new ArrayDeque<>();
  private final Deque<Minute> unsaved = new ArrayDeque<>();
  private long length;
  private long bytes;

  /** Returns how many minutes fell out that no store had taken. */
  int add(Minute young) {
    Minute minute = minutes.isEmpty() ? young : young.sharing(minutes.getLast());
    minutes.add(minute);
    unsaved.add(minute);
    length += minute.length();
    bytes += minute.bytes();
    int lost = 0;
    while (length - minutes.peek().length() >= LENGTH) {
      Minute oldest = minutes.remove();
      length -= oldest.length();
      bytes -= oldest.bytes();
      lost += unsaved.remove(oldest) ? 1 : 0;
    }
    return lost;
  }

  /** The oldest that is in no store; null for none. */
  Minute oldestUnsaved() {
    return unsaved.peek();
  }

  void saved(Minute minute) {
    unsaved.remove(minute);
  }

  List<Minute> all() {
    return new ArrayList<>(minutes);
  }

  List<Minute> unsaved() {
    return new ArrayList<>(unsaved);
  }

  /** The first second of the oldest; {@code Long.MAX_VALUE} for none. */
  long first() {
    return minutes.isEmpty() ? Long.MAX_VALUE : minutes.peek().first();
  }

  long bytes() {
    return bytes;
  }

  int waiting() {
    return unsaved.size();
  }
}
