package dev.omnibus.telemetry.availability;

import dev.omnibus.access.Policy;
import dev.omnibus.bus.Addresses;
import dev.omnibus.bus.Bus;
import dev.omnibus.cluster.Membership;
import dev.omnibus.config.HistoryConfig;
import dev.omnibus.config.LiveConfig;
import dev.omnibus.model.ServerStatus;
import dev.omnibus.store.Database;
import dev.omnibus.store.Trouble;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.WorkerExecutor;
import io.vertx.core.json.JsonObject;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Notes how the servers are that this node speaks for, writes it down every minute, and answers who
 * asks how long they were up. It hears before the first status is told and ends before the store.
 */
public final class AvailabilityVerticle extends VerticleBase {

  private static final Logger LOG = LoggerFactory.getLogger(AvailabilityVerticle.class);
  private static final Duration LOOK = Duration.ofSeconds(1);
  private static final Duration WRITE = Duration.ofMinutes(1);
  private static final Duration CUT = Duration.ofHours(6);
  private static final int READERS = 2;

  private final HistoryConfig config;
  private final LiveConfig live;
  private final Database database;
  private final Bus bus;
  private final Membership membership;
  private final Policy policy;
  private final MeterRegistry meters;
  private final Clock clock;
  private final Watchbook book;
  private final SpanTable table;
  private WorkerExecutor writer;
  private Future<Void> round = Future.succeededFuture();
  private boolean away;

  public AvailabilityVerticle(
      HistoryConfig config,
      LiveConfig live,
      Database database,
      Bus bus,
      Membership membership,
      Policy policy,
      MeterRegistry meters,
      Clock clock) {
    this.config = config;
    this.live = live;
    this.database = database;
    this.bus = bus;
    this.membership = membership;
    this.policy = policy;
    this.meters = meters;
    this.clock = clock;
    this.book = new Watchbook(bus.node());
    this.table = new SpanTable(database);
  }

  @Override
  public Future<?> start() {
    writer = vertx.createSharedWorkerExecutor("availability-writer", 1);
    WorkerExecutor readers = vertx.createSharedWorkerExecutor("availability-reader", READERS);
    FunctionCounter.builder("omnibus.availability.lost", book, Watchbook::lost)
        .description("spans of knowledge that no store took in time")
        .register(meters);
    look();
    vertx.setPeriodic(LOOK.toMillis(), id -> look());
    vertx.setPeriodic(WRITE.toMillis(), id -> write());
    vertx.setPeriodic(CUT.toMillis(), id -> writer.executeBlocking(this::cut));
    live.onServers(change -> change.removed().forEach(book::gone));
    return Future.all(
        bus.hear(Addresses.EVENT_SERVER_STATUS, this::told).completion(),
        bus.hear(Addresses.EVENT_SERVER_REMOVED, this::removed).completion(),
        new Availabilities(
                bus,
                membership,
                policy,
                live,
                book,
                table,
                !database.dialect().isEmbedded(),
                readers,
                clock)
            .listen());
  }

  private void told(JsonObject event) {
    book.told(ServerStatus.fromJson(event.getJsonObject("data").getJsonObject("status")));
  }

  private void removed(JsonObject event) {
    book.gone(event.getJsonObject("data").getString("server"));
  }

  private void look() {
    book.look(Math.floorDiv(clock.millis(), 1_000L));
  }

  private Future<Void> write() {
    if (round.isComplete()) {
      round = writer.executeBlocking(this::written);
    }
    return round;
  }

  private Void written() {
    List<Span> spans = book.all();
    try {
      table.put(spans);
      book.written(spans);
      away = false;
    } catch (SQLException e) {
      if (!away) {
        LOG.warn("how servers were waits in memory: {}", Trouble.line(e));
      }
      away = true;
    }
    return null;
  }

  private Void cut() {
    if (!book.isSteady()) {
      return null;
    }
    try {
      table.cut(Math.floorDiv(clock.millis(), 1_000L) - config.availability().toSeconds());
    } catch (SQLException e) {
      LOG.warn("old spans of servers stay for now: {}", e.getMessage());
    }
    return null;
  }

  @Override
  public Future<?> stop() {
    look();
    return round.transform(done -> write());
  }
}
