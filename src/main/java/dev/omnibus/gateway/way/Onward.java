package dev.omnibus.gateway.way;

import java.time.Duration;

/** A flight that leaves when its way is open; what is said of it before is said to it then. */
public final class Onward implements Flight {

  private final Runnable givenUp;
  private Flight flight;
  private String cancelled;
  private Duration extended;
  private boolean paused;

  public Onward() {
    this(() -> {});
  }

  /**
   * @param givenUp run when it is cancelled before it left
   */
  public Onward(Runnable givenUp) {
    this.givenUp = givenUp;
  }

  /** It left, or it left again on another way. */
  public void departed(Flight young) {
    flight = young;
    if (extended != null) {
      young.extend(extended);
    }
    if (paused) {
      young.pause();
    }
  }

  public boolean isCancelled() {
    return cancelled != null;
  }

  @Override
  public void cancel(String reason) {
    cancelled = reason;
    if (flight == null) {
      givenUp.run();
    } else {
      flight.cancel(reason);
    }
  }

  @Override
  public void extend(Duration deadline) {
    extended = deadline;
    if (flight != null) {
      flight.extend(deadline);
    }
  }

  @Override
  public void pause() {
    paused = true;
    if (flight != null) {
      flight.pause();
    }
  }

  @Override
  public void resume() {
    paused = false;
    if (flight != null) {
      flight.resume();
    }
  }
}
