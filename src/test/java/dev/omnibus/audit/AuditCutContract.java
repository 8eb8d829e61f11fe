package dev.omnibus.audit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.omnibus.store.Database;
import dev.omnibus.store.Sql;
import dev.omnibus.trail.AuditEntry;
import io.vertx.core.json.JsonObject;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What rows take, and how the oldest of them go, in whichever database they stand. */
abstract class AuditCutContract {

  private Database database;
  private AuditTable table;
  private Ledger ledger;

  /** An empty one. */
  abstract Database open() throws Exception;

  @BeforeEach
  void begin() throws Exception {
    database = open();
    table = new AuditTable(database);
    ledger = new Ledger(table, "n1~a");
  }

  @AfterEach
  void end() {
    database.close();
  }

  @Test
  void rows_go_as_far_as_all_before_them_do() throws Exception {
    ledger.write(Acts.acts(0, 10), null);
    assertEquals(4, oldest(new Surplus(Acts.START.plusSeconds(4).toEpochMilli(), 0, 0)).upTo());
    assertEquals(10, oldest(new Surplus(Long.MAX_VALUE, 0, 0)).upTo());
    assertNull(oldest(new Surplus(Acts.START.toEpochMilli(), 0, 0)));
    assertEquals(7, oldest(new Surplus(Long.MIN_VALUE, 7, 0)).upTo());
    long three = table.after("n1~a", 0, 3).stream().mapToLong(RowBytes::of).sum();
    assertEquals(3, oldest(new Surplus(Long.MIN_VALUE, 0, three)).upTo());
    assertEquals(4, oldest(new Surplus(Long.MIN_VALUE, 0, three + 1)).upTo());
    assertEquals(three, oldest(new Surplus(Long.MIN_VALUE, 0, three)).bytes());
  }

  private Cut oldest(Surplus surplus) throws SQLException {
    return table.oldest(table.head("n1~a"), surplus, 100);
  }

  @Test
  void what_rows_take_is_kept_beside_the_head_and_is_the_same_in_sql() throws Exception {
    ledger.write(Acts.acts(0, 50), null);
    String odd = "ü🚌";
    ledger.write(List.of(AuditEntry.of(Acts.START, odd, odd, odd, null)), null);
    long all = table.after("n1~a", 0, 100).stream().mapToLong(RowBytes::of).sum();
    assertEquals(all, table.head("n1~a").bytes());
    Cut cut = oldest(new Surplus(Long.MAX_VALUE, 0, 0));
    assertEquals(all, cut.bytes());
    AuditRow row = ledger.cut(cut, Acts.START);
    assertEquals(RowBytes.of(row), table.head("n1~a").bytes());
  }

  @Test
  void what_rows_are_said_to_take_is_about_what_the_database_takes_for_them() throws Exception {
    for (int i = 0; i < 20; i++) {
      ledger.write(Acts.acts(i * 1_000, i * 1_000 + 1_000), null);
    }
    double ratio = taken(database) / (double) table.head("n1~a").bytes();
    assertTrue(ratio > 0.6 && ratio < 1.6, "it takes " + ratio + " times that");
  }

  /** The bytes of the table and its indices. */
  abstract long taken(Database database) throws SQLException;

  @Test
  void what_was_cut_off_is_not_missed() throws Exception {
    ledger.write(Acts.acts(0, 30), null);
    ledger.cut(oldest(new Surplus(Long.MIN_VALUE, 12, 0)), Acts.START);
    ledger.write(Acts.acts(30, 40), null);
    assertEquals(29, assertWhole());
    assertEquals(12, table.head("n1~a").cutN());
  }

  @Test
  void a_cut_and_the_row_that_says_so_are_there_together_or_not_at_all() throws Exception {
    ledger.write(Acts.acts(0, 30), null);
    Cut cut = oldest(new Surplus(Long.MIN_VALUE, 12, 0));
    sql(
        "INSERT INTO audit SELECT chain, 31, at, actor, action, server, tool, outcome, duration,"
            + " detail, hash FROM audit WHERE n = 30");
    assertThrows(SQLException.class, () -> ledger.cut(cut, Acts.START));
    sql("DELETE FROM audit WHERE n = 31");
    assertEquals(30, assertWhole());
    AuditRow said = ledger.cut(cut, Acts.START);
    assertEquals(19, assertWhole());
    assertEquals("audit.cut", said.entry().action());
    JsonObject detail = said.entry().detail();
    assertEquals(
        "1-12 rows",
        detail.getLong("from") + "-" + detail.getLong("upTo") + " " + detail.getString("why"));
  }

  private long assertWhole() throws SQLException {
    Verification.Finding finding = new Verification(table).all(Optional.empty()).get(0);
    assertNull(finding.fault());
    return finding.rows();
  }

  private void sql(String text) throws SQLException {
    database.write(connection -> Sql.update(connection, text));
  }
}
