package dev.omnibus.bench;

import dev.omnibus.bus.Addresses;
import dev.omnibus.coordinator.TestNode;
import dev.omnibus.coordinator.TinyEntry;
import dev.omnibus.model.ServerSpec;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/**
 * One server that prints 10,000 lines a second beside one that is quiet: what the quiet one's
 * probes, the processor and the memory of the node notice, as a ratio to the same without noise.
 */
final class LogsBench {

  private static final int SECONDS = 20;
  private static final int PROBES_A_SECOND = 20;
  private static final long PAUSE_NANOS = 1_000_000_000 / PROBES_A_SECOND;
  private static final long PID = ProcessHandle.current().pid();

  private LogsBench() {}

  /** What was seen in one round. */
  private record Round(double cpu, double p50, double p99, long heap, long passed, long leftOut) {}

  public static void main(String[] args) throws Exception {
    int seconds = args.length > 0 ? Integer.parseInt(args[0]) : SECONDS;
    run(2, "steady"); // warms up
    Round quiet = run(seconds, "steady");
    Round loud = run(seconds, "loud");
    say("50 lines a second", quiet);
    say("10,000 lines a second", loud);
    System.out.printf(
        "ratio: probes of the other server p50 %.2f, p99 %.2f; processor +%.1f %% of a core%n",
        loud.p50 / quiet.p50, loud.p99 / quiet.p99, (loud.cpu - quiet.cpu) * 100);
  }

  private static Round run(int seconds, String manner) throws Exception {
    Vertx vertx = Vertx.vertx();
    TestNode node = TestNode.alone(vertx);
    AtomicLong passed = new AtomicLong();
    AtomicLong leftOut = new AtomicLong();
    node.bus.hear(
        Addresses.EVENT_SERVER_LOG,
        event -> {
          JsonObject data = event.getJsonObject("data");
          passed.incrementAndGet();
          leftOut.addAndGet(data.getLong("leftOut", 0L));
        });
    node.start(stdio("noisy", manner), stdio("calm"));
    TestNode.until(() -> linked(node));
    double cpu = Cpu.seconds(PID);
    long began = System.nanoTime();
    double[] took = new double[seconds * PROBES_A_SECOND];
    for (int i = 0; i < took.length; i++) {
      long sent = System.nanoTime();
      node.probe("calm", 5_000, false);
      took[i] = (System.nanoTime() - sent) / 1e6;
      LockSupport.parkNanos(PAUSE_NANOS);
    }
    double used = (Cpu.seconds(PID) - cpu) / ((System.nanoTime() - began) / 1e9);
    System.gc();
    long heap = Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
    node.stop();
    TestNode.await(vertx.close());
    Arrays.sort(took);
    return new Round(
        used,
        took[took.length / 2],
        took[took.length * 99 / 100],
        heap,
        passed.get(),
        leftOut.get());
  }

  private static boolean linked(TestNode node) {
    return List.of("noisy", "calm").stream()
        .allMatch(name -> node.probe(name, 1_000, false).latencyMs() != null);
  }

  private static ServerSpec stdio(String name, String... args) {
    return ServerSpec.fromJson(name, TinyEntry.of("${env:TOKEN}", args));
  }

  private static void say(String what, Round round) {
    System.out.printf(
        "%-22s processor %5.1f %% of a core, heap after collection %d MB, probes p50 %.2f ms p99 %.2f ms,"
            + " lines %d, left out %d%n",
        what, round.cpu * 100, round.heap >> 20, round.p50, round.p99, round.passed, round.leftOut);
  }
}
