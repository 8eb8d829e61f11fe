package dev.omnibus.audit;

import dev.omnibus.harness.Postgres;
import dev.omnibus.store.Database;
import dev.omnibus.store.Sql;
import java.sql.SQLException;

class PostgresAuditCutIT extends AuditCutContract {

  @Override
  Database open() throws Exception {
    return Postgres.shared().database();
  }

  @Override
  long taken(Database database) throws SQLException {
    return database.read(
        connection -> Sql.number(connection, "SELECT pg_total_relation_size('audit')"));
  }
}
