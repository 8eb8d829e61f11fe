package dev.omnibus.audit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.omnibus.store.Database;
import dev.omnibus.store.Sql;
import dev.omnibus.store.TimeLimit;
import dev.omnibus.trail.AuditEntry;
import io.vertx.core.json.JsonObject;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What the log does, in whichever database it stands. */
abstract class AuditTableContract {

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
  void what_was_written_is_found_newest_first() throws Exception {
    ledger.write(Acts.acts(0, 50), null);
    List<AuditRow> rows = found(search("{\"limit\":3}"));
    assertEquals(List.of(50L, 49L, 48L), rows.stream().map(AuditRow::n).toList());
    assertEquals(Acts.act(49), rows.get(0).entry());
  }

  @Test
  void every_filter_narrows() throws Exception {
    ledger.write(Acts.acts(0, 210), null);
    assertEquals(105, count("{\"user\":\"ann\"}"));
    assertEquals(42, count("{\"server\":\"files\"}"));
    assertEquals(21, count("{\"server\":\"files\",\"user\":\"ann\"}"));
    assertEquals(70, count("{\"action\":\"command.server.*\"}"));
    assertEquals(140, count("{\"action\":\"command.tool.call\"}"));
    assertEquals(30, count("{\"outcome\":\"timeout\"}"));
    assertEquals(53, count("{\"tool\":\"tool1\"}"));
    assertEquals(60, count("{\"from\":\"2026-11-22T10:01:00Z\",\"to\":\"2026-11-22T10:02:00Z\"}"));
    assertEquals(1, count("{\"text\":\"\\\"i\\\":209,\"}"));
  }

  @Test
  void wildcards_of_sql_in_a_search_are_plain_letters() throws Exception {
    ledger.write(Acts.acts(0, 20), null);
    assertEquals(0, count("{\"text\":\"c%l\"}"));
    assertEquals(0, count("{\"action\":\"comm_nd.*\"}"));
    assertEquals(0, count("{\"user\":\"' OR 1=1 --\"}"));
  }

  @Test
  void pages_follow_each_other_without_gap_or_repetition_over_all_chains() throws Exception {
    ledger.write(Acts.acts(0, 40), null);
    new Ledger(table, "n2~b").write(Acts.acts(0, 40), null);
    List<String> seen = new ArrayList<>();
    AuditSearch search = search("{\"limit\":7}");
    List<AuditRow> page = found(search);
    while (!page.isEmpty()) {
      page.forEach(row -> seen.add(row.chain() + row.n()));
      String cursor = AuditCursor.of(page.get(page.size() - 1)).toString();
      page = found(search("{\"limit\":7,\"cursor\":\"" + cursor + "\"}"));
    }
    assertEquals(80, seen.size());
    assertEquals(80, seen.stream().distinct().count());
  }

  @Test
  void what_no_index_knows_is_looked_for_in_steps_that_miss_nothing() throws Exception {
    for (int i = 0; i < 40; i++) {
      ledger.write(List.of(Acts.act(i * 21), Acts.act(i * 21 + 1)), null);
    }
    List<Long> found = new ArrayList<>();
    int pages = 0;
    String cursor = "";
    while (cursor != null) {
      Lookback.Found page =
          table.search(search("{\"text\":\"restart\"" + cursor + "}"), Duration.ZERO);
      page.rows().forEach(row -> found.add(row.n()));
      cursor =
          page.reached() == null
              ? null
              : ",\"cursor\":\"" + AuditCursor.before(page.reached()) + "\"";
      pages++;
    }
    assertTrue(pages > 3, "it goes on where it stopped");
    List<Long> whole =
        found(search("{\"text\":\"RESTART\",\"limit\":1000}")).stream().map(AuditRow::n).toList();
    assertEquals(whole, found);
    assertEquals(40, found.size());
  }

  @Test
  void a_statement_that_takes_too_long_is_cut_off_and_the_connection_is_read_from_again()
      throws Exception {
    String endless =
        "WITH RECURSIVE s(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM s) SELECT MAX(i) FROM s";
    database.read(
        connection -> {
          try (TimeLimit limit =
              TimeLimit.on(connection, database.dialect(), Duration.ofMillis(100))) {
            SQLException cut =
                assertThrows(
                    SQLException.class, () -> AuditTable.rows(connection, endless, List.of()));
            assertTrue(limit.ended(cut), cut::toString);
          }
          return null;
        });
    ledger.write(Acts.acts(0, 5), null);
    assertEquals(5, found(search("{}")).size());
  }

  @Test
  void the_end_of_a_time_is_not_in_it_and_its_beginning_is() throws Exception {
    ledger.write(Acts.acts(0, 20), null);
    String time = "\"from\":\"2026-11-22T10:00:05Z\",\"to\":\"2026-11-22T10:00:08Z\"";
    assertEquals(
        List.of(8L, 7L, 6L), found(search("{" + time + "}")).stream().map(AuditRow::n).toList());
    assertEquals(0, count("{\"from\":\"2030-01-01T00:00:00Z\"}"));
    assertEquals(20, count("{\"to\":\"2030-01-01T00:00:00Z\"}"));
    assertEquals(0, count("{\"to\":\"2020-01-01T00:00:00Z\"}"));
  }

