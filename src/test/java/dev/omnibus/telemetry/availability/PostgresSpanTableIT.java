package dev.omnibus.telemetry.availability;

import dev.omnibus.harness.Postgres;
import dev.omnibus.store.Database;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

class PostgresSpanTableIT extends SpanTableContract {

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
}
