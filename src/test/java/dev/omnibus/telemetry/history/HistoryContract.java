package dev.omnibus.telemetry.history;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.omnibus.measure.Metric;
import dev.omnibus.measure.Row;
import dev.omnibus.measure.SeriesKey;
import dev.omnibus.measure.SparseHistogram;
import dev.omnibus.store.Database;
import dev.omnibus.store.Sql;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What history does, in whichever database it stands. */
abstract class HistoryContract {

  static final long START = Past.at("2026-11-22T10:00:00Z");
  static final int HOUR = 3_600;
  static final String CALLS = "{\"metric\":\"calls\",\"server\":\"files\"}";
  private static final String QUEUE = "{\"metric\":\"queue\",\"server\":\"files\"}";
  static final String LATENCY = "{\"metric\":\"latency\",\"server\":\"files\"}";

  private Database database;
  Past past;

  /** An empty one. */
  abstract Database open() throws Exception;

  /** From now on it takes no more rows, as a full disk does. */
  abstract void fill() throws SQLException;

  /** It takes rows again. */
  abstract void free() throws SQLException;

  final void sql(String text) throws SQLException {
    database.write(
        connection -> {
          try (Statement statement = connection.createStatement()) {
            return statement.execute(text);
          }
        });
  }

  @BeforeEach
  void begin() throws Exception {
    database = open();
    past = new Past("n1", database);
  }

  @AfterEach
  void end() {
    database.close();
  }

  @Test
  void the_same_calls_are_in_seconds_and_in_steps_of_any_width() throws Exception {
    past.lives(START, START + 3 * HOUR, HistoryContract::row);
    past.keep();
    double all = (START + 3 * HOUR - START) * 2;
    for (int points : new int[] {1, 3, 18, 60, 180, 300, 1_080, 2_000}) {
      assertEquals(all, sum(past.ask(START, START + 3 * HOUR, points, CALLS)), 0.01, "" + points);
    }
    JsonObject seconds = past.ask(START + 2 * HOUR + 10, START + 2 * HOUR + 70, 60, CALLS);
    assertEquals(1, seconds.getInteger("step"));
    assertEquals(120, sum(seconds), 0.01);
  }

  @Test
  void what_is_not_in_the_store_yet_is_there_all_the_same() throws Exception {
    past.lives(START, START + 90, HistoryContract::row);
    assertEquals(180, sum(past.ask(START, START + 90, 9, CALLS)), 0.01);
    past.keep();
    assertEquals(180, sum(past.ask(START, START + 90, 9, CALLS)), 0.01);
    past.lives(START + 90, START + 2 * HOUR + 30, HistoryContract::row);
    assertEquals(
        2 * (2 * HOUR + 30), sum(past.ask(START, START + 2 * HOUR + 30, 300, CALLS)), 0.01);
  }

  @Test
  void a_percentile_of_hours_is_that_of_all_calls() throws Exception {
    SparseHistogram all = SparseHistogram.NONE;
    for (long second = START; second < START + 4 * HOUR; second++) {
      all = all.merge(SparseHistogram.of(took(second)));
    }
    past.lives(START, START + 4 * HOUR, HistoryContract::row);
    past.keep();
    JsonObject told = series(past.ask(START, START + 4 * HOUR, 1, LATENCY), 0);
    assertEquals(all.count(), told.getJsonArray("count").getLong(0));
    assertEquals(all.quantile(0.5), told.getJsonArray("p50").getLong(0));
    assertEquals(all.quantile(0.95), told.getJsonArray("p95").getLong(0));
    assertEquals(all.quantile(0.99), told.getJsonArray("p99").getLong(0));
    assertEquals(all.max(), told.getJsonArray("max").getLong(0));
  }

  @Test
  void a_gauge_is_what_it_was_at_the_end_of_a_step() throws Exception {
    past.lives(START, START + 1, second -> gauge(7));
    past.lives(START + 1, START + 5_000, second -> idle());
    past.lives(START + 5_000, START + 5_001, second -> gauge(3.25));
    past.lives(START + 5_001, START + 2 * HOUR, second -> idle());
    past.lives(START + 2 * HOUR, START + 3 * HOUR, second -> gauge(0));
    past.keep();
    for (int points : new int[] {3, 180, 1_080}) {
      JsonArray values = values(past.ask(START, START + 3 * HOUR, points, QUEUE));
      int third = values.size() / 3;
      assertEquals(7, values.getDouble(third - 1));
      assertEquals(3.25, values.getDouble(2 * third - 1));
      assertEquals(0, values.getDouble(2 * third));
    }
  }

