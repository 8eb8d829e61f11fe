package dev.omnibus.health;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;

/** How often what agents met with counts: a node that cries all the time is heard now and then. */
final class Witnesses {

  private static final Duration PAUSE = Duration.ofMillis(200);

  private final Map<String, Instant> heard = new HashMap<>();

  boolean admits(String server, Instant now) {
    Instant last = heard.get(server);
    if (last != null && now.isBefore(last.plus(PAUSE))) {
      return false;
    }
    heard.put(server, now);
    return true;
  }

  void forget(String server) {
    heard.remove(server);
  }
}
