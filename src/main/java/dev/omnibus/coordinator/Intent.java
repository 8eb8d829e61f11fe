package dev.omnibus.coordinator;

import dev.omnibus.model.Wish;
import io.vertx.core.Vertx;
import java.time.Duration;

/**
 * What operators want of one server, which holds until they want something else, and what an
 * operation wants meanwhile, which ends with its time. What runs there, it does not know.
 */
final class Intent {

  private final Vertx vertx;
  private Wish wish;
  private String held;
  private long heldUntil;
  private boolean halted;
  private long hold = -1;
  private long grace = -1;

  Intent(Vertx vertx, Wish wish) {
    this.vertx = vertx;
    this.wish = wish;
  }

  /** Whether that is something else than what was wanted. */
  boolean heed(Wish young) {
    if (young.equals(wish)) {
      return false;
    }
    wish = young;
    vertx.cancelTimer(grace);
    return true;
  }

  boolean isStop() {
    return wish.word() == Wish.Word.STOP;
  }

  /** Whether it shall not run, for whatever reason. */
  boolean isHalted() {
    return halted || isStop();
  }

  /** It shall not run until it is wanted to. */
  void halt() {
    vertx.cancelTimer(grace);
    halted = true;
  }

  void run() {
    halted = false;
  }

  /** Has it stopped when the calls under way had so long. */
  void stopIn(long millis, Runnable stop) {
    grace = vertx.setTimer(millis, late -> stop.run());
  }

  /** An operation has it take no new calls, for so long at most: operations may die. */
  void hold(String why, Duration limit, Runnable free) {
    vertx.cancelTimer(hold);
    held = why;
    heldUntil = System.nanoTime() + limit.toNanos();
    hold = vertx.setTimer(limit.toMillis(), late -> free.run());
  }

  /** The operation is done; whether it has to run now, because only the operation halted it. */
  boolean free() {
    vertx.cancelTimer(hold);
    held = null;
    return halted && !isStop();
  }

  boolean isHeld() {
    return held != null;
  }

  /** Why it takes no calls, or null; that it is stopped is none once it does not run. */
  String reasonToHold(boolean runs) {
    if (held != null) {
      return held;
    }
    return switch (wish.word()) {
      case RUN -> null;
      case DRAIN -> wish.said("drained");
      case STOP -> runs ? wish.said("stopping, asked") : null;
    };
  }

  /** When an operation has it take calls again at the latest; null when none holds it. */
  Long heldUntil() {
    return held == null ? null : heldUntil;
  }

  /** Who stopped it, and why. */
  String stopped() {
    return wish.said("stopped");
  }

  /** It left this node's hands: nothing comes of it any more. */
  void end() {
    vertx.cancelTimer(hold);
    vertx.cancelTimer(grace);
  }
}
