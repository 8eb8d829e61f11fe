package dev.omnibus.bench;

import dev.omnibus.health.Spread;
import java.time.Instant;

/**
 * Prints how evenly the probes of a fleet spread over the seconds of an hour, and what planning
 * them costs. The baseline is the mean: 1.00 is perfect.
 */
public final class ScheduleBench {

  private ScheduleBench() {}

  public static void main(String[] args) {
    System.out.println(
        "servers  interval  probes/s  busiest second  first 20 s  planning per probe");
    for (int servers : new int[] {10, 100, 1_000, 10_000}) {
      print(servers);
    }
  }

  private static void print(int servers) {
    int seconds = 3_600;
    long began = System.nanoTime();
    Spread spread = Spread.of(servers, Instant.now(), seconds, servers);
    double nanos = (double) (System.nanoTime() - began) / spread.total();
    System.out.printf(
        "%7d      10 s  %8.1f  %10.2f x mean  %8.2f x  %12.0f ns%n",
        servers,
        (double) spread.total() / seconds,
        spread.busiest(20, seconds),
        spread.busiest(0, 20),
        nanos);
  }
}
