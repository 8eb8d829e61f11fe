package dev.omnibus.telemetry.history;

import dev.omnibus.measure.HistogramSum;
import dev.omnibus.measure.Metric;
import dev.omnibus.measure.Unpacked;
import io.vertx.core.json.JsonArray;
import java.util.Arrays;

/**
 * One series in the steps of a stretch of time, made of finer steps: counters are added, histograms
 * merged, and of a gauge the value counts that it had when the node was last seen in the step. A
 * gauge that nobody knows is NaN. Histograms stay in their bytes: one that is alone in its step is
 * never unpacked here.
 */
final class Fold {

  private static final int NOTHING = -1;
  private static final byte[] EMPTY = {};

  private final Grid grid;
  private final Metric.Kind kind;
  private final double[] numbers;
  private final byte[][] histograms;
  private final HistogramSum sum;
  private int adding = NOTHING;

  /** The first one of the step that is added to, as long as there is no other. */
  private Unpacked only;

  /**
   * @param sum used within a call only, so that many may share it
   */
  Fold(Grid grid, Metric.Kind kind, HistogramSum sum) {
    this.grid = grid;
    this.kind = kind;
    boolean histogram = kind == Metric.Kind.HISTOGRAM;
    this.numbers = histogram ? null : new double[grid.size()];
    this.histograms = histogram ? new byte[grid.size()][] : null;
    this.sum = histogram ? sum : null;
  }

  /**
   * Takes the values of a chunk in.
   *
   * @param begin the second in which its first step begins
   * @param step seconds of its steps
   * @param life of the node, all of it
   */
  void add(byte[] chunk, long begin, int step, Life life) {
    Chunk.read(
        kind,
        chunk,
        new Chunk.Values() {
          @Override
          public void number(int index, double value) {
            add(begin + (long) index * step, value, life);
          }

          @Override
          public void histogram(int index, Unpacked value) {
            add(begin + (long) index * step, value);
          }
        });
    settle();
  }

  private void add(long at, double value, Life life) {
    if (!grid.has(at)) {
      return;
    }
    int index = grid.index(at);
    if (kind == Metric.Kind.COUNTER) {
      numbers[index] += value;
    } else if (life.last(index) == at) {
      numbers[index] = value;
    }
  }

  /** Those of one step come one after the other, mostly: they are added up before they are kept. */
  private void add(long at, Unpacked value) {
    if (!grid.has(at)) {
      return;
    }
    int index = grid.index(at);
    if (index != adding) {
      settle();
      adding = index;
      only = value;
      return;
    }
    if (only != null) {
      sum.add(only);
      only = null;
    }
    sum.add(value);
  }

  private void settle() {
    if (adding >= 0) {
      merge(adding, only == null ? sum.takeBytes() : only.rest());
      adding = NOTHING;
      only = null;
    }
  }

  double number(int index) {
    return numbers[index];
  }

  /** Its bytes; none for an empty one. */
  byte[] histogram(int index) {
    return histograms[index] == null ? EMPTY : histograms[index];
  }

  /** Takes in another series of the same node. */
  void join(Fold other, Metric.Across across) {
    for (int i = 0; i < grid.size(); i++) {
      if (kind == Metric.Kind.HISTOGRAM) {
        merge(i, other.histograms[i]);
      } else {
        numbers[i] = across.together(numbers[i], other.numbers[i]);
      }
    }
  }

  /**
   * Takes in what is known of the same series from elsewhere: of a gauge the later value counts.
   *
   * @param its how the node lived, as the other knows it
   */
  void join(Fold other, Life mine, Life its) {
    for (int i = 0; i < grid.size(); i++) {
      if (kind == Metric.Kind.HISTOGRAM) {
        merge(i, other.histograms[i]);
      } else if (kind == Metric.Kind.COUNTER) {
        numbers[i] += other.numbers[i];
      } else if (its.last(i) > mine.last(i)) {
        numbers[i] = other.numbers[i];
      }
    }
  }

  /** The same without any values. */
  Fold nothing() {
    return new Fold(grid, kind, sum);
  }

  /** The same before anybody said anything. */
  Fold unknown() {
    Fold young = nothing();
    if (kind == Metric.Kind.GAUGE) {
      Arrays.fill(young.numbers, Double.NaN);
    }
    return young;
  }

  private void merge(int index, byte[] more) {
    if (more != null) {
      byte[] known = histograms[index];
      histograms[index] = known == null ? more : both(known, more);
    }
  }

  private byte[] both(byte[] one, byte[] other) {
    sum.add(one);
    sum.add(other);
    return sum.takeBytes();
  }

  /**
   * {@code [3,0,7]}, null for an unknown gauge; of histograms {@code ["0gEB",null,"2AIC"]}, their
   * bytes.
   */
  JsonArray toJson() {
    JsonArray json = new JsonArray();
    for (int i = 0; i < grid.size(); i++) {
      if (kind == Metric.Kind.HISTOGRAM) {
        json.add(histograms[i]);
      } else {
        json.add(Double.isNaN(numbers[i]) ? null : numbers[i]);
      }
    }
    return json;
  }

  static Fold fromJson(Grid grid, Metric.Kind kind, HistogramSum sum, JsonArray json) {
    Fold fold = new Fold(grid, kind, sum);
    for (int i = 0; i < grid.size(); i++) {
      if (kind == Metric.Kind.HISTOGRAM) {
        fold.histograms[i] = json.getBinary(i);
      } else {
        Double number = json.getDouble(i);
        fold.numbers[i] = number == null ? Double.NaN : number;
      }
    }
    return fold;
  }

  /** Its steps as one chunk of the block that the grid is. */
  byte[] toChunk(Life life) {
    Chunk chunk = new Chunk(kind);
    for (int i = 0; i < grid.size(); i++) {
      if (kind == Metric.Kind.HISTOGRAM) {
        chunk.histogram(i, histogram(i));
      } else if (kind == Metric.Kind.COUNTER || life.isIn(i)) {
        chunk.number(i, numbers[i]);
      }
    }
    return chunk.toBytes(grid.size());
  }
}
