package dev.omnibus.telemetry.history;

import dev.omnibus.harness.Postgres;
import dev.omnibus.store.Database;
import java.sql.SQLException;

class PostgresHistoryIT extends HistoryContract {

  @Override
  Database open() throws Exception {
    return Postgres.shared().database();
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
