package dev.omnibus.audit;

import java.io.IOException;
import java.sql.SQLException;
import java.time.Clock;
import java.util.List;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Carries acts from the backlog into the ledger, in their order. While the ledger is slow or away
 * they are put aside in files, and written from there before anything younger. Blocks; one thread
 * at a time, except where it says otherwise.
 */
final class Scribe {

  private static final Logger LOG = LoggerFactory.getLogger(Scribe.class);

  /** So many acts are one transaction, and one portion of what was put aside. */
  static final int BATCH = 4_000;

  private static final long FIRST_PAUSE_MS = 500;
  private static final long LONGEST_PAUSE_MS = 10_000;

  private final Backlog backlog;
  private final Ledger ledger;
  private final Clock clock;
  private final int spillAt;
  private final ScribeCounters counters;
  private final StoreWatch store;
  private final Consumer<List<AuditRow>> written;
  private volatile boolean begun;
  private long pauseMs;
  private long notBefore;

  /**
   * @param spillAt how many acts may wait for a slow ledger in memory
   * @param written hears of rows when they are written
   */
  Scribe(
      Backlog backlog,
      Ledger ledger,
      Clock clock,
      int spillAt,
      ScribeCounters counters,
      StoreWatch store,
      Consumer<List<AuditRow>> written) {
    this.backlog = backlog;
    this.ledger = ledger;
    this.clock = clock;
    this.spillAt = spillAt;
    this.counters = counters;
    this.store = store;
    this.written = written;
    store.counts(backlog::size);
  }

  /** Writes what waits, or puts it aside where that can't be done now. */
  void round() {
    if (store.isAway() && clock.millis() < notBefore) {
      backlog.putAside(clock.millis());
      return;
    }
    try {
      while (step()) {
        relieve();
      }
      recovered();
    } catch (SQLException e) {
      begun = false;
      away(e);
      backlog.putAside(clock.millis());
    } catch (IOException e) {
      LOG.error("what was put aside can't be read", e);
    }
  }

  /** Puts aside what waits in memory, if that is too much. Any thread may do it during a round. */
  void relieve() {
    if (counters.waiting() > spillAt) {
      store.slow();
      backlog.putAside(clock.millis());
    }
  }

  /** The last round: what can't be written now is put aside, however long that was tried. */
  void finish() {
    notBefore = 0;
    round();
    backlog.putAside(clock.millis());
  }

  /** Whether there may be something to do though nothing came. Any thread may ask. */
  boolean isBehind() {
    return !begun || store.trouble() != null || backlog.aside() > 0;
  }

  /** Whether there was something to do. */
  private boolean step() throws SQLException, IOException {
    if (!begun) {
      // What seemed to fail may have been written after all.
      backlog.skip(ledger.head().aside());
      begun = true;
    }
    Backlog.Batch batch = backlog.oldest(BATCH);
    if (batch.isEmpty()) {
      return false;
    }
    if (!batch.entries().isEmpty()) {
      write(batch);
    }
    backlog.written(batch);
    return true;
  }

  private void write(Backlog.Batch batch) throws SQLException {
    List<AuditRow> rows = null;
    try {
      rows = ledger.write(batch.entries(), batch.aside());
    } catch (RuntimeException unforeseen) {
      throw new SQLException("the rows can't be written", unforeseen);
    } finally {
      if (rows == null) {
        backlog.returned(batch, clock.millis());
      }
    }
    counters.written(rows.size());
    written.accept(rows);
  }

  private void away(SQLException why) {
    pauseMs = Math.min(LONGEST_PAUSE_MS, Math.max(FIRST_PAUSE_MS, pauseMs * 2));
    notBefore = clock.millis() + pauseMs;
    store.away(why);
  }

  private void recovered() {
    pauseMs = 0;
    store.here();
  }
}
