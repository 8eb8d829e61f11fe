package dev.omnibus.telemetry.history;

import dev.omnibus.measure.HistogramSum;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;

/**
 * Makes the coarser levels of a node's history of the finer ones, a block after the other and in
 * small portions. A block that was made already is made again the same. Blocks.
 */
final class Roller {

  static final int BATCH = 1_000;

  /** Who reads what is not rolled yet has so long for it, in seconds. */
  static final int GRACE = 60;

  private final SeriesTable series;
  private final HistoryTable table;
  private final int batch;
  private final HistogramSum sum = new HistogramSum();
  private final Map<String, Work> underWay = new HashMap<>();

  /** One block of a node, done up to a series. */
  private record Work(Level level, long block, Life life, long after) {}

  Roller(SeriesTable series, HistoryTable table, int batch) {
    this.series = series;
    this.table = table;
    this.batch = batch;
  }

  /**
   * One portion.
   *
   * @param upto the second before which all of this node is written
   * @return whether there is more to do
   */
  boolean step(String node, long upto) throws SQLException {
    Work work = underWay.remove(node);
    if (work == null) {
      work = next(node, upto).orElse(null);
    }
    if (work == null) {
      return false;
    }
    roll(node, work);
    return true;
  }

  private Optional<Work> next(String node, long upto) throws SQLException {
    Optional<Work> minutes = next(node, Level.MINUTES, upto - GRACE);
    if (minutes.isPresent()) {
      return minutes;
    }
    Optional<Long> rolled = table.rolled(node, Level.MINUTES);
    return rolled.isEmpty() ? Optional.empty() : next(node, Level.HOURS, rolled.get());
  }

  private Optional<Work> next(String node, Level level, long upto) throws SQLException {
    long from = table.rolled(node, level).orElse(Long.MIN_VALUE);
    Optional<Long> first = table.firstFrom(node, level.finer(), from);
    if (first.isEmpty()) {
      return Optional.empty();
    }
    long block = level.blockOf(first.get());
    return block + level.block() > upto
        ? Optional.empty()
        : Optional.of(new Work(level, block, life(node, level, block), Long.MIN_VALUE));
  }

  private Life life(String node, Level level, long block) throws SQLException {
    Grid grid = Grid.block(level, block);
    Life life = new Life(grid);
    Level finer = level.finer();
    table.read(
        finer,
        node,
        List.of(Series.life(node).id()),
        block,
        grid.end(),
        (id, at, run, data) -> life.add(data, finer.blockOf(at), finer.step()));
    return life;
  }

  private void roll(String node, Work work) throws SQLException {
    Level level = work.level();
    Level finer = level.finer();
    Grid grid = Grid.block(level, work.block());
    SortedMap<Long, Series> some = series.after(node, work.after(), batch);
    Map<Long, Fold> folds = new HashMap<>();
    table.read(
        finer,
        node,
        some.keySet(),
        grid.from(),
        grid.end(),
        (id, at, run, data) ->
            folds
                .computeIfAbsent(id, young -> new Fold(grid, some.get(young).kind(), sum))
                .add(data, finer.blockOf(at), finer.step(), work.life()));
    List<HistoryTable.Data> rows = new ArrayList<>();
    folds.forEach(
        (id, fold) -> rows.add(new HistoryTable.Data(id, some.get(id), fold.toChunk(work.life()))));
    rows.removeIf(row -> row.chunk().length == 0);
    table.replace(level, grid.from(), rows);
    if (some.size() < batch) {
      table.rolled(node, level, grid.end());
    } else {
      underWay.put(node, new Work(level, work.block(), work.life(), some.lastKey()));
    }
  }

  /** Nothing is under way any more: what was written may be another. */
  void forget() {
    underWay.clear();
  }
}
