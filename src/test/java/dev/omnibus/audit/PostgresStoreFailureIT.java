package dev.omnibus.audit;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.omnibus.config.StoreConfig;
import dev.omnibus.harness.Postgres;
import dev.omnibus.harness.Waiting;
import dev.omnibus.store.Database;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What becomes of acts while PostgreSQL takes none, or takes its time. */
class PostgresStoreFailureIT {

  private static final Duration LIMIT = Duration.ofSeconds(60);

  @TempDir static Path server;
  private static Postgres postgres;
  @TempDir Path folder;
  private StoreConfig config;
  private Database database;
  private Desk desk;

  @BeforeAll
  static void startServer() throws Exception {
    postgres = Postgres.start(server.resolve("data"));
  }

  @AfterAll
  static void stopServer() throws Exception {
    postgres.close();
  }

  @BeforeEach
  void begin() throws Exception {
    config = postgres.config();
    database = Postgres.database(config);
    desk = new Desk(database, folder, 1_000);
    desk.leave(0, 100).scribe.round();
  }

  @AfterEach
  void end() {
    database.close();
  }

  @Test
  void a_server_that_was_stopped_and_is_back_gets_all_of_it() throws Exception {
    postgres.stop();
    desk.leave(100, 2_500).scribe.round();
    assertEquals("unreachable", desk.store.toJson().getString("why"));
    assertEquals(2_400, desk.store.toJson().getLong("waiting"));
    postgres.startAgain();
    desk.leave(2_500, 2_600);
    awaitStore("state", "here");
    desk.assertHolds(2_600);
  }

  @Test
  void a_server_that_is_stopped_from_the_first_is_unreachable_and_gets_all_of_it()
      throws Exception {
    StoreConfig young = postgres.config();
    postgres.stop();
    try (Database unseen = Postgres.database(young)) {
      desk = new Desk(unseen, folder.resolve("young"), 1_000);
      desk.leave(0, 10).scribe.round();
      assertEquals("unreachable", desk.store.toJson().getString("why"));
      postgres.startAgain();
      awaitStore("state", "here");
      desk.assertHolds(10);
    }
  }

  @Test
  void a_database_that_became_read_only_gets_all_of_it_when_it_is_not() throws Exception {
    readOnly(true);
    desk.leave(100, 1_500);
    awaitStore("why", "read_only");
    readOnly(false);
    desk.leave(1_500, 1_600);
    awaitStore("state", "here");
    desk.assertHolds(1_600);
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
    try (Connection other = postgres.connection(config);
        Statement statement = other.createStatement()) {
      statement.execute(text);
    }
  }

  @Test
  void while_one_batch_waits_for_the_server_the_others_leave_the_memory() throws Exception {
    CompletableFuture<Void> round;
    try (Connection other = postgres.connection(config)) {
      other.setAutoCommit(false);
      other.createStatement().execute("LOCK TABLE audit IN ACCESS EXCLUSIVE MODE");
      desk.leave(100, 1_100);
      round = CompletableFuture.runAsync(desk.scribe::round);
      Waiting.until("the batch waits", LIMIT, () -> desk.trail.size() == 0 && isWaiting());
      desk.leave(1_100, 4_000).scribe.relieve();
      assertEquals(0, desk.trail.size());
      assertEquals("slow", desk.store.toJson().getString("state"));
      other.rollback();
    }
    round.get(LIMIT.toSeconds(), TimeUnit.SECONDS);
    desk.assertHolds(4_000);
    assertEquals("here", desk.store.toJson().getString("state"));
  }

  /** The first to write after connections were closed is told that, and nothing else. */
  private void awaitStore(String key, String word) throws InterruptedException {
    Waiting.until(
        "the store is " + word,
        LIMIT,
        () -> {
          desk.later().scribe.round();
          return word.equals(desk.store.toJson().getString(key));
        },
        () -> desk.store.toJson().encode());
  }

  /** Whoever is connected has to connect again to notice. */
  private void readOnly(boolean is) throws SQLException {
    String name = config.url().substring(config.url().lastIndexOf('/') + 1);
    try (Connection other = postgres.connection(config);
        Statement statement = other.createStatement()) {
      statement.execute("SET default_transaction_read_only = off");
      statement.execute("ALTER DATABASE " + name + " SET default_transaction_read_only = " + is);
      statement.execute(
          "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '"
              + name
              + "' AND pid <> pg_backend_pid()");
    }
  }

  private boolean isWaiting() throws SQLException {
    String sql = "SELECT count(*) FROM pg_locks WHERE NOT granted";
    try (Connection third = postgres.connection(config);
        Statement statement = third.createStatement();
        ResultSet found = statement.executeQuery(sql)) {
      found.next();
      return found.getLong(1) > 0;
    }
  }
}
