package dev.omnibus.gateway.plane;

import dev.omnibus.gateway.balance.Intermission;
import dev.omnibus.gateway.way.Flight;
import java.time.Duration;
import java.util.function.Consumer;
import java.util.function.Function;

/** A request that begins when its server, which is made anew, takes calls again. */
final class Postponed implements Flight {

  private final Intermission.Waiter waiter;
  private Flight flight = Flight.OVER;
  private boolean paused;
  private boolean over;

  /**
   * @param begin from the time that was waited to the request on its way
   * @param failed hears why it is not waited for any more
   */
  Postponed(
      Intermission.Waiter waiter, Function<Duration, Flight> begin, Consumer<Throwable> failed) {
    this.waiter = waiter;
    waiter
        .over()
        .onComplete(
            back -> {
              if (over) {
                return;
              }
              if (back.failed()) {
                failed.accept(back.cause());
              } else {
                begun(begin.apply(waiter.waited()));
              }
            });
  }

  private void begun(Flight young) {
    flight = young;
    if (paused) {
      young.pause();
    }
  }

  @Override
  public void cancel(String reason) {
    over = true;
    waiter.giveUp();
    flight.cancel(reason);
  }

  @Override
  public void extend(Duration deadline) {
    flight.extend(deadline);
  }

  @Override
  public void pause() {
    paused = true;
    flight.pause();
  }

  @Override
  public void resume() {
    paused = false;
    flight.resume();
  }
}
