package dev.omnibus.client;

import java.net.URI;
import java.time.Duration;
import java.util.List;

/**
 * Where one client goes next, and when: to the next of its nodes after each failure, ever later, or
 * as late as the node that it lost has asked. Touched on one lane.
 */
final class Itinerary {

  private final List<URI> nodes;
  private final Backoff backoff;
  private int at;
  private int failures;
  private Duration asked;

  Itinerary(List<URI> nodes, Backoff backoff) {
    this.nodes = nodes;
    this.backoff = backoff;
  }

  URI node() {
    return nodes.get(at % nodes.size());
  }

  /** The node asks to stay away for so long, once. */
  void stayAway(Duration time) {
    asked = time;
  }

  /** A good stay is over: the next loss begins with short waits again. */
  void wasGood() {
    failures = 0;
  }

  /** Goes on to the next node, after the time that this returns. */
  Duration goOn() {
    failures++;
    at++;
    Duration wait = asked == null ? backoff.before(failures, nodes.size()) : asked;
    asked = null;
    return wait;
  }
}
