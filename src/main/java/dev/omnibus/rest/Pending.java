package dev.omnibus.rest;

import java.util.HashMap;
import java.util.Map;

/** How many requests of each user wait for an answer on this node. Shared by all event loops. */
final class Pending {

  private final int most;
  private final Map<String, Integer> waiting = new HashMap<>();

  Pending(int most) {
    this.most = most;
  }

  /** Takes a place; false when the user has all of its own. */
  synchronized boolean begin(String user) {
    int now = waiting.getOrDefault(user, 0);
    if (now >= most) {
      return false;
    }
    waiting.put(user, now + 1);
    return true;
  }

  synchronized void end(String user) {
    waiting.computeIfPresent(user, (name, count) -> count == 1 ? null : count - 1);
  }
}
