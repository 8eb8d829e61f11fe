package dev.omnibus.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.omnibus.harness.FreePort;
import dev.omnibus.harness.NodeProcess;
import dev.omnibus.harness.Operator;
import dev.omnibus.harness.ServersFile;
import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One real node over real MCP servers, seen through a real socket. */
class RealServersIT {

  private static final Duration LIMIT = Duration.ofSeconds(60);

  @TempDir static Path folder;
  private static NodeProcess node;
  private static Operator operator;

  @BeforeAll
  static void start() throws Exception {
    node = new NodeProcess("real", folder);
    node.write(
        "servers.json",
        new ServersFile()
            .everything("everything")
            .everythingHttp("everything-http", FreePort.next())
            .filesystem("files", folder)
            .probed("files", new JsonObject().put("intervalMs", 600_000))
            .demo("demo")
            .demoHttp("demo-http", FreePort.next())
            .text());
    node.start();
    operator = Operator.admin(node.port()).hear("event.server.status");
  }

  @AfterAll
  static void end() {
    if (operator != null) {
      operator.close();
    }
    node.close();
  }

  private static void healthyWithTools(String server) throws Exception {
    operator.awaitState(server, "healthy", LIMIT);
    JsonObject status =
        operator.awaitStatus(
            server, LIMIT, s -> s.getJsonObject("link").getInteger("tools") != null);
    int listed =
        operator
            .ask("query.tool.list", new JsonObject().put("server", server))
            .getJsonArray("tools")
            .size();
    assertTrue(listed > 0);
    assertEquals(listed, status.getJsonObject("link").getInteger("tools"));
  }

  @Test
  void server_everything_over_stdio_is_healthy_with_its_tools() throws Exception {
    healthyWithTools("everything");
  }

  @Test
  void server_everything_over_http_is_healthy_with_its_tools() throws Exception {
    healthyWithTools("everything-http");
  }

  @Test
  void server_filesystem_is_healthy_with_its_tools() throws Exception {
    healthyWithTools("files");
  }

  @Test
  void the_java_sdk_demo_is_healthy_over_stdio_and_http() throws Exception {
    healthyWithTools("demo");
    healthyWithTools("demo-http");
    assertEquals(8, operator.status("demo").getJsonObject("link").getInteger("tools"));
  }

  @Test
  void a_tool_of_a_real_server_answers() throws Exception {
    operator.awaitState("everything", "healthy", LIMIT);
    JsonObject call =
        new JsonObject()
            .put("server", "everything")
            .put("tool", "echo")
            .put("arguments", new JsonObject().put("message", "hello there"));
    assertTrue(operator.ask("command.tool.call", call).encode().contains("hello there"));
  }

  @Test
  void a_killed_process_is_on_the_socket_before_a_probe_is_due_and_comes_back() throws Exception {
    JsonObject before = operator.awaitState("files", "healthy", LIMIT);
    long pid = before.getJsonObject("link").getLong("pid");
    Instant killed = Instant.now();
    ProcessHandle.of(pid).orElseThrow().destroyForcibly();
    JsonObject lost =
        operator.await("event.server.status", LIMIT, e -> tells(e, "disconnected", killed));
    Instant told = Instant.parse(lost.getString("at"));
    // A probe is due at any moment of ten minutes: hardly ever in this one.
    assertTrue(Duration.between(killed, told).toSeconds() < 60, killed + " " + told);
    operator.await("event.server.status", LIMIT, e -> tells(e, "healthy", told));
    long young = operator.status("files").getJsonObject("link").getLong("pid");
    assertTrue(young != pid && ProcessHandle.of(young).isPresent());
  }

  private static boolean tells(JsonObject event, String state, Instant after) {
    JsonObject data = event.getJsonObject("data");
    return data.getString("server").equals("files")
        && data.getString("to").equals(state)
        && !Instant.parse(event.getString("at")).isBefore(after);
  }

  @Test
  void events_are_numbered_without_gaps() throws Exception {
    operator.awaitState("demo", "healthy", LIMIT);
    List<Long> numbers =
        operator.heard("event.server.status").stream().map(e -> e.getLong("seq")).toList();
    for (int i = 1; i < numbers.size(); i++) {
      assertEquals(numbers.get(i - 1) + 1, numbers.get(i));
    }
  }

  @Test
  void the_ops_port_exports_http_and_bus_metrics() throws Exception {
    String metrics = NodeProcess.get(node.opsPort(), "/metrics").orElseThrow().body();
    assertTrue(metrics.contains("vertx_http_server_"), "no vertx_http_server_*");
    assertTrue(metrics.contains("vertx_eventbus_"), "no vertx_eventbus_*");
  }
}
