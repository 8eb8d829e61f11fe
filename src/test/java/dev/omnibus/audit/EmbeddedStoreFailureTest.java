package dev.omnibus.audit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.omnibus.store.Database;
import dev.omnibus.store.Sql;
import java.nio.file.Path;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What becomes of acts while the file takes none, for the reasons that a file has. */
class EmbeddedStoreFailureTest {

  @TempDir Path folder;
  private Database database;
  private Desk desk;

  @BeforeEach
  void begin() throws Exception {
    database = Database.embedded(folder.resolve(Database.FILE));
    desk = new Desk(database, folder, 10_000);
    desk.leave(0, 100).scribe.round();
  }

  @AfterEach
  void end() {
    database.close();
  }

  @Test
  void a_full_store_says_so_and_gets_all_of_it_when_there_is_room() throws Exception {
    pragma("max_page_count", pragma("page_count", "") + "");
    desk.leave(100, 5_000).scribe.round();
    assertEquals("full", desk.store.toJson().getString("why"));
    assertEquals(0, desk.trail.size(), "nothing stays in memory");
    desk.leave(5_000, 6_000).scribe.round();
    // The limit belonged to the connection, and went with it.
    desk.later().leave(6_000, 6_100).scribe.round();
    desk.assertHolds(6_100);
    assertEquals(List.of("away full", "here"), desk.told);
  }

  @Test
  void a_store_that_is_read_only_says_so_and_gets_all_of_it_when_it_is_not() throws Exception {
    pragma("query_only", "1");
    desk.leave(100, 1_500).scribe.round();
    assertEquals("read_only", desk.store.toJson().getString("why"));
    assertEquals(1_400, desk.store.toJson().getLong("waiting"));
    pragma("query_only", "0");
    desk.later().leave(1_500, 1_600).scribe.round();
    desk.assertHolds(1_600);
    assertEquals(0, desk.store.toJson().getLong("waiting"));
  }

  @Test
  void the_node_may_end_while_the_store_is_away() throws Exception {
    pragma("query_only", "1");
    desk.leave(100, 1_500).scribe.finish();
    pragma("query_only", "0");
    Desk next = new Desk(database, folder, 10_000);
    assertTrue(next.scribe.isBehind(), "it looks for what was put aside");
    next.scribe.round();
    next.assertHolds(1_500);
  }

  @Test
  void a_batch_that_is_refused_once_is_written_before_all_that_came_since() throws Exception {
    sql("ALTER TABLE audit RENAME TO elsewhere");
    desk.leave(100, 300).scribe.round();
    assertEquals("refused", desk.store.toJson().getString("why"));
    desk.leave(300, 6_000).scribe.round();
    sql("ALTER TABLE elsewhere RENAME TO audit");
    desk.leave(6_000, 6_100).later().scribe.round();
    desk.assertHolds(6_100);
  }

  private void sql(String text) throws SQLException {
    database.write(connection -> Sql.update(connection, text));
  }

  /** On the one connection that writes. */
  private long pragma(String name, String value) throws SQLException {
    return database.write(
        connection -> {
          try (Statement statement = connection.createStatement()) {
            String sql = "PRAGMA " + name + (value.isEmpty() ? "" : " = " + value);
            if (!statement.execute(sql)) {
              return 0L;
            }
            try (ResultSet found = statement.getResultSet()) {
              return found.next() ? found.getLong(1) : 0L;
            }
          }
        });
  }
}
