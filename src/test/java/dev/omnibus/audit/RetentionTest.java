package dev.omnibus.audit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.omnibus.access.TestClock;
import dev.omnibus.config.AuditConfig;
import dev.omnibus.store.Database;
import dev.omnibus.store.Sql;
import dev.omnibus.trail.AuditEntry;
import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which rows go, and what is said of it. Acts are a second apart from when the clock begins. */
class RetentionTest {

  private static final String CHAIN = "n1~a";
  private static final int STEP = 1_000;

  @TempDir Path folder;
  private final TestClock clock = new TestClock();
  private final List<AuditRow> said = new ArrayList<>();
  private long nanos;
  private Database database;
  private AuditTable table;
  private Ledger ledger;

  @BeforeEach
  void begin() {
    database = Database.embedded(folder.resolve(Database.FILE));
    table = new AuditTable(database);
    ledger = new Ledger(table, CHAIN);
  }

  @AfterEach
  void end() {
    database.close();
  }

  private Retention keeping(JsonObject config) {
    return keeping(config, STEP);
  }

  private Retention keeping(JsonObject config, int most) {
    AuditConfig audit = AuditConfig.fromJson(config);
    return new Retention(table, ledger, audit, clock, () -> nanos, said::addAll, most);
  }

  private void write(int from, int to) throws SQLException {
    ledger.write(Acts.acts(from, to), null);
  }

  private void pass(Duration time) {
    clock.pass(time);
    nanos += time.toNanos();
  }

  /** The first row that is there; all from there on are, and hang together. */
  private long first() throws SQLException {
    assertNull(new Verification(table).all(Optional.empty()).get(0).fault());
    return table.after(CHAIN, 0, 1).get(0).n();
  }

  private JsonObject lastSaid() throws SQLException {
    AuditRow row = table.after(CHAIN, ledger.head().n() - 1, 1).get(0);
    assertEquals(row.entry(), said.get(said.size() - 1).entry(), "it is told, too");
    assertEquals("audit.cut ok", row.entry().action() + " " + row.entry().outcome());
    return row.entry().detail();
  }

  private void sql(String text) throws SQLException {
    database.write(connection -> Sql.update(connection, text));
  }

  @Test
  void rows_over_the_number_go_the_oldest_first_and_the_log_says_which() throws Exception {
    write(0, 1_000);
    Retention retention = keeping(new JsonObject().put("maxRows", 100));
    assertFalse(retention.step());
    assertEquals(903, first());
    assertEquals(
        new JsonObject().put("rows", 902).put("from", 1).put("upTo", 902).put("why", "rows"),
        without(lastSaid(), "bytes"));
    retention.step();
    assertEquals(903, first(), "it leaves some room, so that it need not cut all the time");
  }

  private static JsonObject without(JsonObject json, String key) {
    JsonObject rest = json.copy();
    rest.remove(key);
    return rest;
  }

  @Test
  void rows_that_take_more_than_they_may_go_until_they_do_not() throws Exception {
    write(0, 1_000);
    long all = ledger.head().bytes();
    Retention retention = keeping(new JsonObject().put("maxBytes", all / 2));
    assertFalse(retention.step());
    long rest = ledger.head().bytes() - RowBytes.of(said.get(0));
    assertTrue(rest <= all / 2 && rest > all * 48 / 100, rest + " of " + all);
    long sum = table.after(CHAIN, 0, 2_000).stream().mapToLong(RowBytes::of).sum();
    assertEquals(sum, ledger.head().bytes(), "what is kept beside the head is right");
    assertEquals("bytes", lastSaid().getString("why"));
    assertEquals(all - rest, lastSaid().getLong("bytes"));
    long before = first();
    retention.step();
    assertEquals(before, first());
  }

