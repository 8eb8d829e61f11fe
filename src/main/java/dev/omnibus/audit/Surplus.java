package dev.omnibus.audit;

/**
 * Which of the oldest rows of a chain are too many.
 *
 * @param before those from before this time, in milliseconds since 1970
 * @param upTo those up to this number
 * @param bytes so many as take so much
 */
record Surplus(long before, long upTo, long bytes) {

  /**
   * Why a row goes; null when it stays.
   *
   * @param freed what those before it take
   */
  String why(long n, long at, long freed) {
    if (freed < bytes) {
      return "bytes";
    }
    if (n <= upTo) {
      return "rows";
    }
    return at < before ? "age" : null;
  }
}
