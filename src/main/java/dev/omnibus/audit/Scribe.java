package dev.omnibus.audit;

import dev.omnibus.store.Pause;
import dev.omnibus.store.Trouble;
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

  private final Backlog backlog;
  private final Ledger ledger;
  private final Clock clock;
  private final int spillAt;
  private final ScribeCounters counters;
  private final StoreWatch store;
  private final Consumer<List<AuditRow>> written;
  private final Pause pause = new Pause();
  private volatile boolean begun;

  /** So many losses were told. */
  private volatile long known;

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
    store.counts(backlog::size, backlog::lost);
  }

  /** Writes what waits, or puts it aside where that can't be done now. */
  void round() {
    lookForLosses();
    if (pause.isOn(clock.millis())) {
      backlog.putAside(clock.millis());
      return;
    }
    try {
      while (step()) {
        relieve();
      }
      recovered();
    } catch (SQLException e) {
      away(Trouble.of(e), e);
    } catch (IOException e) {
      away(Trouble.UNREADABLE, e);
    }
  }

  /** Puts aside what waits in memory, if that is too much. Any thread may do it during a round. */
  void relieve() {
    if (isCrowded()) {
      lookForLosses();
      store.slow();
      backlog.putAside(clock.millis());
    }
  }

  /** Whether too much waits in memory. Any thread may ask. */
  boolean isCrowded() {
    return backlog.inTrail() > spillAt || backlog.isCrowded();
  }

  private void lookForLosses() {
    long lost = backlog.lost();
    if (lost > known) {
      known = lost;
      store.losing();
    }
  }

  /** The last round: what can't be written now is put aside, however long that was tried. */
  void finish() {
    pause.end();
    round();
    backlog.noteLosses();
    int left = backlog.putAsideNow(clock.millis());
    if (left > 0) {
      LOG.error("neither the store nor a file took the last acts, they are lost count={}", left);
    }
  }

  /** Whether there may be something to do though nothing came. Any thread may ask. */
  boolean isBehind() {
    return !begun || store.trouble() != null || backlog.aside() > 0 || backlog.isLosing();
  }

  /** Whether there was something to do. */
  private boolean step() throws SQLException, IOException {
    if (!begun) {
      // What seemed to fail may have been written after all.
      backlog.skip(ledger.head().aside());
      begun = true;
    }
    backlog.noteLosses();
    Backlog.Batch batch = backlog.oldest();
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

  private void away(Trouble trouble, Exception why) {
    begun = false;
    pause.failed(clock.millis());
    store.away(trouble, why);
    backlog.putAside(clock.millis());
  }

  private void recovered() {
    pause.end();
    if (!backlog.isLosing()) {
      store.here();
    }
  }
}
