package dev.omnibus.app;

import dev.omnibus.bus.BusException;
import dev.omnibus.bus.Failure;

/** A call that could not be made, or not be followed, in words for who made it. */
final class CallFailed extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final Failure failure;

  CallFailed(String why) {
    super(why, null, false, false);
    this.failure = Failure.UNAVAILABLE;
  }

  CallFailed(BusException why) {
    super(
        TailPrinter.Line.clean(why.getMessage()) + " (" + why.failure().code() + ")",
        null,
        false,
        false);
    this.failure = why.failure();
  }

  Failure failure() {
    return failure;
  }
}
