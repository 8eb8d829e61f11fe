package dev.omnibus.gateway.plane;

import java.util.concurrent.atomic.AtomicLong;

/**
 * How much of what was said is kept for agents that come back: so many bytes of one session, and so
 * many of the whole node.
 */
final class Keeping {

  private static final long OF_A_SESSION = 8 << 20;
  private static final long OF_A_NODE = 128 << 20;

  private final AtomicLong node;
  private long session;

  /**
   * @param node bytes kept by the whole node
   */
  Keeping(AtomicLong node) {
    this.node = node;
  }

  boolean fits(int bytes) {
    return session + bytes <= OF_A_SESSION && node.get() + bytes <= OF_A_NODE;
  }

  void took(int bytes) {
    session += bytes;
    node.addAndGet(bytes);
  }

  void gave(int bytes) {
    took(-bytes);
  }
}
