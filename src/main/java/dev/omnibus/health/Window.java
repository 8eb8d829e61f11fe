package dev.omnibus.health;

import dev.omnibus.config.BreakerConfig;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * How many calls went well, failed or were slow lately: a ring of time buckets in which old ones
 * fall out at the far end. It never changes; adding makes a new one.
 *
 * @param slice length of a bucket in milliseconds
 * @param size how many buckets count
 * @param buckets those in which something happened, oldest first
 */
record Window(long slice, int size, List<Bucket> buckets) {

  /** What happened in one slice of time; {@code slot} is its number since the epoch. */
  record Bucket(long slot, int ok, int fail, int slow) {

    Bucket plus(Breaker.Outcome outcome) {
      return switch (outcome) {
        case OK -> new Bucket(slot, ok + 1, fail, slow);
        case FAIL -> new Bucket(slot, ok, fail + 1, slow);
        case SLOW -> new Bucket(slot, ok, fail, slow + 1);
      };
    }
  }

  Window {
    buckets = List.copyOf(buckets);
  }

  static Window empty(BreakerConfig config) {
    long slice = Math.max(1, config.window().toMillis() / config.buckets());
    return new Window(slice, config.buckets(), List.of());
  }

  /** The same with one more outcome. A clock that was set back adds to the latest bucket. */
  Window plus(Breaker.Outcome outcome, Instant now) {
    List<Bucket> kept = new ArrayList<>(living(now));
    Bucket last = kept.isEmpty() ? null : kept.get(kept.size() - 1);
    if (last == null || last.slot() < slot(now)) {
      kept.add(new Bucket(slot(now), 0, 0, 0).plus(outcome));
    } else {
      kept.set(kept.size() - 1, last.plus(outcome));
    }
    return new Window(slice, size, kept);
  }

  /** All that counts now, as one bucket. */
  Bucket sum(Instant now) {
    int ok = 0;
    int fail = 0;
    int slow = 0;
    for (Bucket bucket : living(now)) {
      ok += bucket.ok();
      fail += bucket.fail();
      slow += bucket.slow();
    }
    return new Bucket(slot(now), ok, fail, slow);
  }

  private List<Bucket> living(Instant now) {
    long oldest = slot(now) - size + 1;
    return buckets.stream().filter(bucket -> bucket.slot() >= oldest).toList();
  }

  private long slot(Instant now) {
    return Math.floorDiv(now.toEpochMilli(), slice);
  }
}
