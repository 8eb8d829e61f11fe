package dev.omnibus.bench.bridge;

import java.util.Map;

/** Prints figures beside those of the stock bridge in the same framing. */
final class Table {

  private Table() {}

  static void print(String what, Map<Contender, Figures> all) {
    System.out.printf("%n%s%n", what);
    System.out.printf(
        "%-16s %9s %9s %9s %9s %9s %9s %9s %8s %8s %9s %9s%n",
        "",
        "us/deliv",
        "vs stock",
        "compiler",
        "without",
        "vs stock",
        "garbage B",
        "load us",
        "a read",
        "1/s/core",
        "p50 us",
        "p99 us");
    all.forEach(
        (c, f) ->
            System.out.printf(
                "%-16s %9.2f %9.2f %9.2f %9.2f %9.2f %9s %9.2f %8.1f %8.0f %9d %9d%n",
                c.name(),
                f.cost(),
                f.cost() / stock(c, all).cost(),
                f.compilerCost(),
                f.costCompiled(),
                f.costCompiled() / stock(c, all).costCompiled(),
                c.isJava() ? "%.0f".formatted(f.garbageEach()) : "-",
                f.loadCost(),
                f.together(),
                f.perCore(),
                f.p50(),
                f.p99()));
  }

  /**
   * The stock bridge with the same framing; with SockJS when there is none; or the first of all.
   */
  private static Figures stock(Contender c, Map<Contender, Figures> all) {
    return all.entrySet().stream()
        .filter(e -> e.getKey().name().startsWith("stock"))
        .sorted((a, b) -> Boolean.compare(same(b.getKey(), c), same(a.getKey(), c)))
        .map(Map.Entry::getValue)
        .findFirst()
        .orElseGet(() -> all.values().iterator().next());
  }

  private static boolean same(Contender stock, Contender c) {
    return stock.speech() == c.speech();
  }
}
