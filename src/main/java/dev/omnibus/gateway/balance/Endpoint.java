package dev.omnibus.gateway.balance;

import dev.omnibus.config.BalanceConfig;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * One replica as this node sees it: what is under way, what went wrong, since when it is good. All
 * loops use it at once and none waits for another; what two of them write at the same moment may be
 * a call or two off, and that is near enough.
 */
final class Endpoint {

  private static final double LEAST = 0.1;
  private static final int MOST_DOUBLINGS = 5;
  private static final long FORGET_NANOS = TimeUnit.MINUTES.toNanos(1);

  private final String name;
  private final BalanceConfig config;
  private final AtomicInteger inFlight = new AtomicInteger();
  private final AtomicInteger failures = new AtomicInteger();
  private volatile boolean good;
  private volatile boolean slow;
  private volatile long goodSince;
  private volatile boolean ejected;
  private volatile long ejectedUntil;
  private volatile int ejections;

  /**
   * @param young whether it came to others that were there before
   */
  Endpoint(String name, BalanceConfig config, boolean young) {
    this.name = name;
    this.config = config;
    this.good = !young;
  }

  String name() {
    return name;
  }

  int inFlight() {
    return inFlight.get();
  }

  void begin() {
    inFlight.incrementAndGet();
  }

  void end() {
    inFlight.decrementAndGet();
  }

  /** Takes in how it is, and says whether it may be asked. */
  boolean look(Availability availability, long now) {
    boolean is = availability == Availability.GOOD && !isEjected(now);
    if (is && !good) {
      goodSince = now;
      slow = true;
    }
    if (is != good) {
      good = is;
    }
    return is;
  }

  boolean isEjected(long now) {
    if (ejected && now - ejectedUntil >= 0) {
      ejected = false;
    }
    return ejected;
  }

  /** Its share: all of it, or less for one that came back a moment ago. */
  double weight(long now) {
    if (!slow) {
      return 1;
    }
    double part = (double) (now - goodSince) / config.slowStart().toNanos();
    if (part >= 1) {
      slow = false;
      return 1;
    }
    return Math.max(LEAST, part);
  }

  void went() {
    if (failures.get() != 0) {
      failures.set(0);
    }
  }

  /** Whether that was one too many. */
  boolean failed() {
    return failures.incrementAndGet() >= config.ejectAfter();
  }

  void eject(long now) {
    if (ejected) {
      return;
    }
    int before = now - ejectedUntil < FORGET_NANOS ? ejections : 0;
    ejections = before + 1;
    failures.set(0);
    ejectedUntil = now + (config.eject().toNanos() << Math.min(before, MOST_DOUBLINGS));
    ejected = true;
  }
}
