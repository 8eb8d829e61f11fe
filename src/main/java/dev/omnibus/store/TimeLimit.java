package dev.omnibus.store;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import org.sqlite.ProgressHandler;
import org.sqlite.SQLiteConnection;

/**
 * How long each statement on a connection may take, as long as this is open or the transaction
 * lasts. For reading only: what was cut off has to be thrown away. Blocks.
 */
public final class TimeLimit implements AutoCloseable {

  private static final String PG_CANCELED = "57014";
  private static final int SQLITE_INTERRUPT = 9;

  /** So many steps of the machine in SQLite pass between two looks at the clock. */
  private static final int STEPS = 20_000;

  private final Connection connection;
  private final Dialect dialect;
  private final long most;
  private volatile long end;

  private TimeLimit(Connection connection, Dialect dialect, Duration most) {
    this.connection = connection;
    this.dialect = dialect;
    this.most = most.toNanos();
  }

  public static TimeLimit on(Connection connection, Dialect dialect, Duration most)
      throws SQLException {
    TimeLimit limit = new TimeLimit(connection, dialect, most);
    switch (dialect) {
      case SQLITE -> limit.watch();
      case POSTGRESQL -> {
        try (Statement statement = connection.createStatement()) {
          statement.execute("SET LOCAL statement_timeout = " + Math.max(1, most.toMillis()));
        }
      }
    }
    limit.begins();
    return limit;
  }

  private void watch() throws SQLException {
    ProgressHandler.setHandler(
        connection.unwrap(SQLiteConnection.class),
        STEPS,
        new ProgressHandler() {
          @Override
          protected int progress() {
            return System.nanoTime() - end > 0 ? 1 : 0;
          }
        });
  }

  /** The next statement begins. */
  public void begins() {
    end = System.nanoTime() + most;
  }

  /** Whether that is how a statement ended; the connection can be read from again then. */
  public boolean ended(SQLException failure) throws SQLException {
    boolean over =
        dialect.isEmbedded()
            ? (failure.getErrorCode() & 0xFF) == SQLITE_INTERRUPT
            : PG_CANCELED.equals(failure.getSQLState());
    if (over && !dialect.isEmbedded()) {
      connection.rollback();
    }
    return over;
  }

  @Override
  public void close() throws SQLException {
    if (dialect.isEmbedded()) {
      ProgressHandler.clearHandler(connection.unwrap(SQLiteConnection.class));
    }
  }
}
