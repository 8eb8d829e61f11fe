package dev.omnibus.telemetry.history;

import dev.omnibus.measure.Metric;
import dev.omnibus.measure.SeriesKey;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Predicate;

/**
 * What a node measured within one minute of its clock, or in a part of one, in steps of a second.
 * The figures of each server are packed together and looked into only when somebody asks for them.
 *
 * @param first its first second
 * @param end the second after its last one
 * @param run another one after each start and whenever the clock went back
 * @param life how long the node lived in each second
 */
record Minute(long first, long end, long run, byte[] life, Map<String, Bundle> servers) {

  /** Is shown series. */
  interface Visitor {

    /**
     * @param chunk steps of a second from {@link #begin}
     */
    void series(SeriesKey key, Metric metric, byte[] chunk);
  }

  /** Where the minute begins of which it is, or is a part. */
  long begin() {
    return Level.SECONDS.blockOf(first);
  }

  /** How many seconds it is long. */
  long length() {
    return end - first;
  }

  /** What it takes of the memory, without what holds it together. */
  long bytes() {
    return life.length + servers.values().stream().mapToLong(one -> one.bytes().length).sum();
  }

  /** How long the node lived in it, in the steps of a grid. */
  void live(Life into) {
    into.add(life, begin(), Level.SECONDS.step());
  }

  /** Shows all series of some servers. */
  void read(Predicate<String> wanted, Visitor visitor) {
    servers.forEach(
        (server, bundle) -> {
          if (wanted.test(server)) {
            bundle.read(visitor);
          }
        });
  }

  /** The same; what it has in common with another one both hold once. */
  Minute sharing(Minute other) {
    Map<String, Bundle> shared = new HashMap<>();
    servers.forEach(
        (server, bundle) -> shared.put(server, bundle.sharing(other.servers.get(server))));
    return new Minute(first, end, run, life, shared);
  }
}
