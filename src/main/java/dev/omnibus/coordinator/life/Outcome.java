package dev.omnibus.coordinator.life;

import dev.omnibus.bus.Failure;
import io.vertx.core.Future;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** What several units came to together: each that failed is named. */
final class Outcome {

  private Outcome() {}

  /** Has it done to all of them at once. */
  static Future<String> of(List<String> units, Function<String, Future<?>> what) {
    List<? extends Future<?>> ends = units.stream().map(what).toList();
    return Future.join(ends)
        .transform(
            all -> {
              if (all.succeeded()) {
                return Future.succeededFuture(
                    units.size() == 1 ? said(ends.get(0)) : "all " + units.size() + " replicas");
              }
              return units.size() == 1
                  ? Future.failedFuture(all.cause())
                  : Future.failedFuture(Failure.UPSTREAM.because(failures(units, ends)));
            });
  }

  private static String said(Future<?> end) {
    return end.result() instanceof String text ? text : "done";
  }

  private static String failures(List<String> units, List<? extends Future<?>> ends) {
    String failed =
        IntStream.range(0, units.size())
            .filter(i -> ends.get(i).failed())
            .mapToObj(i -> units.get(i) + ": " + ends.get(i).cause().getMessage())
            .collect(Collectors.joining("; "));
    long good = ends.stream().filter(Future::succeeded).count();
    return good + " of " + units.size() + " replicas done; " + failed;
  }
}
