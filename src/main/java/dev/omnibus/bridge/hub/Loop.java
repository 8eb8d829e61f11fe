package dev.omnibus.bridge.hub;

import java.util.concurrent.Executor;

/**
 * One event loop, on which all that belongs to its sockets happens, in the order in which it was
 * handed over. Two loops are the same only when they are the same object.
 */
public final class Loop implements Executor {

  private final Executor executor;

  public Loop(Executor executor) {
    this.executor = executor;
  }

  @Override
  public void execute(Runnable task) {
    executor.execute(task);
  }
}