  @Test
  void a_gauge_that_nobody_knows_is_a_gap_at_every_level() throws Exception {
    past.lives(START, START + 1, second -> gauge(7));
    past.lives(START + 1, START + HOUR, second -> idle());
    past.lives(START + HOUR, START + HOUR + 1, second -> gauge(Double.NaN));
    past.lives(START + HOUR + 1, START + 2 * HOUR, second -> idle());
    past.lives(START + 2 * HOUR, START + 2 * HOUR + 1, second -> gauge(3));
    past.lives(START + 2 * HOUR + 1, START + 3 * HOUR, second -> idle());
    past.keep();
    for (int points : new int[] {3, 180, 1_080}) {
      JsonArray values = values(past.ask(START, START + 3 * HOUR, points, QUEUE));
      int third = values.size() / 3;
      assertEquals(7, values.getDouble(third - 1));
      assertNull(values.getValue(third));
      assertNull(values.getValue(2 * third - 1));
      assertEquals(3, values.getDouble(2 * third));
    }
  }

  @Test
  void a_server_of_which_nobody_knows_takes_no_part_in_a_sum() throws Exception {
    SeriesKey other = SeriesKey.server("db");
    past.lives(START, START + 1, second -> gauge(7));
    past.lives(START + 1, START + 2, second -> new Row(other).put(Metric.QUEUE, 5));
    past.lives(START + 2, START + HOUR, second -> idle());
    past.lives(START + HOUR, START + HOUR + 1, second -> gauge(Metric.UNKNOWN));
    past.lives(START + HOUR + 1, START + 2 * HOUR, second -> idle());
    past.keep();
    JsonArray values = values(past.ask(START, START + 2 * HOUR, 2, "{\"metric\":\"queue\"}"));
    assertEquals(12, values.getDouble(0));
    assertEquals(5, values.getDouble(1));
  }

  @Test
  void while_nobody_lived_there_is_a_gap_and_not_zero() throws Exception {
    past.lives(START, START + HOUR, HistoryContract::row);
    past.keeper.finish();
    past.start();
    past.lives(START + 2 * HOUR, START + 3 * HOUR, second -> idle());
    past.keep();
    for (int points : new int[] {3, 180}) {
      JsonObject told = past.ask(START, START + 3 * HOUR, points, CALLS, LATENCY, QUEUE);
      JsonArray values = values(told);
      int third = values.size() / 3;
      assertEquals(2, values.getDouble(third - 1), 0.01);
      assertNull(values.getValue(third));
      assertNull(values.getValue(2 * third - 1));
      assertEquals(0, values.getDouble(2 * third));
      JsonObject latency = series(told, 1);
      assertNull(latency.getJsonArray("count").getValue(third));
      assertEquals(0, latency.getJsonArray("count").getLong(2 * third));
      assertNull(latency.getJsonArray("p99").getValue(2 * third));
      JsonArray queue = series(told, 2).getJsonArray("values");
      assertEquals(0, queue.getDouble(third - 1));
      assertNull(queue.getValue(third));
    }
  }

  @Test
  void a_clean_stop_within_a_minute_loses_nothing_and_nothing_is_there_twice() throws Exception {
    past.lives(START, START + 34, HistoryContract::row);
    past.keeper.finish();
    past.start();
    past.lives(START + 37, START + 60, HistoryContract::row);
    past.lives(START + 60, START + HOUR + 200, HistoryContract::row);
    past.keep();
    long lived = HOUR + 200 - 3;
    JsonObject told = past.ask(START, START + HOUR + 200, 200, CALLS);
    assertEquals(2, values(told).getDouble(0), 0.01);
    assertEquals(2 * lived, added(past.ask(START, START + HOUR + 200, 1, CALLS), lived), 0.01);
  }

  @Test
  void a_minute_that_is_written_twice_is_there_once() throws Exception {
    past.lives(START, START + 61, HistoryContract::row);
    Minute minute = past.recorder.oldestUnsaved();
    Saver saver = new Saver("n1", new SeriesTable(database), past.table);
    saver.save(minute);
    saver.save(minute);
    past.keep();
    assertEquals(120, sum(past.ask(START, START + 60, 6, CALLS)), 0.01);
  }

