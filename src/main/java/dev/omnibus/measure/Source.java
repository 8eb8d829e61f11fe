package dev.omnibus.measure;

/** Somebody who knows how something is now, and is asked once a second. */
public interface Source {

  /** What one says to it. */
  interface Sample {

    /** How it is now. What several say of the same is added. */
    void gauge(SeriesKey key, Metric metric, double value);

    /** It can't be known now: a gap, and not nothing. What others know of the same counts. */
    default void unknown(SeriesKey key, Metric metric) {
      gauge(key, metric, Metric.UNKNOWN);
    }

    /** How much it was since the beginning; it counts by what it grew. */
    void total(SeriesKey key, Metric metric, long value);
  }

  /** Says all it knows; on any thread. */
  void sample(Sample into);
}
