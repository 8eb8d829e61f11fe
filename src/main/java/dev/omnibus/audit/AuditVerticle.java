package dev.omnibus.audit;

import dev.omnibus.access.Doorkeeper;
import dev.omnibus.access.Policy;
import dev.omnibus.bus.Addresses;
import dev.omnibus.bus.Bus;
import dev.omnibus.cluster.Membership;
import dev.omnibus.config.AuditConfig;
import dev.omnibus.measure.Metric;
import dev.omnibus.measure.SeriesKey;
import dev.omnibus.measure.Source;
import dev.omnibus.model.Severity;
import dev.omnibus.store.Database;
import dev.omnibus.trail.AuditTrail;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.WorkerExecutor;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes down what is left in the trail, a few times a second, on one worker; tells it on the bus;
 * and answers who looks for it. It ends last of all rooms and writes what is left.
 */
public final class AuditVerticle extends VerticleBase implements Source {

  private static final Logger LOG = LoggerFactory.getLogger(AuditVerticle.class);
  private static final Duration CUT = Duration.ofMinutes(1);
  private static final int READERS = 2;
  private static final long LONGEST_SECONDS = 120;

  /** Whoever may see next to nothing waits no longer for the next page. */
  private static final Duration PATIENCE = Duration.ofSeconds(5);

  private final AuditConfig config;
  private final Database database;
  private final Path data;
  private final String node;
  private final AuditTrail trail;
  private final Bus bus;
  private final Membership membership;
  private final Policy policy;
  private final MeterRegistry meters;
  private final Clock clock;
  private final AuditTable table;
  private final ChainHeadFile headFile;
  private final Told told;
  private final ScribeCounters counters;
  private final StoreWatch store;
  private WorkerExecutor writer;
  private WorkerExecutor aside;
  private AuditSearches searches;
  private Scribe scribe;
  private Retention retention;
  private Future<Void> round = Future.succeededFuture();
  private Future<Void> relief = Future.succeededFuture();
  private Future<Void> cutting = Future.succeededFuture();
  private boolean ending;

  /**
   * @param data this node's own folder; keeps the chain's name and head, and what is put aside
   * @param node this node's name, the same in every life
   */
  public AuditVerticle(
      AuditConfig config,
      Database database,
      Path data,
      String node,
      AuditTrail trail,
      Bus bus,
      Membership membership,
      Policy policy,
      MeterRegistry meters,
      Clock clock) {
    this.config = config;
    this.database = database;
    this.data = data;
    this.node = node;
    this.trail = trail;
    this.bus = bus;
    this.membership = membership;
    this.policy = policy;
    this.meters = meters;
    this.clock = clock;
    this.table = new AuditTable(database);
    this.headFile = new ChainHeadFile(data);
    this.counters = new ScribeCounters(meters, trail);
    this.told = new Told(config.eventsPerSecond(), clock);
    this.store = new StoreWatch(clock, this::tell);
  }

  @Override
  public Future<?> start() {
    trail.holdAtMost(config.memoryBytes());
    writer = vertx.createSharedWorkerExecutor("audit-writer", 1, LONGEST_SECONDS, TimeUnit.SECONDS);
    aside = vertx.createSharedWorkerExecutor("audit-aside", 1);
    WorkerExecutor readers = vertx.createSharedWorkerExecutor("audit-reader", READERS);
    searches =
        new AuditSearches(
            bus,
            membership,
            policy,
            table,
            readers,
            !database.dialect().isEmbedded(),
            PATIENCE,
            store::trouble);
    Gauge.builder("omnibus.audit.store.away", store, watch -> watch.isAway() ? 1 : 0)
        .description("Whether the store takes no audit rows")
        .register(meters);
    return writer
        .executeBlocking(this::open)
        .onSuccess(done -> tick())
        .compose(done -> new Overheard(bus, trail, clock).listen())
        .compose(done -> searches.listen());
  }

  private Void open() throws IOException {
    Ledger ledger = new Ledger(table, ChainName.of(data, node));
    Backlog backlog = new Backlog(trail, Spill.open(data.resolve("audit.aside")), counters);
    scribe = new Scribe(backlog, ledger, clock, config.spillAt(), counters, store, this::written);
    retention =
        new Retention(
            table, ledger, config, clock, System::nanoTime, this::written, Retention.STEP);
    return null;
  }

  private void tick() {
    vertx.setPeriodic(config.flush().toMillis(), id -> flush());
    vertx.setPeriodic(CUT.toMillis(), id -> cut());
  }

  private void flush() {
    if (!round.isComplete()) {
      relieve();
    } else if (trail.size() > 0 || scribe.isBehind()) {
      round = on(writer, scribe::round);
    }
  }

  /** While the store keeps the writer waiting, the memory must not fill. */
  private void relieve() {
    if (relief.isComplete() && scribe.isCrowded()) {
      relief = on(aside, scribe::relieve);
    }
  }

  private static Future<Void> on(WorkerExecutor worker, Runnable work) {
    return worker
        .<Void>executeBlocking(
            () -> {
              work.run();
              return null;
            })
        .onFailure(cause -> LOG.error("the audit log stumbled", cause));
  }

  /** One part after the other, so that new rows are written in between. */
  private void cut() {
    if (cutting.isComplete()) {
      cutting =
          writer
              .executeBlocking(retention::step)
              .onFailure(e -> LOG.warn("old audit rows stay for now: {}", e.getMessage()))
              .onSuccess(more -> vertx.runOnContext(on -> cutOn(more)))
              .mapEmpty();
    }
  }

  private void cutOn(boolean more) {
    if (more && !ending) {
      cut();
    }
  }

  private void written(List<AuditRow> rows) {
    try {
      headFile.put(rows.get(rows.size() - 1));
    } catch (IOException e) {
      LOG.warn("how far the audit log came can't be noted: {}", e.getMessage());
    }
    for (JsonObject data : told.of(rows)) {
      bus.publish(Addresses.EVENT_AUDIT_RECORDED, "audit_recorded", Severity.INFO.word(), data);
    }
  }

  private void tell(Severity severity, JsonObject state) {
    bus.publish(Addresses.EVENT_STORE_STATE, "store_state", severity.word(), state);
  }

  /** How the store takes rows now; any thread may ask. */
  public JsonObject store() {
    return store.toJson();
  }

  /** How far behind the log is. */
  @Override
  public void sample(Sample into) {
    into.gauge(SeriesKey.NODE, Metric.STORE_BACKLOG, store.waiting());
    into.total(SeriesKey.NODE, Metric.STORE_SPILLED, counters.putAside());
  }

  /** The HTTP face. */
  public AuditRoutes routes(Doorkeeper doorkeeper) {
    return new AuditRoutes(doorkeeper, policy, searches::search, trail, clock);
  }

  @Override
  public Future<?> stop() {
    ending = true;
    return Future.join(round, relief, cutting)
        .transform(done -> on(writer, scribe::finish))
        .onComplete(done -> database.close());
  }
}