  @Test
  void a_store_that_is_full_loses_nothing_of_the_last_hour() throws Exception {
    past.lives(START, START + 130, HistoryContract::row);
    past.keep();
    fill();
    past.lives(START + 130, START + 1_000, HistoryContract::row);
    past.keep();
    assertTrue(past.keeper.isAway());
    assertEquals(2_000, sum(past.ask(START, START + 1_000, 100, CALLS)), 0.01);
    free();
    past.keep();
    assertFalse(past.keeper.isAway());
    assertEquals(0, past.recorder.waiting());
    assertEquals(2_000, sum(past.ask(START, START + 1_000, 100, CALLS)), 0.01);
  }

  @Test
  void a_store_that_is_away_for_longer_costs_what_is_older_than_an_hour_and_says_so()
      throws Exception {
    past.lives(START, START + 120, HistoryContract::row);
    past.keep();
    fill();
    past.lives(START + 120, START + 2 * HOUR, HistoryContract::row);
    past.keep();
    assertTrue(past.recorder.lost() >= 57, "" + past.recorder.lost());
    assertTrue(past.recorder.waiting() <= 61);
    free();
    past.keep();
    JsonArray values = values(past.ask(START, START + 2 * HOUR, 120, CALLS));
    assertEquals(2, values.getDouble(0), 0.01);
    assertNull(values.getValue(30));
    assertEquals(2, values.getDouble(119), 0.01);
  }

  @Test
  void a_node_that_is_gone_is_finished_though_its_last_minute_began_an_hour() throws Exception {
    Past gone = new Past("n2", database);
    gone.lives(START, START + 61, HistoryContract::row);
    gone.keep();
    past.housed = List.of("n1", "n2");
    past.lives(START, START + 2 * HOUR, HistoryContract::row);
    past.keep();
    assertEquals(START + HOUR, past.table.rolled("n2", Level.MINUTES).orElse(0L));
  }

  @Test
  void what_is_old_goes_and_what_is_coarser_stays() throws Exception {
    past.lives(START, START + 7 * HOUR, 10, HistoryContract::row);
    past.keep();
    assertEquals(0, rows("history_10s", START, START + 2 * HOUR));
    assertTrue(rows("history_10s", START + 4 * HOUR, START + 7 * HOUR) > 0);
    assertEquals(0.2 * 7 * HOUR, sum(past.ask(START, START + 7 * HOUR, 420, CALLS)), 5);
    long later = START + 4L * 86_400;
    past.lives(later, later + 3 * HOUR, 10, HistoryContract::row);
    past.keep();
    assertEquals(0, rows("history_10s", START, START + 86_400));
    assertEquals(0, rows("history_1m", START, START + 86_400));
    assertTrue(rows("history_1h", START - 86_400, START + 1) > 0);
    assertEquals(0.2 * 7 * HOUR, sum(past.ask(START, START + 7 * HOUR, 7, CALLS)), 5);
  }

  @Test
  void nodes_are_added_and_may_be_told_apart() throws Exception {
    Past other = new Past("n2", database);
    past.lives(START, START + 2 * HOUR, HistoryContract::row);
    other.lives(START + HOUR, START + 3 * HOUR, HistoryContract::row);
    past.keep();
    other.keep();
    JsonObject told =
        past.ask(
            START, START + 3 * HOUR, 3, CALLS, CALLS.replace("}", ",\"by\":\"node\"}"), LATENCY);
    assertEquals(List.of(2.0, 4.0, 2.0), values(told).getList());
    assertEquals("n1", series(told, 1).getString("node"));
    assertEquals(2.0, series(told, 1).getJsonArray("values").getDouble(1));
    assertNull(series(told, 1).getJsonArray("values").getValue(2));
    assertEquals("n2", series(told, 2).getString("node"));
    assertNull(series(told, 2).getJsonArray("values").getValue(0));
    assertEquals(2 * HOUR, series(told, 3).getJsonArray("count").getLong(1));
  }

