package dev.omnibus.bridge.hub;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;

/** One timer for all on a loop that wait for the next tick; none while nobody does. */
final class Ticks {

  private final Loop loop;
  private final Duration length;
  private List<BooleanSupplier> waiting = new ArrayList<>();
  private boolean running;

  Ticks(Loop loop, Duration length) {
    this.loop = loop;
    this.length = length;
  }

  void add(BooleanSupplier more) {
    waiting.add(more);
    run();
  }

  private void run() {
    if (!running && !waiting.isEmpty()) {
      running = true;
      loop.after(length, this::tick);
    }
  }

  private void tick() {
    List<BooleanSupplier> now = waiting;
    waiting = new ArrayList<>();
    running = false;
    for (BooleanSupplier more : now) {
      if (more.getAsBoolean()) {
        waiting.add(more);
      }
    }
    run();
  }
}
