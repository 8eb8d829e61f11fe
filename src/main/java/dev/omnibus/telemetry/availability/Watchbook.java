package dev.omnibus.telemetry.availability;

import dev.omnibus.model.Claim;
import dev.omnibus.model.ServerStatus;
import dev.omnibus.telemetry.clock.Pace;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;

/**
 * How the servers are for which this node speaks, and were until somebody wrote it down. What it
 * does not see it does not say: a while in which it did not look is in no span. For one thread at a
 * time.
 */
final class Watchbook {

  /** So many wait for a store; then the oldest go. */
  static final int MOST = 50_000;

  private final String self;
  private final Map<String, Span> open = new HashMap<>();
  private final Deque<Span> over = new ArrayDeque<>();
  private final Pace pace = new Pace();
  private long lost;

  /**
   * @param self the id of this node, as it stands in claims
   */
  Watchbook(String self) {
    this.self = self;
  }

  /** Somebody tells how a server is. */
  synchronized void told(ServerStatus status) {
    Span before = open.get(status.server());
    Claim claim = status.claim();
    if (before != null && !claim.beats(before.claim())) {
      return;
    }
    Standing standing = claim.owner().equals(self) ? Standing.of(status.state()) : Standing.UNKNOWN;
    if (before != null
        && before.standing() == standing
        && before.claim().epoch() == claim.epoch()) {
      return;
    }
    end(status.server());
    long now = pace.last();
    if (standing != Standing.UNKNOWN && now != Long.MIN_VALUE) {
      open.put(status.server(), new Span(status.server(), claim, now, now, standing));
    }
  }

  /** A server is no more. */
  synchronized void gone(String server) {
    end(server);
  }

  /** What holds, held until this second too, unless nobody looked for too long. */
  synchronized void look(long second) {
    boolean seen = pace.leadsTo(second);
    for (Span span : List.copyOf(open.values())) {
      if (seen) {
        open.put(span.server(), span.until(second));
      } else {
        end(span.server());
        open.put(
            span.server(), new Span(span.server(), span.claim(), second, second, span.standing()));
      }
    }
    pace.at(second);
  }

  private void end(String server) {
    Span span = open.remove(server);
    if (span != null && span.ended() > span.began()) {
      over.add(span);
      if (over.size() > MOST) {
        over.remove();
        lost++;
      }
    }
  }

  /** What is over and in no store, and what goes on. */
  synchronized List<Span> all() {
    List<Span> all = new ArrayList<>(over);
    open.values().stream().filter(span -> span.ended() > span.began()).forEach(all::add);
    return all;
  }

  /** These are in a store. */
  synchronized void written(List<Span> spans) {
    over.removeAll(new HashSet<>(spans));
  }

  /** Whether the clock of the looks may be believed. */
  boolean isSteady() {
    return pace.isSteady();
  }

  /** How many no store took in time. */
  synchronized long lost() {
    return lost;
  }
}