  @Test
  void tools_and_servers_may_be_told_apart_and_hidden_ones_are_not_there() throws Exception {
    past.lives(START, START + 120, second -> count(SeriesKey.tool("files", "read"), 3));
    past.lives(START + 120, START + 240, second -> count(SeriesKey.tool("files", "write"), 1));
    past.lives(START + 240, START + 360, second -> count(SeriesKey.server("secret"), 5));
    past.lives(START + 360, START + 480, second -> count(SeriesKey.server("db"), 5));
    past.keep();
    JsonObject told =
        past.ask(
            START,
            START + 480,
            1,
            CALLS.replace("}", ",\"by\":\"tool\"}"),
            "{\"metric\":\"calls\",\"by\":\"server\"}",
            "{\"metric\":\"calls\"}",
            "{\"metric\":\"calls\",\"server\":\"files\",\"tool\":\"write\"}");
    assertEquals(
        List.of("read", "write", "db"),
        told.getJsonArray("series").stream()
            .map(JsonObject.class::cast)
            .limit(3)
            .map(one -> one.getString("tool", one.getString("server")))
            .toList());
    assertEquals(0.75, series(told, 0).getJsonArray("values").getDouble(0), 0.001);
    assertEquals(1.25, series(told, 3).getJsonArray("values").getDouble(0), 0.001);
    assertEquals(0.25, series(told, 4).getJsonArray("values").getDouble(0), 0.001);
  }

  static Row row(long second) {
    return count(SeriesKey.server("files"), 2)
        .put(Metric.LATENCY, SparseHistogram.of(took(second)));
  }

  @Test
  void replicas_may_be_told_apart_and_a_server_that_is_one_is_its_own() throws Exception {
    past.lives(START, START + 60, second -> count(SeriesKey.server("files"), 5));
    past.lives(START + 60, START + 120, second -> count(new SeriesKey("files", 2, ""), 1));
    past.lives(START + 120, START + 180, second -> count(SeriesKey.server("db"), 1));
    past.keep();
    JsonObject told =
        past.ask(
            START,
            START + 180,
            1,
            CALLS.replace("}", ",\"by\":\"replica\"}"),
            CALLS.replace("files", "db").replace("}", ",\"by\":\"replica\"}"));
    assertEquals(2, told.getJsonArray("series").size());
    assertEquals(2, series(told, 0).getInteger("replica"));
    assertEquals(0, series(told, 1).getInteger("replica"));
  }

  @Test
  void a_series_of_which_nothing_is_left_is_forgotten() throws Exception {
    SeriesTable known = new SeriesTable(database);
    past.lives(START, START + 61, HistoryContract::row);
    past.keep();
    Series odd = new Series("n1", SeriesKey.server("odd"), Metric.CALLS);
    known.introduce(List.of(odd));
    List<Long> ids = List.copyOf(known.after("n1", Long.MIN_VALUE, 100).keySet());
    assertEquals(4, ids.size());
    assertEquals(1, known.removeEmpty("n1", ids));
    assertFalse(known.after("n1", Long.MIN_VALUE, 100).containsKey(odd.id()));
    assertEquals(3, known.after("n1", Long.MIN_VALUE, 100).size());
  }

  private static Row count(SeriesKey key, int calls) {
    return new Row(key).put(Metric.CALLS, calls);
  }

  private static Row gauge(Number value) {
    return new Row(SeriesKey.server("files")).put(Metric.QUEUE, value);
  }

  private static Row idle() {
    return new Row(SeriesKey.NODE);
  }

  private static long took(long second) {
    return 500 + second * 7_919 % 90_000;
  }

  static JsonObject series(JsonObject told, int index) {
    return told.getJsonArray("series").getJsonObject(index);
  }

  static JsonArray values(JsonObject told) {
    return series(told, 0).getJsonArray("values");
  }

  static double sum(JsonObject told) {
    return added(told, told.getInteger("step"));
  }

  static double added(JsonObject told, long seconds) {
    double rates =
        values(told).stream().filter(Objects::nonNull).mapToDouble(rate -> (Double) rate).sum();
    return told.getJsonArray("at").size() == 1 ? rates * seconds : rates * told.getInteger("step");
  }

  private long rows(String name, long from, long to) throws SQLException {
    return database.read(
        connection ->
            Sql.number(
                connection,
                "SELECT COUNT(*) FROM " + name + " WHERE at >= ? AND at < ?",
                from,
                to));
  }
}
