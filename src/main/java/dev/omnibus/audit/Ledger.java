package dev.omnibus.audit;

import dev.omnibus.trail.AuditEntry;
import io.vertx.core.json.JsonObject;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * This node's own chain: gives acts their numbers and hashes and writes them. After a failure it
 * asks the database how far it came, because a broken connection does not say. Blocks; one thread
 * at a time.
 */
final class Ledger {

  private static final String CUT = "audit.cut";
  private static final int LONGEST_DETAIL = 16 << 10;

  private final AuditTable table;
  private final String name;
  private final Chain chain = new Chain();

  /** Null when it has to be asked for. */
  private ChainHead head;

  /** What seemed to fail, but may have been written. */
  private Attempt doubtful;

  private record Attempt(List<AuditEntry> entries, List<AuditRow> rows, ChainHead then) {

    boolean led(ChainHead to, List<AuditEntry> from) {
      return then.n() == to.n() && Arrays.equals(then.hash(), to.hash()) && entries.equals(from);
    }
  }

  Ledger(AuditTable table, String name) {
    this.table = table;
    this.name = name;
  }

  /** Where the chain stands. */
  ChainHead head() throws SQLException {
    if (head == null) {
      head = table.head(name);
    }
    return head;
  }

  /**
   * Writes acts, unless the database has them from an attempt that seemed to fail.
   *
   * @param aside how far what was put aside is written then; null for as far as before
   */
  List<AuditRow> write(List<AuditEntry> entries, SpillPosition aside) throws SQLException {
    ChainHead now = head();
    if (doubtful != null && doubtful.led(now, entries)) {
      List<AuditRow> written = doubtful.rows();
      doubtful = null;
      return written;
    }
    List<AuditRow> rows = link(now, entries);
    ChainHead then = now.with(rows, aside == null ? now.aside() : aside);
    try {
      table.append(rows, then);
    } catch (SQLException | RuntimeException e) {
      doubtful = new Attempt(entries, rows, then);
      head = null;
      throw e;
    }
    doubtful = null;
    head = then;
    return rows;
  }

  /** Whether nothing is open of an attempt that seemed to fail. */
  boolean isSettled() {
    return doubtful == null;
  }

  /** Cuts off rows; the row that says so is there when they are gone, and not before. */
  AuditRow cut(Cut cut, Instant now) throws SQLException {
    ChainHead before = head();
    AuditEntry act = AuditEntry.of(now, null, CUT, AuditEntry.OK, cut.toJson());
    AuditRow row = link(before, List.of(act)).get(0);
    ChainHead then = before.without(cut).with(List.of(row), before.aside());
    head = null;
    table.cut(cut, row, then);
    head = then;
    return row;
  }

  private List<AuditRow> link(ChainHead from, List<AuditEntry> entries) {
    List<AuditRow> rows = new ArrayList<>(entries.size());
    long n = from.n();
    byte[] before = from.hash();
    for (AuditEntry entry : entries) {
      n++;
      String whole = text(entry);
      boolean bounded = whole == null || whole.length() <= LONGEST_DETAIL;
      AuditEntry kept = bounded ? entry : shortened(entry, whole.length());
      String detail = bounded ? whole : text(kept);
      byte[] hash = chain.link(before, name, n, kept, detail);
      rows.add(new AuditRow(name, n, kept, detail, hash));
      before = hash;
    }
    return rows;
  }

  private static String text(AuditEntry entry) {
    return entry.detail() == null ? null : entry.detail().encode();
  }

  private static AuditEntry shortened(AuditEntry entry, int length) {
    return new AuditEntry(
        entry.at(),
        entry.user(),
        entry.action(),
        entry.server(),
        entry.tool(),
        entry.outcome(),
        entry.durationMs(),
        new JsonObject().put("leftOut", length));
  }
}
