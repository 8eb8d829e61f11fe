package dev.omnibus.measure;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One source, and what it said last. For one thread. */
final class Asked {

  /** So many times in a row one may fail and is taken to know what it said last. */
  static final int PATIENCE = 5;

  private static final Logger LOG = LoggerFactory.getLogger(Asked.class);

  private final Source source;
  private Said last = new Said();
  private int failures;

  Asked(Source source) {
    this.source = source;
  }

  /**
   * What it says now; of one that fails what it said last, and after a while that it is unknown.
   */
  Said ask() {
    Said said = new Said();
    try {
      source.sample(said);
      failures = 0;
      last = said;
    } catch (RuntimeException broken) {
      failed(broken);
    }
    return last;
  }

  private void failed(RuntimeException broken) {
    failures++;
    if (failures == 1) {
      LOG.warn("source={} says nothing of how it is", source.getClass().getName(), broken);
    } else if (failures == PATIENCE) {
      last = last.unknown();
    }
  }
}
