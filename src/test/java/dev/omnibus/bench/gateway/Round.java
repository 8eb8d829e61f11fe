package dev.omnibus.bench.gateway;

/**
 * What one round came to.
 *
 * @param p50 microseconds
 * @param p99 microseconds
 * @param self processor seconds per 1,000 calls of what stands between agents and server
 * @param server the server's own
 * @param load those of the agents
 */
record Round(double perSecond, double p50, double p99, double self, double server, double load) {

  static final String TITLE =
      "%-5s %5s %5s %-8s %9s %8s %8s %11s %8s %8s"
          .formatted(
              "form",
              "bytes",
              "conc.",
              "way",
              "calls/s",
              "p50 us",
              "p99 us",
              "cpu-s/1000",
              "server",
              "load");

  static Round better(Round one, Round other) {
    return one.perSecond > other.perSecond ? one : other;
  }

  String row(String what, String way) {
    return "%s %-8s %9.0f %8.0f %8.0f %11.4f %8.4f %8.4f"
        .formatted(what, way, perSecond, p50, p99, self, server, load);
  }

  /** How this stands to nginx, and what it adds to the direct way. */
  String against(String what, Round nginx, Round direct) {
    return "%s gateway/nginx: %.2f of the calls, p50 %.2f x, p99 %.2f x; p50 %+.0f us (nginx %+.0f)"
        .formatted(
            what,
            perSecond / nginx.perSecond,
            p50 / nginx.p50,
            p99 / nginx.p99,
            p50 - direct.p50,
            nginx.p50 - direct.p50);
  }
}
