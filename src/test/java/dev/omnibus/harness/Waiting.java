package dev.omnibus.harness;

import java.time.Duration;
import java.util.function.Supplier;

/** Waits for a fact with a limit, and says what was missing when it does not come. */
public final class Waiting {

  /** A question that may fail while it is too early. */
  public interface Condition {
    boolean holds() throws Exception;
  }

  private Waiting() {}

  public static void until(String fact, Duration limit, Condition condition)
      throws InterruptedException {
    until(fact, limit, condition, () -> "");
  }

  public static void until(
      String fact, Duration limit, Condition condition, Supplier<String> diagnosis)
      throws InterruptedException {
    long end = System.nanoTime() + limit.toNanos();
    Object monitor = new Object();
    Exception last = null;
    while (System.nanoTime() < end) {
      try {
        if (condition.holds()) {
          return;
        }
        last = null;
      } catch (InterruptedException e) {
        throw e;
      } catch (Exception early) {
        last = early;
      }
      synchronized (monitor) {
        monitor.wait(20);
      }
    }
    throw new AssertionError("not in " + limit + ": " + fact + "\n" + diagnosis.get(), last);
  }
}
