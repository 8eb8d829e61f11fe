package dev.omnibus.harness;

import dev.omnibus.config.SecretRefs;
import dev.omnibus.config.StoreConfig;
import dev.omnibus.store.Database;
import io.vertx.core.json.JsonObject;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.atomic.AtomicInteger;

/** A real PostgreSQL of the tests' own, on a free port of the loopback interface. */
public final class Postgres implements AutoCloseable {

  private static Postgres shared;
  private final AtomicInteger databases = new AtomicInteger();
  private final Path folder;
  private EmbeddedPostgres server;

  private Postgres(EmbeddedPostgres server, Path folder) {
    this.server = server;
    this.folder = folder;
  }

  /** One for all tests of this process, which ends with it; each takes databases of its own. */
  public static synchronized Postgres shared() throws IOException {
    if (shared == null) {
      shared = start();
    }
    return shared;
  }

  public static Postgres start() throws IOException {
    return new Postgres(EmbeddedPostgres.builder().start(), null);
  }

  /** One that keeps what it has in a folder, so that it can be stopped and started again. */
  public static Postgres start(Path folder) throws IOException {
    return new Postgres(builder(folder).start(), folder);
  }

  private static EmbeddedPostgres.Builder builder(Path folder) {
    return EmbeddedPostgres.builder().setDataDirectory(folder).setCleanDataDirectory(false);
  }

  /** As an operator stops it; who is connected is not asked. */
  public void stop() throws IOException {
    server.close();
  }

  /** The same server at the same place, after it was stopped. */
  public void startAgain() throws IOException {
    server = builder(folder).setPort(server.getPort()).start();
  }

  /** Somebody else's connection to a database of this server. */
  public Connection connection(StoreConfig config) throws SQLException {
    return DriverManager.getConnection(config.url(), config.user(), config.password());
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

  /** The same as a node has it in {@code omnibus.json}; it lets in whoever shows any password. */
  public static JsonObject section(StoreConfig config) {
    return new JsonObject()
        .put("url", config.url())
        .put("user", config.user())
        .put("password", "${env:HOME}");
  }

  /** A new, empty database. */
  public Database database() throws SQLException {
    return database(config());
  }

  /** The database that is there. */
  public static Database database(StoreConfig config) {
    return Database.of(config, Path.of("unused"), SecretRefs.ofProcess(Path.of("")));
  }

  @Override
  public void close() throws IOException {
    server.close();
  }
}
