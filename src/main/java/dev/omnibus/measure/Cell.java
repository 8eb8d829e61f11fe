package dev.omnibus.measure;

/**
 * What was added to one series since it was last taken. Any thread adds, for some nanoseconds; one
 * takes, once a second. One to which nothing is added is next to nothing.
 */
final class Cell {

  private static final Metric[] METRICS = Metric.values();
  private static final int COUNTED = Metric.BYTES_OUT.ordinal() + 1;

  private final SeriesKey key;
  private long[] counts;
  private Buckets times;
  private Buckets probes;

  Cell(SeriesKey key) {
    this.key = key;
  }

  /**
   * @param became null when it went well
   * @param micros less than 0 for what says nothing of the time that the server takes
   */
  synchronized void call(Metric became, long in, long out, long micros) {
    if (counts == null) {
      counts = new long[COUNTED];
    }
    counts[Metric.CALLS.ordinal()]++;
    if (became != null) {
      counts[became.ordinal()]++;
    }
    counts[Metric.BYTES_IN.ordinal()] += in;
    counts[Metric.BYTES_OUT.ordinal()] += out;
    if (micros >= 0) {
      if (times == null) {
        times = new Buckets();
      }
      times.add(micros);
    }
  }

  synchronized void probe(long micros) {
    if (probes == null) {
      probes = new Buckets();
    }
    probes.add(micros);
  }

  /** What was added, and begins anew; null when there was nothing. */
  Row take() {
    long[] taken;
    Buckets took;
    Buckets probed;
    synchronized (this) {
      if (counts == null && probes == null) {
        return null;
      }
      taken = counts;
      took = times;
      probed = probes;
      counts = null;
      times = null;
      probes = null;
    }
    return row(taken, took, probed);
  }

  private Row row(long[] taken, Buckets took, Buckets probed) {
    Row row = new Row(key);
    for (int i = 0; taken != null && i < COUNTED; i++) {
      row.add(METRICS[i], taken[i]);
    }
    if (took != null) {
      row.put(Metric.LATENCY, took.toHistogram());
    }
    if (probed != null) {
      row.put(Metric.LATENCY_PROBE, probed.toHistogram());
    }
    return row;
  }
}
