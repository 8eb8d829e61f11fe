package dev.omnibus.telemetry.history;

import dev.omnibus.harness.Postgres;
import dev.omnibus.store.Database;
import java.sql.SQLException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

class PostgresHistoryIT extends HistoryContract {

  private static Postgres postgres;

  @BeforeAll
  static void startServer() throws Exception {
    postgres = Postgres.start();
  }

  @AfterAll
  static void stopServer() throws Exception {
    postgres.close();
  }

  @Override
  Database open() throws Exception {
    return postgres.database();
  }

  @Override
  void fill() throws SQLException {
    sql(
        "CREATE FUNCTION full_disk() RETURNS trigger LANGUAGE plpgsql AS"
            + " 'BEGIN RAISE EXCEPTION USING ERRCODE = ''disk_full''; END'");
    sql(
        "CREATE TRIGGER full_disk BEFORE INSERT ON history_10s"
            + " FOR EACH ROW EXECUTE FUNCTION full_disk()");
  }

  @Override
  void free() throws SQLException {
    sql("DROP FUNCTION full_disk() CASCADE");
  }
}
