package dev.omnibus.bus;

import io.vertx.core.Future;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Supplier;

/**
 * How many questions are answered at once, of one user and of all together: whoever asks for much
 * must not keep others from theirs.
 */
public final class Places {

  private final int mostOfOne;
  private final int most;
  private final Map<String, Integer> taken = new HashMap<>();
  private int all;

  public Places(int mostOfOne, int most) {
    this.mostOfOne = mostOfOne;
    this.most = most;
  }

  /** Answers when there is a place, which is free again afterwards; else fails with LIMITED. */
  public <T> Future<T> in(String user, Supplier<Future<T>> answer) {
    if (!take(user)) {
      return Future.failedFuture(Failure.LIMITED.because("too many ask this at once; try again"));
    }
    return Future.succeededFuture().compose(ignored -> answer.get()).onComplete(done -> free(user));
  }

  private synchronized boolean take(String user) {
    int mine = taken.getOrDefault(user, 0);
    if (mine >= mostOfOne || all >= most) {
      return false;
    }
    taken.put(user, mine + 1);
    all++;
    return true;
  }

  private synchronized void free(String user) {
    all--;
    taken.compute(user, (name, n) -> n == 1 ? null : n - 1);
  }
}
