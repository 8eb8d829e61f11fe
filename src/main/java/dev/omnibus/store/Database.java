package dev.omnibus.store;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.omnibus.config.SecretRefs;
import dev.omnibus.config.StoreConfig;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.postgresql.ds.PGSimpleDataSource;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteDataSource;

/**
 * The database of a node. Everything here blocks: for workers only. It may be away when it is
 * opened; whoever asks then gets the {@link SQLException}, and the next one may be luckier. It
 * knows no table.
 */
public final class Database implements AutoCloseable {

  /** Of the embedded database, in the data folder. */
  public static final String FILE = "omnibus.db";

  /** Pages of the file that whoever writes has at hand: indices are written to all over. */
  private static final int WRITER_CACHE_KB = 64 << 10;

  private static final int READER_CACHE_KB = 4 << 10;

  /** Pages that are written in one go from the log of the file into the file: 64 MB. */
  private static final int CHECKPOINT_PAGES = 16_000;

  private static final Duration WAIT = Duration.ofSeconds(5);
  private static final int SOCKET_SECONDS = 60;
  private static final int READERS = 3;
  private static final String CONNECTION_FAILURE = "08006";

  private final Dialect dialect;
  private final DataSource source;
  private final HikariDataSource writer;
  private final HikariDataSource readers;
  private volatile boolean migrated;

  /**
   * @param first what a connection that writes says first; null for nothing
   */
  private Database(Dialect dialect, DataSource source, DataSource reading, String first) {
    this.dialect = dialect;
    this.source = source;
    this.writer = pool("omnibus-writer", 1, source, first);
    this.readers = pool("omnibus-readers", READERS, reading, null);
  }

  /**
   * The one that the configuration names. Nothing is asked of it yet.
   *
   * @throws IllegalArgumentException when the address or a secret's reference is wrong
   */
  public static Database of(StoreConfig config, Path data, SecretRefs secrets) {
    return config.isEmbedded() ? embedded(data.resolve(FILE)) : shared(postgresql(config, secrets));
  }

  private static Database shared(DataSource source) {
    return new Database(Dialect.POSTGRESQL, source, source, null);
  }

  /** A file, made when it is first used. */
  public static Database embedded(Path file) {
    SqliteLibrary.load();
    return new Database(
        Dialect.SQLITE,
        sqlite(file, WRITER_CACHE_KB),
        sqlite(file, READER_CACHE_KB),
        "PRAGMA wal_autocheckpoint = " + CHECKPOINT_PAGES);
  }

  private static DataSource sqlite(Path file, int cacheKb) {
    SQLiteConfig config = new SQLiteConfig();
    config.setJournalMode(SQLiteConfig.JournalMode.WAL);
    config.setSynchronous(SQLiteConfig.SynchronousMode.NORMAL);
    config.setBusyTimeout((int) WAIT.toMillis());
    // What is below 0 are kilobytes.
    config.setCacheSize(-cacheKb);
    SQLiteDataSource source = new SQLiteDataSource(config);
    source.setUrl("jdbc:sqlite:" + file);
    return source;
  }

  private static DataSource postgresql(StoreConfig config, SecretRefs secrets) {
    PGSimpleDataSource source = new PGSimpleDataSource();
    source.setUrl(secrets.resolve(config.url()));
    if (config.user() != null) {
      source.setUser(secrets.resolve(config.user()));
    }
    if (config.password() != null) {
      source.setPassword(secrets.resolve(config.password()));
    }
    source.setReWriteBatchedInserts(true);
    source.setConnectTimeout((int) WAIT.toSeconds());
    source.setSocketTimeout(SOCKET_SECONDS);
    source.setTcpKeepAlive(true);
    return source;
  }

  private static HikariDataSource pool(String name, int size, DataSource source, String first) {
    HikariConfig config = new HikariConfig();
    config.setPoolName(name);
    config.setDataSource(source);
    config.setMaximumPoolSize(size);
    config.setMinimumIdle(0);
    config.setAutoCommit(false);
    config.setConnectionInitSql(first);
    config.setConnectionTimeout(WAIT.toMillis());
    config.setInitializationFailTimeout(-1);
    return new HikariDataSource(config);
  }

  public Dialect dialect() {
    return dialect;
  }

  /** Some work on one connection; what it throws undoes all of it. */
  public interface Work<T> {
    T on(Connection connection) throws SQLException;
  }

  /** One transaction; there is one at a time. */
  public <T> T write(Work<T> work) throws SQLException {
    return with(writer, work);
  }

  /** Reads what is committed, beside others and beside whoever writes. */
  public <T> T read(Work<T> work) throws SQLException {
    return with(readers, work);
  }

  private <T> T with(HikariDataSource pool, Work<T> work) throws SQLException {
    migrate();
    try (Connection connection = pool.getConnection()) {
      try {
        T result = work.on(connection);
        connection.commit();
        return result;
      } catch (SQLException | RuntimeException e) {
        undo(pool, connection, e);
        throw e;
      } catch (AssertionError lost) {
        // So the driver of PostgreSQL says that the connection broke within a batch.
        pool.evictConnection(connection);
        throw new SQLException("the connection broke", CONNECTION_FAILURE, lost);
      }
    }
  }

  /**
   * A full SQLite has undone it by itself, and then its connection is of no use any more. Neither
   * is one that broke: the pool does not see it where its driver was asked directly.
   */
  private static void undo(HikariDataSource pool, Connection connection, Exception why) {
    if (why instanceof SQLException failure && Trouble.of(failure) == Trouble.UNREACHABLE) {
      pool.evictConnection(connection);
      return;
    }
    try {
      connection.rollback();
    } catch (SQLException e) {
      why.addSuppressed(e);
      pool.evictConnection(connection);
    }
  }

  /** Brings the tables to the form that this version knows; a database that is away waits. */
  private void migrate() throws SQLException {
    if (migrated) {
      return;
    }
    synchronized (this) {
      if (!migrated) {
        try {
          Flyway.configure()
              .dataSource(source)
              .locations("classpath:db/" + dialect.word())
              .outOfOrder(true)
              .load()
              .migrate();
        } catch (FlywayException e) {
          throw behind(e);
        }
        migrated = true;
      }
    }
  }

  /** It says why in its own words, which tell nobody whether it is worth to try again. */
  private static SQLException behind(FlywayException why) {
    Throwable cause = why;
    while (cause != null && !(cause instanceof SQLException)) {
      cause = cause.getCause();
    }
    String reason = "the tables can't be brought up to date";
    return cause instanceof SQLException sql
        ? new SQLException(reason, sql.getSQLState(), sql.getErrorCode(), why)
        : new SQLException(reason, why);
  }

  @Override
  public void close() {
    writer.close();
    readers.close();
  }
}
