package dev.omnibus.gateway.plane;

import dev.omnibus.config.KeptConfig;
import java.util.concurrent.atomic.AtomicLong;

/**
 * How much of what was said is kept for agents that come back: so many bytes of one session, and so
 * many of the whole node.
 */
final class Keeping {

  private final KeptConfig most;
  private final AtomicLong node;
  private long session;

  /**
   * @param node bytes kept by the whole node
   */
  Keeping(KeptConfig most, AtomicLong node) {
    this.most = most;
    this.node = node;
  }

  /** How many events of one stream. */
  int events() {
    return most.events();
  }

  boolean fits(int bytes) {
    return session + bytes <= most.sessionBytes() && node.get() + bytes <= most.nodeBytes();
  }

  void took(int bytes) {
    session += bytes;
    node.addAndGet(bytes);
  }

  void gave(int bytes) {
    took(-bytes);
  }
}
