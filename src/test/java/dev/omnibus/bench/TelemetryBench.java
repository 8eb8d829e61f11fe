package dev.omnibus.bench;

import dev.omnibus.bench.gateway.OnAndOff;
import dev.omnibus.measure.Ended;
import dev.omnibus.measure.Measures;
import dev.omnibus.measure.Metric;
import dev.omnibus.measure.SeriesKey;
import dev.omnibus.measure.Source;
import dev.omnibus.measure.Tick;
import io.vertx.core.json.JsonObject;
import java.util.SplittableRandom;

/**
 * {@code ./omnibus bench telemetry [mode]}: {@code cost [millis] [rounds] [concurrency]}, calls
 * through a node that measures and one that does not; {@code series [servers] [tools]}, what the
 * live series of a large fleet take.
 */
final class TelemetryBench {

  private static final int GAUGES = 6;

  private TelemetryBench() {}

  static void main(String[] args) throws Exception {
    String mode = args.length == 0 ? "cost" : args[0];
    switch (mode) {
      case "cost" -> {
        try (OnAndOff both = new OnAndOff()) {
          both.run(number(args, 1, 2_000), number(args, 2, 9), number(args, 3, 64));
        }
      }
      case "series" -> series(number(args, 1, 1_000), number(args, 2, 10));
      default -> throw new IllegalArgumentException("cost or series: " + mode);
    }
  }

  private static int number(String[] words, int at, int otherwise) {
    return words.length > at ? Integer.parseInt(words[at]) : otherwise;
  }

  private static void series(int servers, int tools) {
    long before = live();
    Measures measures = new Measures(true, 1_000_000);
    measures.source(into -> gauges(into, servers));
    SplittableRandom random = new SplittableRandom(1);
    for (int second = 0; second < 20; second++) {
      calls(measures, random, servers, tools, 5);
      second(measures, second, second == 19);
    }
    long idle = live();
    calls(measures, random, servers, tools, 5);
    long busy = live();
    System.out.printf(
        "%d series of calls, %d of gauges: %.1f MB at rest, %.1f MB with a second of calls in each%n",
        measures.series(), servers * GAUGES, (idle - before) / 1e6, (busy - before) / 1e6);
    measures.take(99);
    one(measures, random);
  }

  private static void gauges(Source.Sample into, int servers) {
    for (int i = 0; i < servers; i++) {
      SeriesKey key = SeriesKey.server("server-" + i);
      into.gauge(key, Metric.IN_FLIGHT, i % 7);
      into.gauge(key, Metric.QUEUE, 0);
      into.gauge(key, Metric.BREAKER, 0);
      into.gauge(key, Metric.POOL_OPEN, 4);
      into.gauge(key, Metric.POOL_IDLE, 3);
      into.gauge(key, Metric.POOL_WAITING, 0);
    }
  }

  private static void calls(
      Measures measures, SplittableRandom random, int servers, int tools, int each) {
    for (int i = 0; i < servers; i++) {
      for (int tool = 0; tool < tools; tool++) {
        for (int n = 0; n < each; n++) {
          long micros = (long) Math.exp(5 + 4 * random.nextDouble());
          measures.ended(new Ended("server-" + i, 0, "tool-" + tool, true, null, 200, 900, micros));
        }
      }
    }
  }

  private static void second(Measures measures, long second, boolean print) {
    long began = System.nanoTime();
    Tick tick = measures.take(second);
    long taken = System.nanoTime();
    long bytes = 0;
    for (Tick part : tick.parts(1_000)) {
      JsonObject json = part.toJson();
      bytes += json.encode().length();
    }
    if (print) {
      System.out.printf(
          "a second of which all is told: %d rows, taken in %.1f ms, written in %.1f ms, %d KB%n",
          tick.rows().size(),
          (taken - began) / 1e6,
          (System.nanoTime() - taken) / 1e6,
          bytes / 1_000);
    }
  }

  /** What one call costs to be counted, on one thread. */
  private static void one(Measures measures, SplittableRandom random) {
    int calls = 5_000_000;
    long began = 0;
    for (int round = 0; round < 2; round++) {
      began = System.nanoTime();
      for (int i = 0; i < calls; i++) {
        long micros = 100 + (random.nextInt() & 0x3ff);
        measures.ended(new Ended("server-1", 0, "tool-1", true, null, 200, 900, micros));
      }
    }
    System.out.printf("one call: %d ns%n", (System.nanoTime() - began) / calls);
  }

  private static long live() {
    Runtime runtime = Runtime.getRuntime();
    for (int i = 0; i < 4; i++) {
      System.gc();
    }
    return runtime.totalMemory() - runtime.freeMemory();
  }
}
