package dev.omnibus.audit;

import dev.omnibus.trail.AuditEntry;
import dev.omnibus.trail.AuditTrail;
import java.io.IOException;
import java.sql.SQLException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Carries acts from the trail into the ledger, in their order. While the ledger is slow or away
 * they are put aside in files, and written from there before anything younger. Blocks; one thread
 * at a time.
 */
final class Scribe {

  private static final Logger LOG = LoggerFactory.getLogger(Scribe.class);

  /** So many acts are one transaction, and one portion of what was put aside. */
  static final int BATCH = 1_000;

  private static final long FIRST_PAUSE_MS = 500;
  private static final long LONGEST_PAUSE_MS = 10_000;

  private final AuditTrail trail;
  private final Ledger ledger;
  private final Spill spill;
  private final Clock clock;
  private final int spillAt;
  private final ScribeCounters counters;
  private final Consumer<List<AuditRow>> written;

  /** Taken from the trail when neither the ledger nor a file took it. */
  private List<AuditEntry> held = List.of();

  private boolean begun;
  private long pauseMs;
  private long notBefore;

  /**
   * @param spillAt how many acts may wait for a slow ledger in memory
   * @param written hears of rows when they are written
   */
  Scribe(
      AuditTrail trail,
      Ledger ledger,
      Spill spill,
      Clock clock,
      int spillAt,
      ScribeCounters counters,
      Consumer<List<AuditRow>> written) {
    this.trail = trail;
    this.ledger = ledger;
    this.spill = spill;
    this.clock = clock;
    this.spillAt = spillAt;
    this.counters = counters;
    this.written = written;
  }

  /** Writes what waits, or puts it aside where that can't be done now. */
  void round() {
    if (isAway() && clock.millis() < notBefore) {
      putAside();
      return;
    }
    try {
      while (step()) {
        if (trail.size() > spillAt) {
          putAside();
        }
      }
      recovered();
    } catch (SQLException e) {
      away(e);
      putAside();
    } catch (IOException e) {
      LOG.error("what was put aside can't be read", e);
    }
  }

  /** The last round: what can't be written now is put aside, however long that was tried. */
  void finish() {
    notBefore = 0;
    round();
    putAside();
  }

  /** Whether the ledger did not take what it was given last. */
  boolean isAway() {
    return pauseMs > 0;
  }

  /** Whether there was something to do. */
  private boolean step() throws SQLException, IOException {
    if (!begun) {
      spill.skip(ledger.head().aside());
      begun = true;
    }
    if (!spill.isEmpty()) {
      Spill.Portion oldest = spill.first(BATCH);
      if (!oldest.entries().isEmpty()) {
        done(ledger.write(oldest.entries(), oldest.position()));
      }
      spill.skip(oldest.position());
      return true;
    }
    List<AuditEntry> entries = fromTrail(BATCH);
    if (entries.isEmpty()) {
      return false;
    }
    try {
      done(ledger.write(entries, null));
    } catch (SQLException e) {
      putFirst(entries);
      throw e;
    }
    return true;
  }

  private List<AuditEntry> fromTrail(int most) {
    if (held.isEmpty()) {
      return trail.take(most);
    }
    List<AuditEntry> first = held.size() <= most ? held : held.subList(0, most);
    held = List.copyOf(held.subList(first.size(), held.size()));
    return first;
  }

  private void done(List<AuditRow> rows) {
    counters.written(rows.size());
    written.accept(rows);
  }

  private void putFirst(List<AuditEntry> entries) {
    try {
      spill.prepend(entries, clock.millis());
      counters.aside(entries.size());
    } catch (IOException e) {
      hold(entries, e);
    }
  }

  private void putAside() {
    List<AuditEntry> entries = fromTrail(Integer.MAX_VALUE);
    if (entries.isEmpty()) {
      return;
    }
    try {
      spill.append(entries, clock.millis());
      counters.aside(entries.size());
    } catch (IOException e) {
      hold(entries, e);
    }
  }

  /** Before what is held already: these are older. */
  private void hold(List<AuditEntry> entries, IOException why) {
    LOG.error("acts can't be put aside and stay in memory count={}", entries.size(), why);
    List<AuditEntry> all = new ArrayList<>(entries);
    all.addAll(held);
    held = all;
  }

  private void away(SQLException why) {
    if (!isAway()) {
      LOG.error("the store takes no audit rows; they are put aside: {}", why.getMessage());
    }
    LOG.debug("store away", why);
    pauseMs = Math.min(LONGEST_PAUSE_MS, Math.max(FIRST_PAUSE_MS, pauseMs * 2));
    notBefore = clock.millis() + pauseMs;
    counters.away(true);
  }

  private void recovered() {
    if (isAway()) {
      LOG.info("the store takes audit rows again; all that was put aside is written");
      pauseMs = 0;
    }
    counters.away(false);
  }
}
