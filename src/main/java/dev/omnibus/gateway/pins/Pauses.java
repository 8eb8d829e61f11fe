package dev.omnibus.gateway.pins;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/** Two things of one server, and not more, within a pause. Time comes from who asks. */
final class Pauses {

  private record Last(long one, long other) {}

  private final long pause;
  private final Map<String, Last> last = new HashMap<>();

  Pauses(Duration pause) {
    this.pause = pause.toNanos();
  }

  boolean isDue(String server, long now) {
    Last known = last.get(server);
    return known == null || now - known.other() >= pause;
  }

  void now(String server, long now) {
    Last known = last.get(server);
    last.put(server, new Last(now, known == null ? now - pause : known.one()));
  }
}