  @Test
  void a_chain_goes_on_where_it_ended() throws Exception {
    ledger.write(Acts.acts(0, 10), null);
    new Ledger(table, "n1~a").write(Acts.acts(10, 20), null);
    assertEquals(20, table.head("n1~a").n());
    assertWhole();
  }

  @Test
  void a_changed_row_is_found() throws Exception {
    ledger.write(Acts.acts(0, 30), null);
    sql("UPDATE audit SET outcome = 'ok' WHERE n = 8");
    assertFault("row 8 or the one before it was changed");
  }

  @Test
  void a_removed_row_is_found() throws Exception {
    ledger.write(Acts.acts(0, 30), null);
    sql("DELETE FROM audit WHERE n = 8");
    assertFault("rows 8 to 8 are missing");
  }

  @Test
  void removed_last_rows_are_found_though_the_head_was_put_back() throws Exception {
    ledger.write(Acts.acts(0, 30), null);
    AuditRow last = found(search("{\"limit\":1}")).get(0);
    AuditRow earlier = table.after("n1~a", 24, 1).get(0);
    sql("DELETE FROM audit WHERE n > 25");
    ChainHead head = table.head("n1~a");
    table.append(
        List.of(), new ChainHead("n1~a", 25, earlier.hash(), 0, head.cutHash(), head.aside(), 0));
    ChainHeadFile.Seen seen = new ChainHeadFile.Seen("n1~a", last.n(), last.hash());
    Verification.Finding finding = new Verification(table).all(Optional.of(seen)).get(0);
    assertEquals("rows 26 to 30 are missing at the end", finding.fault());
  }

  @Test
  void a_chain_that_is_gone_is_missed() throws Exception {
    ledger.write(Acts.acts(0, 3), null);
    AuditRow last = found(search("{\"limit\":1}")).get(0);
    sql("DELETE FROM audit");
    sql("DELETE FROM audit_chain");
    ChainHeadFile.Seen seen = new ChainHeadFile.Seen("n1~a", last.n(), last.hash());
    assertEquals(
        "the whole chain is gone", new Verification(table).all(Optional.of(seen)).get(0).fault());
  }

  @Test
  void letters_that_databases_choke_on_are_kept_or_replaced() throws Exception {
    String odd = "a\0b\uD800c 🚌 \"';--";
    ledger.write(
        List.of(
            new AuditEntry(
                Acts.START, odd, "act", odd, odd, odd, null, new JsonObject().put(odd, odd))),
        null);
    AuditRow row = found(search("{}")).get(0);
    assertEquals("a\uFFFDb?c 🚌 \"';--", row.entry().user());
    assertNull(row.entry().durationMs());
    assertWhole();
    List<AuditEntry> many = new ArrayList<>();
    for (int i = 0; i < 50; i++) {
      String word = "a\\b\tc\nd\re\\N" + i;
      JsonObject detail = new JsonObject().put(word, word);
      many.add(AuditEntry.of(Acts.START.plusSeconds(i), word, "act", word, detail));
    }
    ledger.write(many, null);
    assertEquals(many.get(49), found(search("{\"limit\":1}")).get(0).entry());
    assertWhole();
  }

  @Test
  void a_search_that_makes_no_sense_is_refused_by_name() {
    assertReason("'limit' is 1 to 1000", "{\"limit\":5000}");
    assertReason(
        "'from' is after 'to'",
        "{\"from\":\"2026-11-23T00:00:00Z\",\"to\":\"2026-11-22T00:00:00Z\"}");
    assertReason("'cursor' is not one of ours", "{\"cursor\":\"nonsense\"}");
    assertReason("'from' is no instant such as 2026-11-22T10:00:00Z", "{\"from\":\"today\"}");
  }

  private static void assertReason(String reason, String json) {
    IllegalArgumentException refused =
        assertThrows(IllegalArgumentException.class, () -> search(json));
    assertEquals(reason, refused.getMessage());
  }

  private long assertWhole() throws SQLException {
    Verification.Finding finding = new Verification(table).all(Optional.empty()).get(0);
    assertNull(finding.fault());
    return finding.rows();
  }

  private void assertFault(String fault) throws SQLException {
    List<Verification.Finding> findings = new Verification(table).all(Optional.empty());
    assertEquals(fault, findings.get(0).fault());
    assertTrue(findings.get(0).toString().contains("BROKEN"));
  }

  private List<AuditRow> found(AuditSearch search) throws SQLException {
    return table.search(search, Duration.ofSeconds(60)).rows();
  }

  private int count(String json) throws SQLException {
    return found(search(json.replaceFirst("\\{", "{\"limit\":1000,"))).size();
  }

  private static AuditSearch search(String json) {
    return AuditSearch.fromJson(new JsonObject(json));
  }

  private void sql(String text) throws SQLException {
    database.write(connection -> Sql.update(connection, text));
  }
}
