package dev.omnibus.telemetry.history;

import dev.omnibus.store.Pause;
import dev.omnibus.store.Trouble;
import java.sql.SQLException;
import java.util.List;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Carries minutes from the recorder into the store in their order, makes coarser levels of them and
 * removes what is old. While the store is away, minutes wait in the recorder. Blocks; one thread at
 * a time.
 */
final class Keeper {

  private static final Logger LOG = LoggerFactory.getLogger(Keeper.class);
  private static final long MILLI = 1_000_000;

  /** Housekeeping takes no longer at once. */
  private static final long HOUSE_MS = 200;

  /** What is to be done for nodes that are gone has time. */
  private static final long GONE_MS = 60_000;

  /** After the last minute of a node that is gone, all of the coarser block that it is in. */
  private static final int REST = Level.MINUTES.block() + Roller.GRACE;

  /** Of which nodes this one keeps the house, itself among them. */
  interface Nodes {
    List<String> kept() throws SQLException;
  }

  private final String self;
  private final Recorder recorder;
  private final Saver saver;
  private final HistoryTable table;
  private final Roller roller;
  private final Retention retention;
  private final Nodes nodes;
  private final LongSupplier nanos;
  private final Pause pause = new Pause();
  private long savedTo = Long.MIN_VALUE;
  private long nextGone;

  /**
   * @param nanos a clock that only goes forward
   */
  Keeper(
      String self,
      Recorder recorder,
      Saver saver,
      HistoryTable table,
      Roller roller,
      Retention retention,
      Nodes nodes,
      LongSupplier nanos) {
    this.self = self;
    this.recorder = recorder;
    this.saver = saver;
    this.table = table;
    this.roller = roller;
    this.retention = retention;
    this.nodes = nodes;
    this.nanos = nanos;
    this.nextGone = nanos.getAsLong();
  }

  /** Writes what waits, and does a little of the rest. */
  void round() {
    if (pause.isOn(millis())) {
      return;
    }
    try {
      save();
      house();
      recovered();
    } catch (SQLException e) {
      away(e);
    }
  }

  /** The last round: nothing is measured any more. */
  void finish() {
    recorder.finish();
    pause.end();
    try {
      save();
    } catch (SQLException e) {
      LOG.warn("what was measured last is not in the store: {}", Trouble.line(e));
    }
  }

  /** Whether the store did not take what it was given last. */
  boolean isAway() {
    return pause.isBegun();
  }

  private void save() throws SQLException {
    for (Minute next = recorder.oldestUnsaved(); next != null; next = recorder.oldestUnsaved()) {
      saver.save(next);
      recorder.saved(next);
      if (next.first() < savedTo) {
        roller.forget();
      }
      savedTo = next.end();
    }
  }

  private void house() throws SQLException {
    if (savedTo == Long.MIN_VALUE) {
      return;
    }
    long end = nanos.getAsLong() + HOUSE_MS * MILLI;
    boolean removes = recorder.isSteady();
    for (String node : housed()) {
      long upto = node.equals(self) ? savedTo : table.lastPiece(node).orElse(savedTo) + REST;
      boolean more = true;
      while (more && nanos.getAsLong() - end < 0) {
        more = roller.step(node, upto) || removes && retention.step(node, savedTo);
      }
    }
  }

  /** Itself always, those that are gone once a minute. */
  private List<String> housed() throws SQLException {
    if (nanos.getAsLong() - nextGone < 0) {
      return List.of(self);
    }
    nextGone = nanos.getAsLong() + GONE_MS * MILLI;
    return nodes.kept();
  }

  private void away(SQLException why) {
    if (!isAway()) {
      LOG.error("the store takes no history; an hour of it waits in memory: {}", Trouble.line(why));
    }
    LOG.debug("store away", why);
    roller.forget();
    pause.failed(millis());
  }

  private void recovered() {
    if (isAway()) {
      LOG.info(
          "the store takes history again; all that waited is written lost={}", recorder.lost());
      pause.end();
    }
  }

  private long millis() {
    return nanos.getAsLong() / MILLI;
  }
}
