package dev.omnibus.telemetry.history;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import dev.omnibus.store.Database;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.TimeZone;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The contract, and what clocks do, which no database notices. */
class EmbeddedHistoryTest extends HistoryContract {

  @TempDir Path folder;

  @Override
  Database open() {
    return Database.embedded(folder.resolve(Database.FILE));
  }

  @Override
  void fill() throws SQLException {
    sql(
        "CREATE TRIGGER full_disk BEFORE INSERT ON history_10s"
            + " BEGIN SELECT RAISE(ABORT, 'database or disk is full'); END");
  }

  @Override
  void free() throws SQLException {
    sql("DROP TRIGGER full_disk");
  }

  @Test
  void a_clock_that_is_put_back_counts_an_hour_twice_and_its_rate_once() throws Exception {
    past.lives(START, START + 2 * HOUR, HistoryContract::row);
    past.keep();
    past.lives(START + HOUR, START + 3 * HOUR, HistoryContract::row);
    past.keep();
    for (int points : new int[] {3, 180, 1_080}) {
      JsonArray values = values(past.ask(START, START + 3 * HOUR, points, CALLS));
      values.forEach(value -> assertEquals(2, (Double) value, 0.01));
    }
    JsonObject count = series(past.ask(START, START + 3 * HOUR, 1, LATENCY), 0);
    assertEquals(4 * HOUR, count.getJsonArray("count").getLong(0));
  }

  @Test
  void a_clock_that_is_a_year_ahead_for_a_while_spoils_nothing() throws Exception {
    past.lives(START, START + 90 * 60, HistoryContract::row);
    past.keep();
    long ahead = START + 365L * 86_400;
    past.lives(ahead, ahead + 2 * HOUR, HistoryContract::row);
    past.keep();
    past.lives(START + 100 * 60, START + 3 * HOUR, HistoryContract::row);
    past.keep();
    JsonArray values = values(past.ask(START, START + 3 * HOUR, 180, CALLS));
    assertEquals(2, values.getDouble(89), 0.01);
    assertNull(values.getValue(95));
    assertEquals(2, values.getDouble(179), 0.01);
    assertEquals(2 * (3 * HOUR - 600), added(past.ask(START, START + 3 * HOUR, 1, CALLS), 10_200));
  }

  @Test
  void the_day_on_which_summer_ends_has_25_hours_of_60_minutes() throws Exception {
    TimeZone usual = TimeZone.getDefault();
    TimeZone.setDefault(TimeZone.getTimeZone("Europe/Berlin"));
    try {
      long midnight = Past.at("2026-10-24T22:00:00Z");
      long next = Past.at("2026-10-25T23:00:00Z");
      past.lives(midnight, next, 10, HistoryContract::row);
      past.keep();
      JsonObject told = past.ask(midnight, next, 25, CALLS);
      assertEquals(HOUR, told.getInteger("step"));
      assertEquals(25, values(told).size());
      values(told).forEach(value -> assertEquals(0.2, (Double) value, 0.01));
    } finally {
      TimeZone.setDefault(usual);
    }
  }

  @Test
  void a_leap_day_is_a_day() throws Exception {
    long from = Past.at("2028-02-28T23:00:00Z");
    long to = Past.at("2028-03-01T01:00:00Z");
    past.lives(from, to, 10, HistoryContract::row);
    past.keep();
    JsonObject told = past.ask(from, to, 26, CALLS);
    assertEquals(26, values(told).size());
    assertEquals(0.2 * (to - from), sum(told), 5);
    assertEquals(0.2, values(past.ask(from + HOUR, to - HOUR, 1, CALLS)).getDouble(0), 0.001);
  }

  @Test
  void nothing_goes_while_the_clock_was_not_steady_for_an_hour() throws Exception {
    past.lives(START, START + HOUR, HistoryContract::row);
    past.keep();
    long ahead = START + 900L * 86_400;
    past.lives(ahead, ahead + HOUR - 60, HistoryContract::row);
    past.keep();
    assertEquals(2.0, values(past.ask(START, START + HOUR, 1, CALLS)).getDouble(0), 0.01);
  }
}
