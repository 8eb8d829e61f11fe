package dev.omnibus.coordinator.vitals;

import dev.omnibus.bus.Bus;
import dev.omnibus.measure.SeriesKey;
import dev.omnibus.measure.Source;
import io.vertx.core.Vertx;
import io.vertx.core.WorkerExecutor;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks now and then at what the processes of this node's servers take, tells what changed, and
 * says of each that takes more memory than it may.
 */
public final class Vitals {

  private static final Logger LOG = LoggerFactory.getLogger(Vitals.class);

  private static final long MEGABYTE = 1L << 20;

  /** Hears of a process that takes more than it may. */
  public interface Excess {

    /**
     * @param pid of the process that was looked at, which another may have followed
     */
    void exceeded(String server, long pid, String why);
  }

  private final WorkerExecutor worker;
  private final Examination examination = new Examination(ProcessTable.ofSystem());
  private final Supplier<Map<String, Long>> pids;
  private final Function<String, Integer> most;
  private final Excess excess;
  private final VitalEvents events;
  private volatile Map<String, Vital> last = Map.of();
  private boolean looking;

  /**
   * @param pids of the processes of now, by the names under which servers are owned
   * @param most how many MiB one may take; null for no limit
   * @param excess told of one that takes more, and how much
   */
  public Vitals(
      Vertx vertx,
      Bus bus,
      Supplier<Map<String, Long>> pids,
      Function<String, Integer> most,
      Excess excess) {
    this.events = new VitalEvents(bus);
    this.worker = vertx.createSharedWorkerExecutor("omnibus-vitals", 1);
    this.pids = pids;
    this.most = most;
    this.excess = excess;
  }

  /** One look, unless the last is not over yet. On the context of the coordinator. */
  public void look() {
    Map<String, Long> now = pids.get();
    events.retain(now.keySet());
    if (now.isEmpty()) {
      last = Map.of();
    }
    if (looking || now.isEmpty()) {
      return;
    }
    looking = true;
    worker
        .executeBlocking(() -> examination.look(now, System.nanoTime()))
        .onSuccess(all -> last = all)
        .onSuccess(all -> all.forEach(this::looked))
        .onFailure(cause -> LOG.debug("processes not looked at: {}", cause.toString()))
        .onComplete(done -> looking = false);
  }

  /** As it was at the last look. On any thread. */
  public void sample(Source.Sample into) {
    last.forEach((name, vital) -> SeriesKey.each(name, key -> vital.sample(key, into)));
  }

  private void looked(String name, Vital vital) {
    events.looked(name, vital);
    Integer limit = most.apply(name);
    if (limit != null && vital.rssBytes() != null && vital.rssBytes() > limit * MEGABYTE) {
      long used = vital.rssBytes() / MEGABYTE;
      excess.exceeded(
          name, vital.pid(), "it took " + used + " MiB of memory, maxMemoryMb is " + limit);
    }
  }
}
