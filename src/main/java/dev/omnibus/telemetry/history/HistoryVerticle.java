package dev.omnibus.telemetry.history;

import dev.omnibus.access.Policy;
import dev.omnibus.bus.Bus;
import dev.omnibus.cluster.Membership;
import dev.omnibus.cluster.NodeId;
import dev.omnibus.config.HistoryConfig;
import dev.omnibus.measure.Measures;
import dev.omnibus.measure.Tick;
import dev.omnibus.store.Database;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.WorkerExecutor;
import java.sql.SQLException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Remembers what this node measures, writes it down on one worker and answers who asks for it. It
 * ends before the store does.
 */
public final class HistoryVerticle extends VerticleBase {

  private static final Logger LOG = LoggerFactory.getLogger(HistoryVerticle.class);
  private static final long SECOND = 1_000;
  private static final long LONGEST_SECONDS = 120;
  private static final int READERS = 2;

  /** Ticks that wait; more are dropped. */
  private static final int MOST_WAITING = 60;

  /** Numbers of runs; they tell parts of one minute of one node from each other. */
  private static final int RUNS = 1 << 24;

  private final HistoryConfig config;
  private final Database database;
  private final Bus bus;
  private final Membership membership;
  private final Policy policy;
  private final Measures measures;
  private final MeterRegistry meters;
  private final Clock clock;
  private final Recorder recorder;
  private final Keeper keeper;
  private final AtomicInteger waiting = new AtomicInteger();
  private final Counter dropped;
  private volatile boolean closing;
  private WorkerExecutor rememberer;
  private WorkerExecutor writer;
  private Future<Void> round = Future.succeededFuture();

  public HistoryVerticle(
      HistoryConfig config,
      Database database,
      Bus bus,
      Membership membership,
      Policy policy,
      Measures measures,
      MeterRegistry meters,
      Clock clock) {
    this.config = config;
    this.database = database;
    this.bus = bus;
    this.membership = membership;
    this.policy = policy;
    this.measures = measures;
    this.meters = meters;
    this.clock = clock;
    this.dropped =
        Counter.builder("omnibus.history.dropped")
            .description("seconds that could not be remembered in time")
            .register(meters);
    SplittableRandom random = new SplittableRandom();
    this.recorder = new Recorder(() -> random.nextInt(RUNS));
    this.keeper = keeper();
  }

  private Keeper keeper() {
    String self = membership.self().name();
    SeriesTable series = new SeriesTable(database);
    HistoryTable table = new HistoryTable(database);
    Saver saver = new Saver(self, series, table);
    return new Keeper(
        self,
        recorder,
        saver,
        table,
        new Roller(series, table, Roller.BATCH),
        new Retention(series, table, config, saver::forget),
        () -> kept(series),
        System::nanoTime);
  }

  /** Itself, and on the first node those that are gone. */
  private List<String> kept(SeriesTable series) throws SQLException {
    List<String> live = membership.live().stream().map(NodeId::name).toList();
    String self = membership.self().name();
    List<String> kept = new ArrayList<>(List.of(self));
    if (database.dialect().isEmbedded() || live.get(0).equals(self)) {
      series.nodes().stream().filter(node -> !live.contains(node)).forEach(kept::add);
    }
    return kept;
  }

  @Override
  public Future<?> start() {
    rememberer = vertx.createSharedWorkerExecutor("history-memory", 1);
    writer =
        vertx.createSharedWorkerExecutor("history-writer", 1, LONGEST_SECONDS, TimeUnit.SECONDS);
    WorkerExecutor readers = vertx.createSharedWorkerExecutor("history-reader", READERS);
    meter();
    measures.onTick(this::hear);
    vertx.setPeriodic(SECOND, id -> keep());
    return new Histories(
            bus,
            membership,
            policy,
            config,
            recorder,
            new Archive(database),
            !database.dialect().isEmbedded(),
            readers,
            clock)
        .listen();
  }

  private void meter() {
    Gauge.builder("omnibus.history.waiting", recorder, Recorder::waiting)
        .description("minutes that wait to be written")
        .register(meters);
    FunctionCounter.builder("omnibus.history.lost", recorder, Recorder::lost)
        .description("minutes that no store took before they were an hour old")
        .register(meters);
    Gauge.builder("omnibus.history.memory", recorder, Recorder::bytes)
        .description("what the last hour takes")
        .baseUnit("bytes")
        .register(meters);
    Gauge.builder("omnibus.history.store.away", keeper, k -> k.isAway() ? 1 : 0)
        .description("whether the store takes no history")
        .register(meters);
  }

  private void hear(Tick tick) {
    if (closing) {
      return;
    }
    if (waiting.incrementAndGet() > MOST_WAITING) {
      waiting.decrementAndGet();
      dropped.increment();
      return;
    }
    rememberer
        .executeBlocking(
            () -> {
              recorder.hear(tick);
              return null;
            })
        .onComplete(done -> waiting.decrementAndGet())
        .onFailure(cause -> LOG.error("a second is not remembered", cause));
  }

  private void keep() {
    if (round.isComplete()) {
      round = inTurn(keeper::round);
    }
  }

  private Future<Void> inTurn(Runnable work) {
    return writer
        .<Void>executeBlocking(
            () -> {
              work.run();
              return null;
            })
        .onFailure(cause -> LOG.error("history stumbled", cause));
  }

  @Override
  public Future<?> stop() {
    closing = true;
    return round
        .transform(done -> rememberer.executeBlocking(() -> null))
        .transform(done -> inTurn(keeper::finish));
  }
}
