package dev.omnibus.access;

import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * So many a minute for each name, refilled evenly. Remembers a bounded number of names; the one
 * that was used least lately is forgotten first.
 */
public final class RateLimit {

  private static final int MAX_NAMES = 10_000;

  private record Bucket(double left, Instant at) {}

  private final int perMinute;
  private final Map<String, Bucket> buckets =
      new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Bucket> eldest) {
          return size() > MAX_NAMES;
        }
      };

  public RateLimit(int perMinute) {
    this.perMinute = perMinute;
  }

  /** Takes one; or says how long to wait and takes none. */
  public synchronized Optional<Duration> take(String name, Instant now) {
    double left = left(name, now);
    boolean granted = left >= 1;
    buckets.put(name, new Bucket(granted ? left - 1 : left, now));
    return granted ? Optional.empty() : Optional.of(untilOne(left));
  }

  /** Undoes one {@link #take}. */
  synchronized void giveBack(String name) {
    buckets.computeIfPresent(
        name, (key, bucket) -> new Bucket(Math.min(perMinute, bucket.left() + 1), bucket.at()));
  }

  /** Starts over with this name. */
  synchronized void forget(String name) {
    buckets.remove(name);
  }

  synchronized int size() {
    return buckets.size();
  }

  private double left(String name, Instant now) {
    Bucket bucket = buckets.get(name);
    if (bucket == null) {
      return perMinute;
    }
    double seconds = Math.max(0, Duration.between(bucket.at(), now).toMillis() / 1000.0);
    return Math.min(perMinute, bucket.left() + seconds * perMinute / 60);
  }

  private Duration untilOne(double left) {
    return Duration.ofMillis((long) Math.ceil((1 - left) * 60_000 / perMinute));
  }
}
