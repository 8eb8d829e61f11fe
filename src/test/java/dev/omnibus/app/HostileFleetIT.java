package dev.omnibus.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.omnibus.bench.ProbeFleet;
import dev.omnibus.harness.FreePort;
import dev.omnibus.harness.NodeProcess;
import dev.omnibus.harness.Operator;
import dev.omnibus.harness.Proc;
import dev.omnibus.harness.SelfSigned;
import dev.omnibus.harness.ServersFile;
import dev.omnibus.harness.Waiting;
import dev.omnibus.mcp.HostileServer;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** One real node with every bad manner a server can have, beside servers that have none. */
class HostileFleetIT {

  private static final int STACK_LINES = 25;

  private static final Duration LIMIT = Duration.ofSeconds(120);
  private static final int HEALTHY = 8;
  private static final int INTERVAL_MS = 1_000;
  private static final int DEADLINE_MS = 6_000;
  private static final int ROUNDS = 15;
  private static final long MOST_MEGABYTES = 900;
  private static final String STATUS = "event.server.status";
  private static final Set<String> DOWN = Set.of("disconnected", "circuit_open");
  private static final List<String> PATHS =
      List.of(
          "silent",
          "garbage",
          "not-rpc",
          "html",
          "500",
          "accepted",
          "cut",
          "cut-stream",
          "huge",
          "huge-event",
          "redirect",
          "locked");

  @TempDir static Path folder;
  private static Vertx vertx;
  private static ProbeFleet fleet;
  private static NodeProcess node;
  private static Operator operator;
  private static Instant met;

  @BeforeAll
  static void start() throws Exception {
    vertx = Vertx.vertx();
    fleet = new ProbeFleet(vertx);
    ServersFile servers = new ServersFile();
    int port = on(fleet.listen());
    IntStream.range(0, HEALTHY)
        .forEach(i -> servers.http("h" + i, "http://127.0.0.1:" + port + "/s" + i + "/mcp"));
    node = new NodeProcess("proof", folder).write("omnibus.json", settings());
    node.write("servers.json", servers.text()).start();
    operator = Operator.admin(node.port()).hear(STATUS).hear("event.config.changed");
    for (int i = 0; i < HEALTHY; i++) {
      operator.awaitState("h" + i, "healthy", LIMIT);
    }
    node.write("servers.json", withHostile(servers).text());
    JsonObject changed = operator.await("event.config.changed", LIMIT, e -> true);
    met = Instant.parse(changed.getString("at"));
  }

  @AfterAll
  static void end() throws Exception {
    operator.close();
    node.close();
    on(vertx.close());
  }

  private static String settings() {
    JsonObject health = new JsonObject().put("intervalMs", INTERVAL_MS).put("timeoutMs", 5_000);
    JsonObject coordinator =
        new JsonObject().put("connectTimeoutMs", DEADLINE_MS).put("respawnMaxMs", 2_000);
    return new JsonObject().put("health", health).put("coordinator", coordinator).encode();
  }

  private static ServersFile withHostile(ServersFile servers) throws Exception {
    HostileServer http = on(new HostileServer(vertx).start());
    HostileServer https = on(new HostileServer(vertx, SelfSigned.in(folder).https()).start());
    PATHS.forEach(path -> servers.http(path, http.url("/" + path)));
    return servers
        .http("certificate", "https://127.0.0.1:" + https.port() + "/500")
        .http("nobody", "http://127.0.0.1:" + FreePort.next() + "/mcp")
        .http("unset", "${env:OMNIBUS_NO_SUCH_ADDRESS}")
        .stdio("missing", "no-such-program-here", "--stdio")
        .odd("exits", "exits")
        .odd("deaf", "deaf")
        .odd("babbles", "babbles")
        .odd("floods", "floods")
        .odd("floods-later", "floods-on-third-ping")
        .odd("noisy", "noisy")
        .odd("stubborn", "stubborn");
  }

