package dev.omnibus.telemetry.availability;

import dev.omnibus.harness.Postgres;
import dev.omnibus.store.Database;

class PostgresSpanTableIT extends SpanTableContract {

  @Override
  Database open() throws Exception {
    return Postgres.shared().database();
  }
}
