package dev.omnibus.coordinator.vitals;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.omnibus.bus.Addresses;
import dev.omnibus.bus.Bus;
import dev.omnibus.config.CoordinatorConfig;
import dev.omnibus.config.Endpoints;
import dev.omnibus.config.LogConfig;
import dev.omnibus.config.SecretRefs;
import dev.omnibus.coordinator.log.Cleaner;
import dev.omnibus.coordinator.log.Logs;
import dev.omnibus.credential.Credentials;
import dev.omnibus.harness.Waiting;
import dev.omnibus.mcp.ClientInfo;
import dev.omnibus.mcp.McpConnector;
import dev.omnibus.measure.Metric;
import dev.omnibus.measure.SeriesKey;
import dev.omnibus.measure.Source;
import dev.omnibus.model.ServerSpec;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Pages of figures of a real HTTP server, good ones and bad ones. */
class ReportsTest {

  private static final Duration LIMIT = Duration.ofSeconds(60);
  private static final Duration EVERY = Duration.ofSeconds(1);
  private static final String GOOD =
      "process_cpu_seconds_total %d\nprocess_resident_memory_bytes 2048\nprocess_open_fds 14\n";

  private final Vertx vertx = Vertx.vertx();
  private final Bus bus = new Bus(vertx, "n1@a", Clock.systemUTC());
  private final Map<String, Handler<HttpServerRequest>> paths = new ConcurrentHashMap<>();
  private final Map<String, ServerSpec> servers = new ConcurrentHashMap<>();
  private final List<JsonObject> told = new CopyOnWriteArrayList<>();
  private final List<JsonObject> lines = new CopyOnWriteArrayList<>();
  private final List<String> tokens = new CopyOnWriteArrayList<>();
  private final SecretRefs secrets = new SecretRefs(Map.of("TOKEN", "hush-hush")::get, Path.of(""));
  private McpConnector connector;
  private Reports reports;
  private int port;

  @BeforeEach
  void start() throws Exception {
    port =
        await(vertx.createHttpServer().requestHandler(this::handle).listen(0, "127.0.0.1"))
            .actualPort();
    await(
        bus.hear(Addresses.EVENT_SERVER_VITALS, e -> told.add(e.getJsonObject("data")))
            .completion());
    await(
        bus.hear(Addresses.EVENT_SERVER_LOG, e -> lines.add(e.getJsonObject("data"))).completion());
    Endpoints endpoints =
        new Endpoints(
            secrets,
            CoordinatorConfig.fromJson(new JsonObject()),
            new Credentials(vertx, Clock.systemUTC()));
    LogConfig logging = LogConfig.fromJson(new JsonObject().put("files", 0));
    Cleaner cleaner = new Cleaner(secrets::mask, secrets::maskBeginning);
    Logs logs =
        new Logs(
            vertx, bus, logging, cleaner, Path.of("unused"), Clock.systemUTC(), server -> null);
    connector = new McpConnector(vertx, new ClientInfo("omnibus", "1"));
    reports =
        new Reports(
            vertx,
            bus,
            connector,
            () -> servers,
            endpoints::figures,
            logs::of,
            secrets::mask,
            EVERY);
    vertx.setPeriodic(20, tick -> reports.look());
  }

  @AfterEach
  void end() throws Exception {
    await(connector.close());
    await(vertx.close());
  }

  private static <T> T await(Future<T> future) throws Exception {
    return future.toCompletionStage().toCompletableFuture().get(60, TimeUnit.SECONDS);
  }

  private void handle(HttpServerRequest request) {
    tokens.add(String.valueOf(request.getHeader("Authorization")));
    paths
        .getOrDefault(request.path(), missing -> missing.response().setStatusCode(404).end())
        .handle(request);
  }

  private void define(String name, String page) {
    JsonObject entry =
        new JsonObject()
            .put("url", "http://127.0.0.1:" + port + "/mcp")
            .put("headers", new JsonObject().put("Authorization", "Bearer ${env:TOKEN}"))
            .put("metricsUrl", page);
    servers.put(name, ServerSpec.fromJson(name, entry));
  }

  private static Handler<HttpServerRequest> page(String text) {
    return request -> request.response().putHeader("Content-Type", "text/plain").end(text);
  }

  /** What is said of a series; null when nothing is. */
  private Double said(SeriesKey key, Metric metric) {
    Double[] said = {null};
    reports.sample(
        new Source.Sample() {
          @Override
          public void gauge(SeriesKey whose, Metric what, double value) {
            if (whose.equals(key) && what == metric) {
              said[0] = value;
            }
          }

          @Override
          public void total(SeriesKey whose, Metric what, long value) {
            throw new AssertionError("nothing of it is a total");
          }
        });
    return said[0];
  }

  private boolean grew(SeriesKey key) {
    Double cpu = said(key, Metric.CPU);
    return cpu != null && cpu > 0;
  }

