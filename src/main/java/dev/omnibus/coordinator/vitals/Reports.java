package dev.omnibus.coordinator.vitals;

import dev.omnibus.bus.Bus;
import dev.omnibus.coordinator.log.LogLevel;
import dev.omnibus.coordinator.log.ServerLog;
import dev.omnibus.mcp.HttpEndpoint;
import dev.omnibus.mcp.McpConnector;
import dev.omnibus.mcp.transport.PageReader;
import dev.omnibus.measure.SeriesKey;
import dev.omnibus.measure.Source;
import dev.omnibus.model.ServerSpec;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

/**
 * Reads now and then what this node's servers behind URLs say that they take, and tells what
 * changed. One whose page can't be read has no figures; why is in its log once, and told with what
 * is told of it.
 */
public final class Reports {

  private static final String ACCEPT =
      "application/openmetrics-text;version=1.0.0,text/plain;version=0.0.4;q=0.5";

  private static final int MAX_BYTES = 4 << 20;
  private static final Duration PATIENCE = Duration.ofSeconds(5);
  private static final Duration TURN = Duration.ofSeconds(1);

  private final Vertx vertx;
  private final PageReader pages;
  private final VitalEvents events;
  private final Supplier<Map<String, ServerSpec>> servers;
  private final Function<ServerSpec, HttpEndpoint> where;
  private final Function<String, ServerLog> logs;
  private final UnaryOperator<String> mask;
  private final Duration every;
  private final Map<String, Reporter> reporters = new HashMap<>();
  private final Map<String, Vital> last = new ConcurrentHashMap<>();

  /**
   * @param servers those of this node that report, by the names under which they are owned
   * @param where where one reports; may read files
   * @param every time between two looks at one
   */
  public Reports(
      Vertx vertx,
      Bus bus,
      McpConnector connector,
      Supplier<Map<String, ServerSpec>> servers,
      Function<ServerSpec, HttpEndpoint> where,
      Function<String, ServerLog> logs,
      UnaryOperator<String> mask,
      Duration every) {
    this.vertx = vertx;
    this.pages = connector.pages(ACCEPT, MAX_BYTES);
    this.events = new VitalEvents(bus);
    this.servers = servers;
    this.where = where;
    this.logs = logs;
    this.mask = mask;
    this.every = every;
  }

  /** One server that reports, by one definition. */
  private static final class Reporter {
    private final ServerSpec spec;
    private final Usage usage = new Usage();
    private long due;
    private boolean reading;
    private boolean troubled;

    Reporter(ServerSpec spec, long due) {
      this.spec = spec;
      this.due = due;
    }
  }

  /** How often {@link #look} is to be called. */
  public Duration turn() {
    return shorter(TURN);
  }

  private Duration shorter(Duration most) {
    return every.compareTo(most) < 0 ? every : most;
  }

  /** Reads those whose time has come. On the context of the coordinator. */
  public void look() {
    Map<String, ServerSpec> now = servers.get();
    reporters.keySet().removeIf(name -> !now.containsKey(name) && over(name));
    events.retain(now.keySet());
    long nanos = System.nanoTime();
    now.forEach((name, spec) -> look(name, spec, nanos));
  }

  /** Nobody says any more what it takes. */
  private boolean over(String name) {
    if (last.remove(name) != null) {
      events.looked(name, Vital.reported(null, null, null, null));
    }
    return true;
  }

  private void look(String name, ServerSpec spec, long nanos) {
    Reporter known = reporters.get(name);
    if (known == null || !known.spec.equals(spec)) {
      known = new Reporter(spec, nanos + apart(name));
      reporters.put(name, known);
    }
    if (!known.reading && nanos - known.due >= 0) {
      known.due = nanos + every.toNanos();
      read(name, known);
    }
  }

  /** Many servers do not answer at one moment, as long as they keep their turns. */
  private long apart(String name) {
    return Math.floorMod((long) name.hashCode(), shorter(TURN.multipliedBy(2)).toNanos());
  }

  private void read(String name, Reporter reporter) {
    reporter.reading = true;
    Exposition page = new Exposition();
    vertx
        .executeBlocking(() -> where.apply(reporter.spec), false)
        .compose(there -> pages.read(there, shorter(PATIENCE), page))
        .map(type -> reporter.usage.of(page.end(type), System.nanoTime()))
        .onComplete(done -> reporter.reading = false)
        .onSuccess(vital -> found(name, reporter, vital))
        .onFailure(cause -> lost(name, reporter, mask.apply(String.valueOf(cause.getMessage()))));
  }

  private boolean isOver(String name, Reporter reporter) {
    return reporters.get(name) != reporter;
  }

  private void found(String name, Reporter reporter, Vital vital) {
    if (isOver(name, reporter)) {
      return;
    }
    last.put(name, vital);
    events.looked(name, vital);
    if (reporter.troubled) {
      reporter.troubled = false;
      logs.apply(name).lifecycle(LogLevel.INFO, "its metricsUrl is read again");
    }
  }

  private void lost(String name, Reporter reporter, String why) {
    reporter.usage.lost();
    if (isOver(name, reporter)) {
      return;
    }
    Vital unread = Vital.unread(why);
    last.put(name, unread);
    events.looked(name, unread);
    if (!reporter.troubled) {
      reporter.troubled = true;
      logs.apply(name).lifecycle(LogLevel.WARNING, "its metricsUrl can't be read: " + why);
    }
  }

  /** As it was at the last look. On any thread. */
  public void sample(Source.Sample into) {
    last.forEach((name, vital) -> SeriesKey.each(name, key -> vital.sample(key, into)));
  }
}
