package dev.omnibus.audit;

/**
 * Where a chain stands.
 *
 * @param n its last row, 0 for none
 * @param cutN the last row that was cut off as too old, 0 for none
 * @param aside how far what was put aside is written
 */
record ChainHead(
    String chain, long n, byte[] hash, long cutN, byte[] cutHash, SpillPosition aside) {

  static ChainHead young(String chain) {
    return new ChainHead(chain, 0, Chain.ROOT, 0, Chain.ROOT, SpillPosition.NONE);
  }

  ChainHead at(long n, byte[] hash, SpillPosition aside) {
    return new ChainHead(chain, n, hash, cutN, cutHash, aside);
  }

  ChainHead cut(long cutN, byte[] cutHash) {
    return new ChainHead(chain, n, hash, cutN, cutHash, aside);
  }
}
