package dev.omnibus.bench.bridge;

/**
 * What one round, or several together, showed.
 *
 * @param server processor seconds of the server
 * @param compiler what of them its compiler took, which ends when a server has run for a while; of
 *     Node what its workers took
 * @param load processor seconds of the load
 * @param garbage bytes that the server allocated
 * @param seconds from the first event to the last delivery
 * @param p99 microseconds from publish to receive, the worst of the rounds
 */
record Figures(
    long deliveries,
    double server,
    double compiler,
    double load,
    long garbage,
    long reads,
    double seconds,
    long p50,
    long p99,
    long p999,
    long most) {

  Figures plus(Figures other) {
    return new Figures(
        deliveries + other.deliveries,
        server + other.server,
        compiler + other.compiler,
        load + other.load,
        garbage + other.garbage,
        reads + other.reads,
        seconds + other.seconds,
        Math.max(p50, other.p50),
        Math.max(p99, other.p99),
        Math.max(p999, other.p999),
        Math.max(most, other.most));
  }

  /** Microseconds of the server's processor for each delivery. */
  double cost() {
    return server / deliveries * 1e6;
  }

  double compilerCost() {
    return compiler / deliveries * 1e6;
  }

  /** What it will be once all is compiled. */
  double costCompiled() {
    return cost() - compilerCost();
  }

  double loadCost() {
    return load / deliveries * 1e6;
  }

  double garbageEach() {
    return (double) garbage / deliveries;
  }

  /** How many deliveries a reader finds at once. */
  double together() {
    return (double) deliveries / reads;
  }

  double perCore() {
    return deliveries / server;
  }
}
