package dev.omnibus.app.terminal;

import dev.omnibus.bus.BusException;
import dev.omnibus.bus.Failure;

/** A node that does not answer as one hoped, in words for who asked. */
final class NotAnswered extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final Failure failure;

  NotAnswered(String why) {
    super(why, null, false, false);
    this.failure = Failure.UNAVAILABLE;
  }

  NotAnswered(BusException why) {
    super(Printable.of(Aside.words(why)), null, false, false);
    this.failure = why.failure();
  }

  Failure failure() {
    return failure;
  }
}
