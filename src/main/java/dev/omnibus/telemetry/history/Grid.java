package dev.omnibus.telemetry.history;

/**
 * A stretch of time in equal steps.
 *
 * @param from where its first step begins, a multiple of the step
 * @param step seconds
 * @param least what is earlier is not in it, though it is in its first step
 * @param end what is not earlier is not in it, though it is in its last step
 */
record Grid(long from, int step, int size, long least, long end) {

  /** All of its steps. */
  static Grid whole(long from, int step, int size) {
    return new Grid(from, step, size, from, from + (long) step * size);
  }

  /** The steps of a block of a level. */
  static Grid block(Level level, long begin) {
    return whole(begin, level.step(), level.block() / level.step());
  }

  /** The second in which a step begins. */
  long at(int index) {
    return from + (long) step * index;
  }

  boolean has(long second) {
    return second >= least && second < end;
  }

  /** In which step a second is; only of one that it has. */
  int index(long second) {
    return (int) ((second - from) / step);
  }
}
