package dev.omnibus.telemetry.history;

import dev.omnibus.measure.Ended;
import dev.omnibus.measure.Measures;
import java.lang.management.ManagementFactory;
import java.util.SplittableRandom;

/**
 * What all that is measured takes of the memory, live series and the last hour together: 1,000
 * servers with 10 tools each, a call of each tool in each second, counted as a gateway counts them.
 * The time is not waited for.
 */
final class HistoryMemory {

  private static final int SERVERS = 1_000;
  private static final int TOOLS = 10;
  private static final long BEGIN = Past.at("2026-11-22T00:00:00Z");

  private HistoryMemory() {}

  static void hour(int minutes) {
    Ended[] calls = calls(1 << 20);
    SplittableRandom random = new SplittableRandom(7);
    long before = heap();
    Measures measures = new Measures(true, SERVERS * TOOLS);
    Recorder recorder = new Recorder(() -> 1);
    measures.onTick(recorder::hear);
    long began = cpu();
    // All but the last second of a minute: one that is open is part of it.
    long seconds = minutes * 60L + 59;
    for (long second = BEGIN; second < BEGIN + seconds; second++) {
      second(measures, calls, random);
      measures.take(second);
    }
    double took = (cpu() - began) / 1e9;
    second(measures, calls, random);
    long held = heap() - before;
    System.out.printf(
        "memory: %,d servers x %d tools, a call of each in each second of %d min: live series and"
            + " ring together %.1f MB of heap, of that the ring %.1f MB packed (%.2f bytes a call);"
            + " counting and keeping took %.2f s of a processor for %,d calls%n",
        SERVERS,
        TOOLS,
        minutes,
        held / 1e6,
        recorder.bytes() / 1e6,
        (double) recorder.bytes() / ((long) SERVERS * TOOLS * Math.min(minutes, 60) * 60),
        took,
        SERVERS * TOOLS * seconds);
    if (recorder.waiting() == 0 || measures.series() != SERVERS * (TOOLS + 1)) {
      throw new IllegalStateException("nothing was kept");
    }
  }

  /** Made before: making them is not what is measured. */
  private static Ended[] calls(int some) {
    SplittableRandom random = new SplittableRandom(11);
    Ended[] calls = new Ended[some / (SERVERS * TOOLS) * SERVERS * TOOLS];
    for (int i = 0; i < calls.length; i++) {
      calls[i] =
          new Ended(
              "server-" + i / TOOLS % SERVERS,
              0,
              "tool-" + i % TOOLS,
              true,
              null,
              150 + random.nextInt(100),
              400 + random.nextInt(2_000),
              took(random));
    }
    return calls;
  }

  private static void second(Measures measures, Ended[] calls, SplittableRandom random) {
    for (int i = 0; i < SERVERS * TOOLS; i++) {
      int one = random.nextInt(calls.length / (SERVERS * TOOLS)) * SERVERS * TOOLS + i;
      measures.ended(calls[one]);
    }
  }

  /** Microseconds: most are near to four thousand. */
  static long took(SplittableRandom random) {
    return (long) (4_000 * Math.exp(random.nextGaussian() * 0.6));
  }

  private static long heap() {
    for (int i = 0; i < 3; i++) {
      System.gc();
    }
    return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
  }

  private static long cpu() {
    return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
  }
}