  private boolean isUnknown(String server, Metric metric) {
    Double said = said(SeriesKey.server(server), metric);
    return said != null && said.isNaN();
  }

  private void awaitTrouble(String server, String words) throws Exception {
    Waiting.until(
        words + " is told",
        LIMIT,
        () ->
            told.stream()
                .filter(event -> event.getString("server").equals(server))
                .anyMatch(event -> event.getString("trouble", "").contains(words)),
        told::toString);
  }

  private List<JsonObject> lines(String words) {
    return lines.stream().filter(line -> line.getString("text").contains(words)).toList();
  }

  @Test
  void what_a_page_says_is_said_of_its_server_and_its_replica() throws Exception {
    AtomicInteger seconds = new AtomicInteger();
    paths.put(
        "/metrics", request -> page(GOOD.formatted(seconds.incrementAndGet())).handle(request));
    define("far~2", "/metrics");
    for (SeriesKey key : List.of(SeriesKey.server("far"), SeriesKey.owned("far~2"))) {
      Waiting.until("processor time of " + key, LIMIT, () -> grew(key));
      assertEquals(2048, said(key, Metric.RSS));
      assertEquals(14, said(key, Metric.FDS));
      assertTrue(said(key, Metric.THREADS).isNaN(), "of what it does not say nothing is known");
    }
    assertEquals("Bearer hush-hush", tokens.get(0));
    Waiting.until(
        "it is told",
        LIMIT,
        () -> told.stream().anyMatch(e -> Integer.valueOf(2).equals(e.getInteger("replica"))));
    assertTrue(told.get(0).getBoolean("reported"), told::toString);
  }

  @Test
  void a_page_that_is_not_there_is_a_gap_and_said_once() throws Exception {
    define("far", "/metrics");
    awaitTrouble("far", "HTTP 404");
    assertTrue(isUnknown("far", Metric.CPU) && isUnknown("far", Metric.RSS));
    int asked = tokens.size();
    Waiting.until("it is asked for again and again", LIMIT, () -> tokens.size() > asked + 2);
    assertEquals(1, lines("can't be read").size(), lines::toString);
    paths.put("/metrics", page(GOOD.formatted(1)));
    Waiting.until(
        "it is read", LIMIT, () -> said(SeriesKey.server("far"), Metric.RSS).equals(2048.0));
    Waiting.until("that is said", LIMIT, () -> !lines("is read again").isEmpty());
  }

  @Test
  void a_bad_page_is_a_state_with_a_reason() throws Exception {
    paths.put("/html", request -> typed(request, "text/html").end("<html>process_open_fds 1"));
    paths.put("/nothing", page("x 1\n"));
    paths.put("/huge", request -> flood(typed(request, "text/plain").setChunked(true)));
    paths.put("/silent", request -> {});
    paths.put(
        "/endless",
        request -> typed(request, "text/plain").setChunked(true).write("go_threads 1\n"));
    paths.put(
        "/cut",
        request ->
            typed(request, "text/plain")
                .setChunked(true)
                .write("process_open_fds 1\n")
                .onComplete(sent -> request.connection().close()));
    paths.put("/locked", request -> request.response().setStatusCode(401).end("no"));
    paths.put(
        "/moved",
        request -> request.response().setStatusCode(302).putHeader("Location", "/html").end());
    Map<String, String> reasons =
        Map.of(
            "html", "text/html",
            "nothing", "tells none of process_cpu_seconds_total",
            "huge", "longer than",
            "silent", "not read within",
            "endless", "not read within",
            "cut", "broke",
            "locked", "HTTP 401",
            "moved", "redirects");
    reasons.keySet().forEach(name -> define(name, "/" + name));
    for (Map.Entry<String, String> bad : reasons.entrySet()) {
      awaitTrouble(bad.getKey(), bad.getValue());
      assertTrue(isUnknown(bad.getKey(), Metric.FDS), bad.getKey());
    }
  }

  private static HttpServerResponse typed(HttpServerRequest request, String type) {
    return request.response().putHeader("Content-Type", type);
  }

  private static void flood(HttpServerResponse response) {
    response.write(Buffer.buffer("x 1\n".repeat(16_384))).onSuccess(sent -> flood(response));
  }

  @Test
  void a_secret_in_what_goes_wrong_is_hidden() throws Exception {
    define("far", "http://hush-hush.invalid/");
    secrets.resolve("${env:TOKEN}");
    awaitTrouble("far", "no such host");
    assertTrue(told.stream().noneMatch(e -> e.encode().contains("hush-hush")), told::toString);
  }

  @Test
  void of_a_server_that_is_gone_nothing_is_said() throws Exception {
    paths.put("/metrics", page(GOOD.formatted(1)));
    define("far", "/metrics");
    Waiting.until("it is read", LIMIT, () -> said(SeriesKey.server("far"), Metric.RSS) != null);
    servers.clear();
    Waiting.until("it is gone", LIMIT, () -> said(SeriesKey.server("far"), Metric.RSS) == null);
  }
}
