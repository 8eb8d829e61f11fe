package dev.omnibus.audit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.omnibus.harness.Postgres;
import dev.omnibus.store.Database;
import dev.omnibus.store.Sql;
import dev.omnibus.store.TableCopy;
import java.nio.file.Path;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What stood in the file stands in PostgreSQL. */
class MoveIT {

  private static final int ROWS = 6_000;

  @TempDir Path folder;
  private Database from;
  private Database to;

  @BeforeEach
  void begin() throws Exception {
    from = Database.embedded(folder.resolve(Database.FILE));
    to = Postgres.shared().database();
    AuditTable table = new AuditTable(from);
    Ledger ledger = new Ledger(table, "n1~a");
    ledger.write(Acts.acts(0, ROWS - 1), new SpillPosition(7, 3));
    ledger.cut(table.oldest(ledger.head(), new Surplus(0, 100, 0), ROWS), Acts.START);
    new Ledger(new AuditTable(from), "n2~b").write(Acts.acts(0, 30), null);
  }

  @AfterEach
  void end() {
    from.close();
    to.close();
  }

  private List<AuditMove.Counts> move() throws SQLException {
    return new AuditMove(from, to).all(rows -> {});
  }

  private void assertMoved() throws SQLException {
    AuditTable table = new AuditTable(to);
    for (Verification.Finding finding : new Verification(table).all(Optional.empty())) {
      assertNull(finding.fault());
    }
    assertEquals(2, table.heads().size());
    assertEquals(new SpillPosition(7, 3), table.head("n1~a").aside());
    assertEquals(100, table.head("n1~a").cutN());
    assertEquals(new AuditTable(from).head("n1~a").bytes(), table.head("n1~a").bytes());
    assertEquals(
        new AuditTable(from).after("n1~a", ROWS - 5, 10).get(3).entry(),
        table.after("n1~a", ROWS - 5, 10).get(3).entry());
  }

  @Test
  void the_chains_are_whole_there_and_another_run_moves_nothing() throws Exception {
    assertEquals(
        List.of(
            new AuditMove.Counts("n1~a", ROWS - 100, 0, false),
            new AuditMove.Counts("n2~b", 30, 0, false)),
        move());
    assertMoved();
    assertEquals(
        List.of(
            new AuditMove.Counts("n1~a", 0, ROWS - 100, false),
            new AuditMove.Counts("n2~b", 0, 30, false)),
        move());
  }

  @Test
  void a_run_that_was_broken_off_goes_on_where_it_was() throws Exception {
    assertThrows(
        OutOfPatience.class,
        () ->
            new AuditMove(from, to)
                .all(
                    rows -> {
                      throw new OutOfPatience();
                    }));
    AuditMove.Counts first = move().get(0);
    assertTrue(first.there() > 0 && first.moved() > 0, first::toString);
    assertEquals(ROWS - 100, first.there() + first.moved());
    assertMoved();
  }

  private static final class OutOfPatience extends RuntimeException {
    private static final long serialVersionUID = 1;
  }

  @Test
  void a_node_that_goes_on_there_is_no_hindrance_and_the_chain_goes_on() throws Exception {
    move();
    new Ledger(new AuditTable(to), "n1~a").write(Acts.acts(ROWS, ROWS + 10), null);
    assertEquals(0, move().get(0).moved());
    assertTrue(move().get(0).wentOn());
    assertNull(new Verification(new AuditTable(to)).all(Optional.empty()).get(0).fault());
  }

  @Test
  void another_chain_under_the_same_name_is_refused() throws Exception {
    new Ledger(new AuditTable(to), "n1~a").write(Acts.acts(5, 9), null);
    IllegalStateException refused = assertThrows(IllegalStateException.class, this::move);
    assertEquals("the target holds something else under the name of n1~a", refused.getMessage());
    assertEquals(4, new AuditTable(to).head("n1~a").n());
  }

  @Test
  void a_row_that_somebody_changed_is_not_carried_on() throws Exception {
    sql(from, "UPDATE audit SET actor = 'nobody' WHERE n = 3000 AND chain = 'n1~a'");
    IllegalStateException refused = assertThrows(IllegalStateException.class, this::move);
    assertTrue(refused.getMessage().startsWith("row 3000 of n1~a was changed"));
  }

  @Test
  void any_other_table_is_copied_by_its_key_once() throws Exception {
    String columns = " (word TEXT, at BIGINT, pieces %s, share %s, PRIMARY KEY (word, at))";
    sql(from, "CREATE TABLE kept" + columns.formatted("BLOB", "REAL"));
    sql(to, "CREATE TABLE kept" + columns.formatted("BYTEA", "DOUBLE PRECISION"));
    fill(3_001);
    TableCopy strict = new TableCopy(from, to, false);
    assertEquals(new TableCopy.Counts("kept", 3_001, 0), strict.copy("kept", rows -> {}));
    assertEquals(new TableCopy.Counts("kept", 0, 3_001), strict.copy("kept", rows -> {}));
    sql(to, "DELETE FROM kept WHERE at < 1500");
    assertEquals(new TableCopy.Counts("kept", 1_500, 1_501), strict.copy("kept", rows -> {}));
    assertEquals("[3, 1] 0.5", value("SELECT pieces, share FROM kept WHERE at = 3"));
    sql(to, "UPDATE kept SET share = 0.25 WHERE at = 7");
    IllegalStateException refused =
        assertThrows(IllegalStateException.class, () -> strict.copy("kept", rows -> {}));
    assertEquals(
        "the target holds something else in kept under [word, at] = [a, 7]", refused.getMessage());
    TableCopy keeping = new TableCopy(from, to, true);
    assertEquals(new TableCopy.Counts("kept", 0, 3_001), keeping.copy("kept", rows -> {}));
    assertEquals("[7, 1] 0.25", value("SELECT pieces, share FROM kept WHERE at = 7"));
  }

  private void fill(int rows) throws SQLException {
    from.write(
        connection -> {
          try (PreparedStatement insert =
              connection.prepareStatement("INSERT INTO kept VALUES (?,?,?,?)")) {
            for (int i = 0; i < rows; i++) {
              insert.setString(1, "a");
              insert.setLong(2, i);
              insert.setBytes(3, i % 2 == 0 ? null : new byte[] {(byte) i, 1});
              insert.setObject(4, i % 3 == 0 ? 0.5 : null);
              insert.addBatch();
            }
            return insert.executeBatch().length;
          }
        });
  }

  private String value(String sql) throws SQLException {
    return to.read(
        connection -> {
          try (Statement statement = connection.createStatement();
              ResultSet found = statement.executeQuery(sql)) {
            found.next();
            return Arrays.toString(found.getBytes(1)) + " " + found.getDouble(2);
          }
        });
  }

  private static void sql(Database database, String text) throws SQLException {
    database.write(connection -> Sql.update(connection, text));
  }
}
