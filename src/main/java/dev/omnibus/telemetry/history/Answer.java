package dev.omnibus.telemetry.history;

import dev.omnibus.bus.Failure;
import dev.omnibus.measure.HistogramSum;
import dev.omnibus.measure.Metric;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;

/**
 * What all nodes have to say, as one answer: counters are rates, a step in which no node lived is a
 * gap, as is a gauge that nobody knows, and a step in which nothing happened is not.
 */
final class Answer {

  private static final int MOST_NUMBERS = 400_000;
  private static final int NUMBERS_OF_HISTOGRAM = 5;
  private static final double ROUND = 1_000;

  private final Grid grid;
  private final List<Wanted> wanted;
  private final Collection<Part> parts;
  private final HistogramSum sum = new HistogramSum();

  /**
   * @param parts one a node
   */
  Answer(Grid grid, List<Wanted> wanted, Collection<Part> parts) {
    this.grid = grid;
    this.wanted = wanted;
    this.parts = parts;
  }

  /** {@code {"step":10,"at":[..],"series":[..]}}. */
  JsonObject toJson() {
    check();
    JsonArray at = new JsonArray();
    for (int i = 0; i < grid.size(); i++) {
      at.add(grid.at(i));
    }
    JsonArray series = new JsonArray();
    for (Wanted one : wanted) {
      words(one).forEach(word -> series.add(series(one, word)));
    }
    return new JsonObject().put("step", grid.step()).put("at", at).put("series", series);
  }

  private void check() {
    long numbers = 0;
    for (Wanted one : wanted) {
      int each = one.metric().kind() == Metric.Kind.HISTOGRAM ? NUMBERS_OF_HISTOGRAM : 1;
      numbers += (long) words(one).size() * grid.size() * each;
    }
    if (numbers > MOST_NUMBERS) {
      throw Failure.TOO_LARGE.because("ask for fewer series or fewer points");
    }
  }

  /** What a series is split into; one null when it is not split. */
  private List<Object> words(Wanted one) {
    if (one.by() == null) {
      List<Object> whole = new ArrayList<>();
      whole.add(null);
      return whole;
    }
    Set<Object> words = new TreeSet<>(Comparator.comparing(Answer::order));
    parts.forEach(
        part ->
            part.values().keySet().stream()
                .filter(name -> name.index() == one.index())
                .forEach(name -> words.add(name.word())));
    if (one.by() == Wanted.By.REPLICA && words.size() > 1) {
      words.remove(0); // all of them together
    }
    return List.copyOf(words);
  }

  private static String order(Object word) {
    return word instanceof Number number ? "%010d".formatted(number.longValue()) : word.toString();
  }

  private JsonObject series(Wanted one, Object word) {
    JsonObject json = new JsonObject().put("index", one.index()).mergeIn(one.toJson());
    json.remove("by");
    if (one.by() != null) {
      json.put(one.by().word(), word);
    }
    List<Part> of =
        parts.stream()
            .filter(part -> one.isOf(part.node()))
            .filter(part -> one.by() != Wanted.By.NODE || part.node().equals(word))
            .toList();
    Part.Name name = new Part.Name(one.index(), word);
    switch (one.metric().kind()) {
      case COUNTER -> json.put("values", rates(of, name));
      case GAUGE -> json.put("values", gauges(of, name, one.metric()));
      case HISTOGRAM -> histograms(of, name, json);
    }
    return json;
  }

  private JsonArray rates(List<Part> of, Part.Name name) {
    JsonArray values = new JsonArray();
    for (int i = 0; i < grid.size(); i++) {
      double covered = covered(of, i);
      double rate = 0;
      for (Part part : of) {
        Fold fold = part.values().get(name);
        double lived = Math.max(covered, part.life().seconds(i));
        rate += fold == null || lived == 0 ? 0 : fold.number(i) / lived;
      }
      values.add(covered == 0 ? null : rounded(rate));
    }
    return values;
  }

  /** For how many seconds of a step somebody lived. */
  private double covered(List<Part> of, int index) {
    return of.stream()
        .mapToDouble(part -> Math.min(grid.step(), part.life().seconds(index)))
        .max()
        .orElse(0);
  }

  /** Of a level that some node told something of, the others know nothing; of others it is 0. */
  private JsonArray gauges(List<Part> of, Part.Name name, Metric metric) {
    boolean silent =
        metric.isLevel() && of.stream().anyMatch(part -> part.values().containsKey(name));
    JsonArray values = new JsonArray();
    for (int i = 0; i < grid.size(); i++) {
      double value = Metric.UNKNOWN;
      for (Part part : of) {
        Fold fold = part.values().get(name);
        if (part.life().isIn(i) && (fold != null || !silent)) {
          value = metric.across().together(value, fold == null ? 0 : fold.number(i));
        }
      }
      values.add(Double.isNaN(value) ? null : rounded(value));
    }
    return values;
  }

  private void histograms(List<Part> of, Part.Name name, JsonObject json) {
    JsonArray count = new JsonArray();
    JsonArray p50 = new JsonArray();
    JsonArray p95 = new JsonArray();
    JsonArray p99 = new JsonArray();
    JsonArray max = new JsonArray();
    List<Fold> folds =
        of.stream().map(part -> part.values().get(name)).filter(Objects::nonNull).toList();
    for (int i = 0; i < grid.size(); i++) {
      for (Fold fold : folds) {
        sum.add(fold.histogram(i));
      }
      boolean empty = sum.count() == 0;
      long[] found = sum.quantiles(0.5, 0.95, 0.99);
      count.add(covered(of, i) == 0 ? null : sum.count());
      p50.add(empty ? null : found[0]);
      p95.add(empty ? null : found[1]);
      p99.add(empty ? null : found[2]);
      max.add(empty ? null : sum.max());
      sum.clear();
    }
    json.put("count", count).put("p50", p50).put("p95", p95).put("p99", p99).put("max", max);
  }

  private static double rounded(double value) {
    return Math.abs(value) < 1e12 ? Math.round(value * ROUND) / ROUND : value;
  }
}