  private static <T> T on(Future<T> future) throws Exception {
    return future.toCompletionStage().toCompletableFuture().get(60, TimeUnit.SECONDS);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          silent       | timeout      | no session within 6000 ms
          garbage      | garbage      | JSON
          not-rpc      | garbage      | JSON-RPC
          html         | garbage      | text/html
          500          | http_status  | HTTP 500
          accepted     | garbage      | 202
          cut          | closed       | the connection broke
          cut-stream   | closed       | the stream ended before the answer
          huge         | too_large    | longer than 1048576 bytes
          huge-event   | too_large    | longer than 1048576 bytes
          redirect     | redirect     | HTTP 307 redirects to https://elsewhere.example/mcp
          certificate  | tls          | the certificate is not good: unable to find valid
          nobody       | refused      | connection refused
          missing      | spawn_failed | no such program: no-such-program-here
          unset        | misconfigured | ${env:OMNIBUS_NO_SUCH_ADDRESS}: the variable is not set
          exits        | closed       | the process exited with 3
          deaf         | timeout      | no session within 6000 ms
          babbles      | timeout      | not JSON-RPC
          floods       | too_large    | a line longer than 16777216 bytes
          """)
  void a_bad_manner_becomes_an_explained_state_within_its_deadline(
      String server, String outcome, String words) throws Exception {
    JsonObject told = operator.await(STATUS, LIMIT, e -> isDown(e, server));
    long millis = Duration.between(met, Instant.parse(told.getString("at"))).toMillis();
    // Ten times as long, for a busy machine.
    assertTrue(millis < 10 * DEADLINE_MS, server + " took " + millis + " ms");
    JsonObject now = operator.awaitStatus(server, LIMIT, s -> isExplained(s, outcome, words));
    assertTrue(DOWN.contains(now.getString("state")), now.encode());
    assertFalse(now.encode().contains("secret"), now.encode());
  }

  private static boolean isDown(JsonObject event, String server) {
    JsonObject data = event.getJsonObject("data");
    return data.getString("server").equals(server) && data.getString("to").equals("disconnected");
  }

  private static boolean isExplained(JsonObject status, String outcome, String words) {
    JsonObject check = status.getJsonObject("check", new JsonObject());
    return outcome.equals(check.getString("outcome"))
        && check.getString("detail").contains(words)
        && status.getString("reason").contains(words);
  }

  private static boolean tells(JsonObject event, String server, String words) {
    JsonObject data = event.getJsonObject("data");
    return data.getString("server").equals(server) && data.getString("reason", "").contains(words);
  }

  @Test
  void one_that_asks_for_a_credential_is_not_called_down() throws Exception {
    JsonObject status = operator.awaitState("locked", "auth_required", LIMIT);
    assertTrue(status.getString("reason").contains("HTTP 401"), status.encode());
    assertEquals("auth_required", status.getJsonObject("check").getString("outcome"));
  }

  @Test
  void one_that_floods_in_the_middle_of_its_session_is_cut_off_and_said_so() throws Exception {
    operator.await(
        STATUS, LIMIT, e -> tells(e, "floods-later", "a line longer than 16777216 bytes"));
  }

  @Test
  void one_that_only_chatters_on_its_stdout_is_healthy() throws Exception {
    operator.awaitState("noisy", "healthy", LIMIT);
  }

  @Test
  void one_that_ignores_the_request_to_end_is_ended_all_the_same() throws Exception {
    JsonObject before = operator.awaitState("stubborn", "healthy", LIMIT);
    ProcessHandle process =
        ProcessHandle.of(before.getJsonObject("link").getLong("pid")).orElseThrow();
    operator.ask("command.server.stop", new JsonObject().put("server", "stubborn"));
    operator.awaitState("stubborn", "stopped", LIMIT);
    process.onExit().get(60, TimeUnit.SECONDS);
  }

  @Test
  void healthy_ones_are_probed_on_time_and_memory_stays_bounded_beside_all_that() throws Exception {
    // While it is busy, its line may not be read in time; a later try is met with the line.
    operator.awaitStatus("floods", LIMIT, s -> isExplained(s, "too_large", "a line longer"));
    fleet.forget();
    long start = System.nanoTime();
    Waiting.until("rounds of probes", LIMIT, () -> fleet.least(HEALTHY) >= ROUNDS, node::diagnosis);
    double expected = (System.nanoTime() - start) / 1e6 / INTERVAL_MS;
    int[] counts = IntStream.range(0, HEALTHY).map(fleet::count).sorted().toArray();
    System.out.printf(
        "probes of %d healthy servers beside a hostile fleet: %s, expected %.1f; RSS %d MB, peak %d"
            + " MB%n",
        HEALTHY,
        Arrays.toString(counts),
        expected,
        Proc.residentMegabytes(node.pid()),
        Proc.peakMegabytes(node.pid()));
    // Servers share the machine's bad moments; one that got half as many alone was kept waiting.
    assertTrue(2 * counts[0] >= counts[HEALTHY - 1], "not on time: " + Arrays.toString(counts));
    assertTrue(counts[0] > expected / 5, "not on time: " + Arrays.toString(counts));
    assertTrue(Proc.peakMegabytes(node.pid()) < MOST_MEGABYTES, "memory");
    assertEquals(
        List.of(),
        operator.heard(STATUS).stream().filter(HostileFleetIT::isHealthyOneDown).toList(),
        "healthy servers were called down");
  }

  private static boolean isHealthyOneDown(JsonObject event) {
    JsonObject data = event.getJsonObject("data");
    return data.getString("server").matches("h\\d")
        && DOWN.contains(data.getString("to"))
        && Instant.parse(event.getString("at")).isAfter(met);
  }

  @Test
  void nothing_of_it_is_an_error_of_the_node() throws Exception {
    // While it is busy, its line may not be read in time; a later try is met with the line.
    operator.awaitStatus("floods", LIMIT, s -> isExplained(s, "too_large", "a line longer"));
    List<String> lines = node.logLines();
    int alarm = 0;
    while (alarm < lines.size() && !isAlarm(lines.get(alarm))) {
      alarm++;
    }
    // With what follows it: the stack trace says what went wrong.
    assertEquals(List.of(), lines.subList(alarm, Math.min(lines.size(), alarm + STACK_LINES)));
  }

  private static boolean isAlarm(String line) {
    return line.contains(" ERROR ") || line.contains("Exception");
  }
}
