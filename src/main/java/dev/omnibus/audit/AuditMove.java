package dev.omnibus.audit;

import dev.omnibus.store.Database;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.function.LongConsumer;

/**
 * Carries the chains of one database into another, in batches, each a transaction together with how
 * far the chain came there, so that it can be begun again after any end. Every row's hash is
 * computed anew on the way. Blocks.
 */
public final class AuditMove {

  /** What this carries; others of its database are none of its business. */
  public static final Set<String> TABLES = Set.of("audit", "audit_chain");

  private static final int BATCH = 5_000;

  private final AuditTable from;
  private final AuditTable to;
  private final Chain hash = new Chain();

  /**
   * What was carried of one chain.
   *
   * @param there how many rows were there already
   * @param wentOn whether the node has written there since
   */
  public record Counts(String chain, long moved, long there, boolean wentOn) {}

  public AuditMove(Database from, Database to) {
    this.from = new AuditTable(from);
    this.to = new AuditTable(to);
  }

  /**
   * Carries all chains.
   *
   * @param progress hears how many rows were moved so far
   * @throws IllegalStateException when the other database holds something else under the name of a
   *     chain, or a chain is broken here
   */
  public List<Counts> all(LongConsumer progress) throws SQLException {
    List<Counts> counts = new ArrayList<>();
    long before = 0;
    for (ChainHead head : from.heads()) {
      long moved = before;
      Counts one = chain(head, rows -> progress.accept(moved + rows));
      before += one.moved();
      counts.add(one);
    }
    return counts;
  }

  private Counts chain(ChainHead head, LongConsumer progress) throws SQLException {
    ChainHead there = to.head(head.chain());
    if (there.n() == 0) {
      refuseStrayRows(head.chain());
      there = ChainHead.goingOn(head.chain(), head.cutN(), head.cutHash());
    }
    if (there.n() >= head.n()) {
      same(to, there, head);
      return new Counts(head.chain(), 0, head.n() - head.cutN(), there.n() > head.n());
    }
    same(from, head, there);
    long already = Math.max(0, there.n() - head.cutN());
    long moved = copy(head, there, progress);
    return new Counts(head.chain(), moved, already, false);
  }

  private long copy(ChainHead head, ChainHead there, LongConsumer progress) throws SQLException {
    ChainHead now = there;
    List<AuditRow> rows = from.after(head.chain(), now.n(), BATCH);
    while (!rows.isEmpty()) {
      verify(head.chain(), now, rows);
      boolean end = now.n() + rows.size() == head.n();
      now = now.with(rows, end ? head.aside() : now.aside());
      to.append(rows, now);
      progress.accept(now.n() - there.n());
      rows = from.after(head.chain(), now.n(), BATCH);
    }
    if (now.n() != head.n()) {
      throw broken(head.chain(), now.n() + 1);
    }
    return now.n() - there.n();
  }

  /** Each is the one that follows the row before it. */
  private void verify(String chain, ChainHead after, List<AuditRow> rows) {
    byte[] before = after.hash();
    long n = after.n();
    for (AuditRow row : rows) {
      n++;
      byte[] right = hash.link(before, chain, n, row.entry(), row.detail());
      if (row.n() != n || !Arrays.equals(right, row.hash())) {
        throw broken(chain, n);
      }
      before = right;
    }
  }

  private static IllegalStateException broken(String chain, long n) {
    return new IllegalStateException(
        "row " + n + " of " + chain + " was changed or taken out: omnibus audit verify says more");
  }

  /** The shorter of two chains is how the longer one began. */
  private static void same(AuditTable longer, ChainHead has, ChainHead shorter)
      throws SQLException {
    byte[] there = hashAt(longer, has, shorter.n());
    if (there == null || !Arrays.equals(there, shorter.hash())) {
      throw new IllegalStateException(
          "the target holds something else under the name of " + shorter.chain());
    }
  }

  /** Null for a row that is cut off. */
  private static byte[] hashAt(AuditTable table, ChainHead has, long n) throws SQLException {
    if (n == has.cutN()) {
      return has.cutHash();
    }
    if (n == has.n()) {
      return has.hash();
    }
    List<AuditRow> rows = n < 1 ? List.of() : table.after(has.chain(), n - 1, 1);
    return rows.isEmpty() || rows.get(0).n() != n ? null : rows.get(0).hash();
  }

  private void refuseStrayRows(String chain) throws SQLException {
    if (!to.after(chain, 0, 1).isEmpty()) {
      throw new IllegalStateException("the target holds rows of " + chain + " without its head");
    }
  }
}
