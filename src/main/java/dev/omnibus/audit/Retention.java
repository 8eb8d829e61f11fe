package dev.omnibus.audit;

import dev.omnibus.config.AuditConfig;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/**
 * Cuts off the oldest rows of this node's chain: by age, by number and by what they take. Each cut
 * says in a row of its own what went, and both are there or neither. Blocks; on the thread that
 * writes.
 */
final class Retention {

  /** So many rows at once: a long transaction would keep new rows waiting. */
  static final int STEP = 20_000;

  /** What is over a limit goes with this part of it, so that a full log is not cut all the time. */
  private static final int SLACK = 50;

  /** So long after it was last looked for old rows it is done again. */
  private static final long AGED_NANOS = 3_600_000_000_000L;

  private final AuditTable table;
  private final Ledger ledger;
  private final AuditConfig config;
  private final Clock clock;
  private final LongSupplier nanos;
  private final Steadiness steadiness = new Steadiness();
  private final Consumer<List<AuditRow>> written;
  private final int most;
  private long agedAt;
  private boolean goingOn;
  private boolean byAge;
  private boolean overRows;
  private boolean overBytes;

  /**
   * @param nanos a clock that only goes forward
   * @param written hears of rows when they are written
   * @param most how many rows go at once
   */
  Retention(
      AuditTable table,
      Ledger ledger,
      AuditConfig config,
      Clock clock,
      LongSupplier nanos,
      Consumer<List<AuditRow>> written,
      int most) {
    this.table = table;
    this.ledger = ledger;
    this.config = config;
    this.clock = clock;
    this.nanos = nanos;
    this.written = written;
    this.most = most;
    this.agedAt = nanos.getAsLong() - AGED_NANOS;
  }

  /** Does a part of it; whether there is more to be done. To be called once a minute, too. */
  boolean step() throws SQLException {
    Instant now = clock.instant();
    boolean steady = steadiness.isSteady(now.toEpochMilli(), nanos.getAsLong());
    if (!ledger.isSettled()) {
      return false;
    }
    if (!goingOn) {
      byAge = steady && nanos.getAsLong() - agedAt >= AGED_NANOS;
      agedAt = byAge ? nanos.getAsLong() : agedAt;
    }
    ChainHead head = ledger.head();
    Cut cut = table.oldest(head, surplus(head, now), most);
    if (cut != null) {
      written.accept(List.of(ledger.cut(cut, now)));
    }
    goingOn = cut != null && cut.rows() == most;
    return goingOn;
  }

  private Surplus surplus(ChainHead head, Instant now) throws SQLException {
    long rows = head.n() - head.cutN();
    overRows = rows > config.maxRows() || goingOn && overRows;
    overBytes = head.bytes() > config.maxBytes() || goingOn && overBytes;
    return new Surplus(
        byAge ? old(head, now) : Long.MIN_VALUE,
        head.cutN() + (overRows ? over(rows, config.maxRows()) : 0),
        overBytes ? over(head.bytes(), config.maxBytes()) : 0);
  }

  /**
   * No clock makes rows old that are not so beside the newest of their chain. When that is missing
   * somebody took it out: then none is old, so that what is left can be looked at.
   */
  private long old(ChainHead head, Instant now) throws SQLException {
    Long newest = table.newest(head);
    return newest == null
        ? Long.MIN_VALUE
        : Math.min(now.toEpochMilli(), newest) - config.keep().toMillis();
  }

  private static long over(long has, long most) {
    return Math.max(0, has - (most - most / SLACK));
  }
}
