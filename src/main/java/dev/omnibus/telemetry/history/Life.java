package dev.omnibus.telemetry.history;

import dev.omnibus.measure.Metric;
import dev.omnibus.measure.Unpacked;
import io.vertx.core.json.JsonArray;
import java.util.Arrays;

/** In which steps of a stretch of time one node lived, and for how long. */
final class Life {

  private final Grid grid;
  private final double[] seconds;
  private final long[] last;

  Life(Grid grid) {
    this.grid = grid;
    this.seconds = new double[grid.size()];
    this.last = new long[grid.size()];
    Arrays.fill(last, Long.MIN_VALUE);
  }

  /**
   * Takes in what a chunk says of the seconds that it lived.
   *
   * @param begin the second in which its first step begins
   * @param step seconds of its steps
   */
  void add(byte[] chunk, long begin, int step) {
    Chunk.read(
        Metric.Kind.COUNTER,
        chunk,
        new Chunk.Values() {
          @Override
          public void number(int index, double value) {
            add(begin + (long) index * step, value);
          }

          @Override
          public void histogram(int index, Unpacked value) {
            throw new IllegalArgumentException("a life has numbers only");
          }
        });
  }

  /** It lived so many seconds of a finer step that begins then. */
  void add(long at, double lived) {
    if (grid.has(at)) {
      int index = grid.index(at);
      seconds[index] += lived;
      last[index] = Math.max(last[index], at);
    }
  }

  /**
   * How many seconds it lived in a step, as its own clock has it; more than there are after that
   * went back.
   */
  double seconds(int index) {
    return seconds[index];
  }

  /**
   * Where in a step the last finer one begins in which it lived; {@code Long.MIN_VALUE} for none.
   */
  long last(int index) {
    return last[index];
  }

  boolean isIn(int index) {
    return last[index] != Long.MIN_VALUE;
  }

  /** Takes in what is known of the same node from elsewhere. */
  void join(Life other) {
    for (int i = 0; i < grid.size(); i++) {
      seconds[i] += other.seconds[i];
      last[i] = Math.max(last[i], other.last[i]);
    }
  }

  /** {@code [10,1764380009,0,null]}: for each step how long, and when last. */
  JsonArray toJson() {
    JsonArray json = new JsonArray();
    for (int i = 0; i < grid.size(); i++) {
      json.add(seconds[i]).add(isIn(i) ? last[i] : null);
    }
    return json;
  }

  static Life fromJson(Grid grid, JsonArray json) {
    Life life = new Life(grid);
    for (int i = 0; i < grid.size(); i++) {
      life.seconds[i] = json.getDouble(2 * i);
      Long last = json.getLong(2 * i + 1);
      life.last[i] = last == null ? Long.MIN_VALUE : last;
    }
    return life;
  }
}
