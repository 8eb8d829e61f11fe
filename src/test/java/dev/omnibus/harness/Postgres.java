package dev.omnibus.harness;

import dev.omnibus.config.SecretRefs;
import dev.omnibus.config.StoreConfig;
import dev.omnibus.store.Database;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.atomic.AtomicInteger;

/** A real PostgreSQL of the tests' own, on a free port of the loopback interface. */
public final class Postgres implements AutoCloseable {

  private final EmbeddedPostgres server;
  private final AtomicInteger databases = new AtomicInteger();

  private Postgres(EmbeddedPostgres server) {
    this.server = server;
  }

  public static Postgres start() throws IOException {
    return new Postgres(EmbeddedPostgres.builder().start());
  }

  /** Where a new, empty database is. */
  public StoreConfig config() throws SQLException {
    String name = "omnibus" + databases.incrementAndGet();
    try (Connection connection = server.getPostgresDatabase().getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute("CREATE DATABASE " + name);
    }
    String url = "jdbc:postgresql://127.0.0.1:" + server.getPort() + "/" + name;
    return new StoreConfig(url, "postgres", "postgres");
  }

  /** A new, empty database. */
  public Database database() throws SQLException {
    return Database.of(config(), Path.of("unused"), SecretRefs.ofProcess(Path.of("")));
  }

  @Override
  public void close() throws IOException {
    server.close();
  }
}
