package dev.omnibus.health;

import dev.omnibus.config.BreakerConfig;
import dev.omnibus.model.BreakerState;
import dev.omnibus.model.BreakerStatus;
import java.time.Duration;
import java.time.Instant;

/**
 * A circuit breaker as a value: every step makes a new one, so that a transition is the difference
 * between two. It knows no clock and no randomness; both are handed in ({@code roll} is uniform in
 * 0..1). Errors of a tool, as against those of its server, must never be told to it.
 *
 * <p>Every transition starts a new generation. Who is admitted takes the generation along and gives
 * it back with the outcome, so that a late answer from before cannot close what opened since.
 *
 * @param streak failures in a row
 * @param trips how often it opened in short order; each one doubles the open time, each whole
 *     window spent closed forgets one
 * @param slowness whether slow answers opened it: then slow trials do not close it
 * @param since when the present state began
 * @param until when an open one lets a trial through, or when half-open trials are given up
 * @param admitted half-open trials let through
 * @param passed half-open trials that went well
 */
record Breaker(
    BreakerConfig config,
    BreakerState state,
    String reason,
    Window window,
    int streak,
    int trips,
    boolean slowness,
    Instant since,
    Instant until,
    int admitted,
    int passed,
    long generation) {

  /** How one call or probe ended. */
  enum Outcome {
    OK,
    FAIL,
    SLOW
  }

  /** Whether a call may go now, and the breaker after the question. */
  record Admission(Breaker breaker, boolean admitted) {}

  /** A closed breaker that has seen nothing. */
  static Breaker fresh(BreakerConfig config, Instant now) {
    return new Breaker(
        config, BreakerState.CLOSED, "new", Window.empty(config), 0, 0, false, now, null, 0, 0, 0);
  }

  /** Whether calls are held back, all of them or all but trials. */
  boolean holds() {
    return switch (state) {
      case OPEN, HALF_OPEN, FORCED_OPEN -> true;
      case CLOSED, FORCED_CLOSED -> false;
    };
  }

  /** Asks for leave to make one call. */
  Admission admit(Instant now, double roll) {
    return switch (state) {
      case CLOSED, FORCED_CLOSED -> new Admission(this, true);
      case FORCED_OPEN -> new Admission(this, false);
      case OPEN ->
          now.isBefore(until)
              ? new Admission(this, false)
              : become(BreakerState.HALF_OPEN, "trying again", now, now.plus(config.open()))
                  .admitTrial(now, roll);
      case HALF_OPEN -> admitTrial(now, roll);
    };
  }

  /** Tells how a call ended that was admitted under the given generation. */
  Breaker record(Outcome outcome, long admittedUnder, Instant now, double roll) {
    if (admittedUnder != generation) {
      return this;
    }
    return switch (state) {
      case CLOSED -> counted(outcome, now).tripped(outcome, now, roll);
      case FORCED_CLOSED -> counted(outcome, now);
      case HALF_OPEN -> trial(outcome, now, roll);
      case OPEN, FORCED_OPEN -> this;
    };
  }

  /** An operator's word: {@code forced_open}, {@code forced_closed}, or {@code closed} again. */
  Breaker force(BreakerState wish, Instant now) {
    return switch (wish) {
      case FORCED_OPEN, FORCED_CLOSED -> become(wish, "forced by an operator", now, null);
      case CLOSED -> become(wish, "closed by an operator", now, null).forgetting();
      case OPEN, HALF_OPEN ->
          throw new IllegalArgumentException(
              "'state' is none of forced_open, forced_closed, closed");
    };
  }

  /** Proof of life from elsewhere: what was open lets its next trial through at once. */
  Breaker retry(Instant now) {
    boolean waiting = state == BreakerState.OPEN || state == BreakerState.HALF_OPEN;
    return waiting ? become(BreakerState.OPEN, reason, now, now) : this;
  }

  /** The server lives, although it serves nobody like us: there is nothing to break. */
  Breaker alive(Instant now) {
    boolean waiting = state == BreakerState.OPEN || state == BreakerState.HALF_OPEN;
    return waiting ? become(BreakerState.CLOSED, "the server lives", now, null).forgetting() : this;
  }

  BreakerStatus status(Instant now) {
    Instant retryAt = state == BreakerState.OPEN ? until : null;
    return new BreakerStatus(state, window.sum(now).fail(), retryAt);
  }

  private Admission admitTrial(Instant now, double roll) {
    if (!now.isBefore(until)) {
      return new Admission(opened("trials without an end", slowness, now, roll), false);
    }
    return admitted < config.trials()
        ? new Admission(trials(admitted + 1, passed), true)
        : new Admission(this, false);
  }

  private Breaker trial(Outcome outcome, Instant now, double roll) {
    if (outcome == Outcome.FAIL || (outcome == Outcome.SLOW && slowness)) {
      String what = outcome == Outcome.FAIL ? "a trial failed" : "a trial was slow";
      return counted(outcome, now).opened(what, slowness, now, roll);
    }
    if (passed + 1 < config.trials()) {
      return trials(admitted, passed + 1);
    }
    return become(BreakerState.CLOSED, (passed + 1) + " trials passed", now, null)
        .having(Window.empty(config), 0, trips, false);
  }

  /** Only what went badly can open it: a success never does, whatever the rate. */
  private Breaker tripped(Outcome outcome, Instant now, double roll) {
    Window.Bucket sum = window.sum(now);
    int volume = sum.ok() + sum.fail() + sum.slow();
    boolean enough = volume >= config.minimumVolume();
    if (streak >= config.consecutive()) {
      return opened(streak + " failures in a row", false, now, roll);
    }
    if (outcome == Outcome.FAIL && enough && sum.fail() >= config.failureRate() * volume) {
      return opened(sum.fail() + " of " + volume + " failed", false, now, roll);
    }
    if (outcome == Outcome.SLOW
        && config.slowRate() > 0
        && enough
        && sum.slow() >= config.slowRate() * volume) {
      return opened(sum.slow() + " of " + volume + " were slow", true, now, roll);
    }
    return this;
  }

  private Breaker opened(String why, boolean slow, Instant now, double roll) {
    int before = state == BreakerState.CLOSED ? decayed(now) : trips;
    return become(BreakerState.OPEN, why, now, now.plus(openTime(config, before, roll)))
        .having(window, 0, before + 1, slow);
  }

  private int decayed(Instant now) {
    long windows = Duration.between(since, now).toMillis() / config.window().toMillis();
    return (int) Math.max(0, trips - Math.max(0, windows));
  }

  /** Doubles with each trip up to the longest, then takes up to a fifth off: never in step. */
  static Duration openTime(BreakerConfig config, int trips, double roll) {
    double full = config.open().toMillis() * Math.pow(2, trips);
    double capped = Math.min(full, config.openMax().toMillis());
    return Duration.ofMillis(Math.round(capped * (1 - 0.2 * roll)));
  }

  private Breaker counted(Outcome outcome, Instant now) {
    int row = outcome == Outcome.FAIL ? streak + 1 : 0;
    return having(window.plus(outcome, now), row, trips, slowness);
  }

  private Breaker forgetting() {
    return having(Window.empty(config), 0, 0, false);
  }

  private Breaker become(BreakerState next, String why, Instant now, Instant limit) {
    return new Breaker(
        config, next, why, window, streak, trips, slowness, now, limit, 0, 0, generation + 1);
  }

  private Breaker having(Window seen, int row, int opened, boolean slow) {
    return new Breaker(
        config, state, reason, seen, row, opened, slow, since, until, admitted, passed, generation);
  }

  private Breaker trials(int let, int well) {
    return new Breaker(
        config,
        state,
        reason,
        window,
        streak,
        trips,
        slowness,
        since,
        until,
        let,
        well,
        generation);
  }
}