  @Test
  void a_cut_by_age_takes_nothing_that_is_not_old_from_a_log_that_is_nearly_full()
      throws Exception {
    write(0, 20);
    pass(Duration.ofDays(3));
    List<AuditEntry> young = new ArrayList<>();
    for (int i = 0; i < 2_980; i++) {
      young.add(AuditEntry.of(clock.instant(), null, "act", "ok", null));
    }
    ledger.write(young, null);
    Retention retention = keeping(new JsonObject().put("keepDays", 1).put("maxRows", 3_010), 10);
    retention.step();
    pass(Duration.ofHours(2));
    assertTrue(retention.step(), "ten are a whole part");
    while (retention.step()) {
      assertEquals("age", lastSaid().getString("why"));
    }
    assertEquals(21, first());
  }

  @Test
  void of_a_chain_whose_last_row_is_missing_nothing_goes_by_age() throws Exception {
    write(0, 100);
    Retention retention = keeping(new JsonObject().put("keepDays", 1));
    retention.step();
    pass(Duration.ofHours(2));
    sql("DELETE FROM audit WHERE n = " + ledger.head().n());
    assertFalse(retention.step());
    assertEquals(99, table.after(CHAIN, 0, 1_000).size(), "it is there to be found");
  }

  @Test
  void a_large_cut_goes_in_parts_of_which_each_says_what_went_whatever_fails_between()
      throws Exception {
    write(0, 2_500);
    Retention retention = keeping(new JsonObject().put("maxRows", 100));
    assertTrue(retention.step());
    sql("ALTER TABLE audit RENAME TO elsewhere");
    assertThrows(SQLException.class, retention::step);
    sql("ALTER TABLE elsewhere RENAME TO audit");
    ledger.write(Acts.acts(2_500, 2_510), null);
    assertTrue(retention.step());
    assertFalse(retention.step());
    assertEquals(3, said.size());
    assertEquals(
        first() - 1,
        said.stream().mapToLong(row -> row.entry().detail().getLong("rows")).sum(),
        "all that is gone stands in the log");
  }

  @Test
  void old_rows_go_when_the_clock_was_steady_for_an_hour_and_then_once_an_hour() throws Exception {
    write(0, 10);
    pass(Duration.ofDays(3));
    ledger.write(List.of(AuditEntry.of(clock.instant(), null, "act", "ok", null)), null);
    Retention retention = keeping(new JsonObject().put("keepDays", 1));
    retention.step();
    assertEquals(1, first(), "nobody knows this clock yet");
    pass(Duration.ofHours(1));
    retention.step();
    assertEquals(11, first());
    assertEquals("age", lastSaid().getString("why"));
  }

  @Test
  void a_clock_that_leaps_ahead_makes_nothing_old() throws Exception {
    write(0, 10);
    Retention retention = keeping(new JsonObject());
    retention.step();
    pass(Duration.ofHours(2));
    retention.step();
    clock.pass(Duration.ofDays(800));
    for (int minute = 0; minute < 180; minute++) {
      retention.step();
      pass(Duration.ofMinutes(1));
    }
    assertEquals(List.of(), said, "all are as old as the newest of them");
  }

  @Test
  void nor_is_it_believed_before_an_hour() throws Exception {
    write(0, 10);
    Retention retention = keeping(new JsonObject());
    retention.step();
    pass(Duration.ofHours(2));
    clock.pass(Duration.ofDays(800));
    ledger.write(List.of(AuditEntry.of(clock.instant(), null, "act", "ok", null)), null);
    retention.step();
    pass(Duration.ofMinutes(59));
    retention.step();
    assertEquals(List.of(), said);
    pass(Duration.ofMinutes(2));
    retention.step();
    assertEquals(1, said.size());
  }

  @Test
  void nothing_is_cut_while_it_is_open_whether_rows_were_written() throws Exception {
    write(0, 200);
    Retention retention = keeping(new JsonObject().put("maxRows", 100));
    sql("ALTER TABLE audit RENAME TO elsewhere");
    assertThrows(SQLException.class, () -> write(200, 210));
    sql("ALTER TABLE elsewhere RENAME TO audit");
    assertFalse(retention.step());
    assertEquals(List.of(), said);
    write(200, 210);
    retention.step();
    assertEquals(1, said.size());
  }
}
