package dev.omnibus.audit;

/** A place in what was put aside: {@code line} lines of this segment, and all of older ones. */
record SpillPosition(long segment, long line) {

  static final SpillPosition NONE = new SpillPosition(0, 0);
}
