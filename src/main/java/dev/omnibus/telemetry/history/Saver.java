package dev.omnibus.telemetry.history;

import dev.omnibus.measure.HistogramSum;
import dev.omnibus.measure.Metric;
import dev.omnibus.measure.SeriesKey;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Writes minutes of this node in steps of ten seconds, each wholly or not at all. Blocks. */
final class Saver {

  /** So many rows are one transaction: others wait for it. */
  static final int BATCH = 2_000;

  private final String node;
  private final SeriesTable series;
  private final HistoryTable table;
  private final HistogramSum sum = new HistogramSum();
  private final Set<Long> introduced = new HashSet<>();

  Saver(String node, SeriesTable series, HistoryTable table) {
    this.node = node;
    this.series = series;
    this.table = table;
  }

  void save(Minute minute) throws SQLException {
    List<HistoryTable.Data> rows = rows(minute);
    int from = 0;
    for (; rows.size() - from > BATCH; from += BATCH) {
      List<HistoryTable.Data> batch = rows.subList(from, from + BATCH);
      introduce(batch);
      table.put(minute.first(), minute.run(), batch);
    }
    List<HistoryTable.Data> rest = rows.subList(from, rows.size());
    introduce(rest);
    table.close(node, minute.first(), minute.run(), rest);
  }

  private void introduce(List<HistoryTable.Data> rows) throws SQLException {
    List<HistoryTable.Data> young =
        rows.stream().filter(row -> !introduced.contains(row.id())).toList();
    if (!young.isEmpty()) {
      series.introduce(young.stream().map(HistoryTable.Data::series).toList());
      young.forEach(row -> introduced.add(row.id()));
    }
  }

  /** Some series may not be known any more. */
  void forget() {
    introduced.clear();
  }

  private List<HistoryTable.Data> rows(Minute minute) {
    Grid grid = Grid.block(Level.TENS, minute.begin());
    Life life = new Life(grid);
    minute.live(life);
    List<HistoryTable.Data> rows = new ArrayList<>();
    rows.add(row(minute, grid, life, SeriesKey.NODE, null, minute.life()));
    minute.read(
        server -> true,
        (key, metric, chunk) -> rows.add(row(minute, grid, life, key, metric, chunk)));
    rows.removeIf(row -> row.chunk().length == 0);
    return rows;
  }

  private HistoryTable.Data row(
      Minute minute, Grid grid, Life life, SeriesKey key, Metric metric, byte[] chunk) {
    Fold fold = new Fold(grid, Series.kind(metric), sum);
    fold.add(chunk, minute.begin(), Level.SECONDS.step(), life);
    Series one = new Series(node, key, metric);
    return new HistoryTable.Data(one.id(), one, fold.toChunk(life));
  }
}
