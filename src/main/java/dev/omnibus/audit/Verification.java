package dev.omnibus.audit;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** Looks whether every row of every chain still hangs on the one before it. Blocks. */
final class Verification {

  private static final int PAGE = 5_000;

  /**
   * What was found out about one chain.
   *
   * @param rows how many rows there are that hang together
   * @param fault what is wrong and where; null when the chain is whole
   */
  record Finding(String chain, long rows, String fault) {

    @Override
    public String toString() {
      return fault == null
          ? chain + ": " + rows + " rows, whole"
          : chain + ": BROKEN after " + rows + " whole rows: " + fault;
    }
  }

  private final AuditTable table;
  private final Chain hash = new Chain();

  Verification(AuditTable table) {
    this.table = table;
  }

  /**
   * @param seen how far this node's own chain is known to have come
   */
  List<Finding> all(Optional<ChainHeadFile.Seen> seen) throws SQLException {
    List<Finding> findings = new ArrayList<>();
    boolean found = seen.isEmpty();
    for (ChainHead head : table.heads()) {
      ChainHeadFile.Seen own = seen.filter(s -> s.chain().equals(head.chain())).orElse(null);
      found |= own != null;
      findings.add(one(head, own));
    }
    if (!found) {
      findings.add(new Finding(seen.get().chain(), 0, "the whole chain is gone"));
    }
    return findings;
  }

  private Finding one(ChainHead head, ChainHeadFile.Seen seen) throws SQLException {
    long n = head.cutN();
    byte[] before = head.cutHash();
    List<AuditRow> page = table.after(head.chain(), n, PAGE);
    while (!page.isEmpty()) {
      for (AuditRow row : page) {
        if (row.n() != n + 1) {
          return broken(head, n, "rows " + (n + 1) + " to " + (row.n() - 1) + " are missing");
        }
        byte[] right = hash.link(before, head.chain(), row.n(), row.entry(), row.detail());
        if (!Arrays.equals(right, row.hash())) {
          return broken(head, n, "row " + row.n() + " or the one before it was changed");
        }
        n = row.n();
        before = row.hash();
        if (seen != null && seen.n() == n && !Arrays.equals(seen.hash(), before)) {
          return broken(head, n, "rows up to " + n + " were written anew");
        }
      }
      page = table.after(head.chain(), n, PAGE);
    }
    return ended(head, n, before, seen);
  }

  private static Finding ended(ChainHead head, long n, byte[] before, ChainHeadFile.Seen seen) {
    long should = seen == null ? head.n() : Math.max(seen.n(), head.n());
    if (n < should) {
      return broken(head, n, "rows " + (n + 1) + " to " + should + " are missing at the end");
    }
    boolean theLast = n != head.n() || Arrays.equals(before, head.hash());
    return theLast
        ? new Finding(head.chain(), n - head.cutN(), null)
        : broken(head, n, "the last row was changed");
  }

  private static Finding broken(ChainHead head, long n, String fault) {
    return new Finding(head.chain(), n - head.cutN(), fault);
  }
}
