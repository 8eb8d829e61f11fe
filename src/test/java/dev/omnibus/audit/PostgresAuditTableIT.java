package dev.omnibus.audit;

import dev.omnibus.harness.Postgres;
import dev.omnibus.store.Database;

class PostgresAuditTableIT extends AuditTableContract {

  @Override
  Database open() throws Exception {
    return Postgres.shared().database();
  }
}
