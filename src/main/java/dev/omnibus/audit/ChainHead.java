package dev.omnibus.audit;

import java.util.List;

/**
 * Where a chain stands.
 *
 * @param n its last row, 0 for none
 * @param cutN the last row that was cut off, 0 for none
 * @param aside how far what was put aside is written
 * @param bytes what its rows take, see {@link RowBytes}
 */
record ChainHead(
    String chain, long n, byte[] hash, long cutN, byte[] cutHash, SpillPosition aside, long bytes) {

  static ChainHead young(String chain) {
    return new ChainHead(chain, 0, Chain.ROOT, 0, Chain.ROOT, SpillPosition.NONE, 0);
  }

  /** One of which nothing is there but where it goes on. */
  static ChainHead goingOn(String chain, long n, byte[] hash) {
    return new ChainHead(chain, n, hash, n, hash, SpillPosition.NONE, 0);
  }

  /** With these rows at its end. */
  ChainHead with(List<AuditRow> rows, SpillPosition aside) {
    AuditRow last = rows.get(rows.size() - 1);
    long more = rows.stream().mapToLong(RowBytes::of).sum();
    return new ChainHead(chain, last.n(), last.hash(), cutN, cutHash, aside, bytes + more);
  }

  /** Without its oldest rows. */
  ChainHead without(Cut cut) {
    long rest = cut.upTo() == n ? 0 : Math.max(0, bytes - cut.bytes());
    return new ChainHead(chain, n, hash, cut.upTo(), cut.hash(), aside, rest);
  }
}
