package dev.omnibus.coordinator.vitals;

import dev.omnibus.bus.Addresses;
import dev.omnibus.bus.Bus;
import dev.omnibus.measure.SeriesKey;
import dev.omnibus.measure.Source;
import dev.omnibus.model.Replica;
import dev.omnibus.model.Severity;
import io.vertx.core.Vertx;
import io.vertx.core.WorkerExecutor;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks now and then at what the processes of this node's servers take, tells what changed, and
 * says of each that takes more memory than it may.
 *
 * <p>{@code event.server.vitals {"server":"files","replica":2,"pid":4711,"processes":2,
 * "cpuPercent":3.5,"rssBytes":52428800,"openFiles":14,"threads":9}}
 */
public final class Vitals {

  private static final Logger LOG = LoggerFactory.getLogger(Vitals.class);

  /** Pages that came later hear of those of which nothing changes too. */
  private static final Duration AGAIN = Duration.ofSeconds(30);

  private static final long MEGABYTE = 1L << 20;

  /** Hears of a process that takes more than it may. */
  public interface Excess {

    /**
     * @param pid of the process that was looked at, which another may have followed
     */
    void exceeded(String server, long pid, String why);
  }

  private record Told(Vital vital, long nanos) {}

  private final Bus bus;
  private final WorkerExecutor worker;
  private final Examination examination = new Examination(ProcessTable.ofSystem());
  private final Supplier<Map<String, Long>> pids;
  private final Function<String, Integer> most;
  private final Excess excess;
  private final Map<String, Told> told = new HashMap<>();
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
    this.bus = bus;
    this.worker = vertx.createSharedWorkerExecutor("omnibus-vitals", 1);
    this.pids = pids;
    this.most = most;
    this.excess = excess;
  }

  /** One look, unless the last is not over yet. On the context of the coordinator. */
  public void look() {
    Map<String, Long> now = pids.get();
    told.keySet().retainAll(now.keySet());
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
    Told last = told.get(name);
    long now = System.nanoTime();
    boolean due = last == null || now - last.nanos() >= AGAIN.toNanos();
    if (due || vital.differs(last.vital())) {
      told.put(name, new Told(vital, now));
      tell(name, vital);
    }
    Integer limit = most.apply(name);
    if (limit != null && vital.rssBytes() != null && vital.rssBytes() > limit * MEGABYTE) {
      long used = vital.rssBytes() / MEGABYTE;
      excess.exceeded(
          name, vital.pid(), "it took " + used + " MiB of memory, maxMemoryMb is " + limit);
    }
  }

  private void tell(String name, Vital vital) {
    JsonObject data = new JsonObject().put("server", Replica.server(name));
    if (Replica.isReplica(name)) {
      data.put("replica", Replica.number(name));
    }
    bus.publish(
        Addresses.EVENT_SERVER_VITALS,
        "server_vitals",
        Severity.INFO.word(),
        data.mergeIn(vital.toJson()));
  }
}
