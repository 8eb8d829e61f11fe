package dev.omnibus.config.check;

/**
 * Where a key or a value stands in a text.
 *
 * @param line from 1
 * @param column from 1
 * @param start offset of its first character
 * @param end offset behind its last character, the same as start where nobody asks for it
 */
record Place(int line, int column, int start, int end) {

  /** Where a text begins. */
  static final Place TOP = new Place(1, 1, 0, 0);
}
