package dev.omnibus.bridge;

import java.util.List;

/** Somebody at a node of a cluster that parts. */
interface PartedEar extends AutoCloseable {

  /** What it got so far. */
  Account account();

  /** Asks its node, which asks all nodes, and says which of them answered, or why not. */
  List<String> callTheRoll();

  @Override
  void close();
}
