package dev.omnibus.gateway.crossing;

import dev.omnibus.gateway.way.Flight;
import java.time.Duration;

/** The flight of what was answered at once. */
final class Landed implements Flight {

  static final Flight FLIGHT = new Landed();

  private Landed() {}

  @Override
  public void cancel(String reason) {
    // it is over
  }

  @Override
  public void extend(Duration deadline) {
    // it is over
  }

  @Override
  public void pause() {
    // nothing comes
  }

  @Override
  public void resume() {
    // nothing comes
  }
}
