package dev.omnibus.telemetry;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.omnibus.bus.Addresses;
import dev.omnibus.bus.Bus;
import dev.omnibus.cluster.ServerBoard;
import dev.omnibus.config.AccessConfig;
import dev.omnibus.config.LiveConfig;
import dev.omnibus.config.TelemetryConfig;
import dev.omnibus.harness.Waiting;
import dev.omnibus.measure.Ended;
import dev.omnibus.measure.Measures;
import dev.omnibus.measure.Metric;
import dev.omnibus.measure.SeriesKey;
import dev.omnibus.model.ServerSpec;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class TelemetryVerticleTest {

  private static final Duration LIMIT = Duration.ofSeconds(60);

  private final Vertx vertx = Vertx.vertx();
  private final Bus bus = new Bus(vertx, "n1@a", Clock.systemUTC());
  private final Measures measures = new Measures(true, 100);
  private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
  private final Figures figures = new Figures();
  private final LiveConfig live = new LiveConfig(Map.of(), AccessConfig.NOBODY);

  private String deploy() throws Exception {
    await(bus.hear(Addresses.EVENT_METRICS_TICK, figures::event).completion());
    TelemetryVerticle verticle =
        new TelemetryVerticle(
            TelemetryConfig.fromJson(new JsonObject()),
            bus,
            live,
            new ServerBoard(),
            measures,
            meters,
            Clock.systemUTC());
    return await(vertx.deployVerticle(verticle, TelemetryVerticle.aside()));
  }

  @AfterEach
  void end() throws Exception {
    await(vertx.close());
  }

  private static <T> T await(Future<T> future) throws Exception {
    return future.toCompletionStage().toCompletableFuture().get(60, TimeUnit.SECONDS);
  }

  private void call() {
    measures.ended(new Ended("files", 0, "read", true, null, 1, 1, 1));
  }

  private long calls() {
    return figures.sum("n1", SeriesKey.tool("files", "read"), Metric.CALLS);
  }

  @Test
  void each_second_is_told_when_it_is_over() throws Exception {
    deploy();
    call();
    Waiting.until("the call is told", LIMIT, () -> calls() == 1);
    long last = figures.last("n1");
    call();
    Waiting.until("the next is told", LIMIT, () -> calls() == 2);
    Waiting.until("time goes on", LIMIT, () -> figures.last("n1") > last + 1);
    assertEquals(2, calls());
  }

  @Test
  void a_node_that_stops_tells_what_it_has_not_told_yet() throws Exception {
    String id = deploy();
    Waiting.until("a second is told", LIMIT, () -> figures.last("n1") > 0);
    call();
    await(vertx.undeploy(id));
    Waiting.until("the call is told", LIMIT, () -> calls() == 1);
  }

  @Test
  void what_sources_say_stands_at_metrics_as_long_as_it_is_known() throws Exception {
    double[] memory = {3_000};
    measures.source(
        into -> {
          if (memory[0] > 0) {
            into.gauge(SeriesKey.owned("files~2"), Metric.RSS, memory[0]);
            into.gauge(SeriesKey.owned("files~2"), Metric.CPU, 150);
          }
        });
    deploy();
    Waiting.until("it is shown", LIMIT, () -> shown("process.resident.memory") == 3_000);
    Waiting.until("of one core", LIMIT, () -> shown("process.cpu.ratio") == 1.5);
    memory[0] = 5_000;
    Waiting.until("it is another", LIMIT, () -> shown("process.resident.memory") == 5_000);
    memory[0] = 0;
    Waiting.until("it is gone", LIMIT, () -> shown("process.resident.memory") < 0);
  }

  @Test
  void a_replica_is_unknown_as_long_as_the_configuration_has_it() throws Exception {
    boolean[] said = {true};
    SeriesKey key = SeriesKey.owned("files~2");
    measures.source(
        into -> {
          if (said[0]) {
            into.gauge(key, Metric.RSS, 9);
          }
        });
    live.apply(Map.of("files", spec(2)));
    deploy();
    Waiting.until("it is known", LIMIT, () -> measures.gauge(key, Metric.RSS) != null);
    said[0] = false;
    Waiting.until("nobody knows it", LIMIT, () -> measures.gauge(key, Metric.RSS) == null);
    assertTrue(measures.gauges().containsKey(key));
    live.apply(Map.of("files", spec(1)));
    Waiting.until("it is no more", LIMIT, () -> !measures.gauges().containsKey(key));
  }

  private static ServerSpec spec(int replicas) {
    return ServerSpec.fromJson(
        "files", new JsonObject().put("command", "files").put("replicas", replicas));
  }

  private double shown(String name) {
    return meters.find("omnibus.replica." + name).tag("replica", "2").gauges().stream()
        .mapToDouble(gauge -> gauge.value())
        .findFirst()
        .orElse(-1);
  }
}
