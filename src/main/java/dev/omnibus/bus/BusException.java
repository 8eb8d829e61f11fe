package dev.omnibus.bus;

/** A request that failed in a way the {@link Failure} table knows. The message is safe to show. */
public final class BusException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final Failure failure;

  BusException(Failure failure, String detail) {
    super(detail == null ? failure.sentence() : detail, null, false, false);
    this.failure = failure;
  }

  /** Which row of the table. */
  public Failure failure() {
    return failure;
  }
}
