package dev.omnibus.audit;

import dev.omnibus.config.AuditConfig;
import dev.omnibus.trail.AuditEntry;
import dev.omnibus.trail.AuditTrail;
import io.vertx.core.json.JsonObject;
import java.sql.SQLException;
import java.time.Clock;

/**
 * Cuts off the oldest rows of this node's chain, by age and by number, and notes down that it did.
 * Blocks; on the thread that writes.
 */
final class Retention {

  /** So many rows at once: a long transaction would keep new rows waiting. */
  private static final int STEP = 20_000;

  private final AuditTable table;
  private final Ledger ledger;
  private final AuditTrail trail;
  private final AuditConfig config;
  private final Clock clock;

  Retention(AuditTable table, Ledger ledger, AuditTrail trail, AuditConfig config, Clock clock) {
    this.table = table;
    this.ledger = ledger;
    this.trail = trail;
    this.config = config;
    this.clock = clock;
  }

  void cut() throws SQLException {
    ChainHead head = ledger.head();
    long old = table.lastBefore(head.chain(), clock.instant().minus(config.keep()));
    long upTo = Math.max(old, head.n() - config.maxRows());
    if (upTo <= head.cutN()) {
      return;
    }
    for (long n = head.cutN() + STEP; n < upTo; n += STEP) {
      ledger.cut(n);
    }
    ledger.cut(upTo);
    JsonObject detail = new JsonObject().put("rows", upTo - head.cutN()).put("upTo", upTo);
    trail.record(AuditEntry.of(clock.instant(), null, "audit.cut", AuditEntry.OK, detail));
  }
}
