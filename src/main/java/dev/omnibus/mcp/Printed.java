package dev.omnibus.mcp;

/**
 * Hears what a server's process prints beside the protocol, on the context of its session. Of a
 * line that is longer than {@link #LONGEST} bytes it hears the beginning.
 */
@FunctionalInterface
public interface Printed {

  /** So much of a line is heard; who is given that much must take it for the beginning of more. */
  int LONGEST = 8 * 1024;

  /** One line of standard error. */
  void stderr(String line);

  /** One line of standard output that is no JSON-RPC. */
  default void stdout(String line) {}

  /** Something about its output that it did not say itself. */
  default void note(String text) {}

  /** So many lines came faster than they can be heard, and were left out. */
  default void leftOut(long lines) {}
}
