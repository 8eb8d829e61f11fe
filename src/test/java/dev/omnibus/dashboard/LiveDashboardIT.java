package dev.omnibus.dashboard;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.omnibus.coordinator.Hold;
import dev.omnibus.coordinator.Tiny;
import dev.omnibus.harness.FreePort;
import dev.omnibus.harness.NodeProcess;
import dev.omnibus.harness.Operator;
import dev.omnibus.harness.ServersFile;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The page follows what happens, without a reload. */
class LiveDashboardIT {

  private static final Hold HOLD = Hold.open();

  @RegisterExtension
  static final Stage STAGE =
      new Stage(
          new ServersFile()
              .put("demo", HOLD.entry())
              .put("other", Tiny.entry())
              .probed("demo", new JsonObject().put("intervalMs", 600_000)));

  /**
   * From the kill to the change in the page, each moment taken where it happens (the kill here, the
   * change by an observer in the page; one machine, one clock), so that this test's own waiting
   * does not count. The median of three; a probe is due at any moment of ten minutes.
   */
  @Test
  void a_killed_process_is_on_the_page_long_before_a_probe_is_due_and_comes_back()
      throws Exception {
    Dashboard admin = STAGE.admin().mark();
    List<Duration> delays = Stream.of(kill(admin), kill(admin), kill(admin)).sorted().toList();
    System.out.println("kill to page, sorted: " + delays);
    assertTrue(delays.get(1).toSeconds() < 60, "kill to page: " + delays);
    assertTrue(admin.isMarked(), "the page was loaded anew");
  }

  private static Duration kill(Dashboard admin) throws Exception {
    admin.awaitState("demo", "healthy");
    ProcessHandle process = ProcessHandle.of(pid("demo")).orElseThrow();
    HOLD.hold();
    Instant killed = Instant.now();
    process.destroyForcibly();
    admin.awaitState("demo", "disconnected");
    HOLD.release();
    admin.awaitState("demo", "healthy");
    return Duration.between(killed, admin.witnessed("demo", "disconnected", killed));
  }

  private static long pid(String server) throws Exception {
    try (Operator operator = Operator.admin(STAGE.node().port())) {
      return operator
          .awaitState(server, "healthy", Duration.ofSeconds(60))
          .getJsonObject("link")
          .getLong("pid");
    }
  }

  @Test
  void a_change_of_state_is_in_the_feed() throws Exception {
    Dashboard admin = STAGE.admin().awaitState("other", "healthy");
    ProcessHandle.of(pid("other")).orElseThrow().destroyForcibly();
    assertThat(admin.events("mcp_status_change", "other", "healthy → disconnected")).hasCount(1);
    assertThat(admin.events("mcp_status_change", "other", "disconnected → healthy")).hasCount(1);
    assertThat(admin.events("mcp_status_change", "other").first()).containsText("→ healthy");
  }

  @Test
  void a_server_that_is_new_in_the_configuration_appears_and_leaves_again() throws Exception {
    Dashboard admin = STAGE.admin().mark();
    NodeProcess node = STAGE.node();
    String gone = "http://127.0.0.1:" + FreePort.next() + "/mcp";
    node.write("servers.json", STAGE.fleet().http("young", gone).text());
    admin.row("young").waitFor();
    assertThat(admin.events("config_changed", "servers.json", "+young")).hasCount(1);
    assertEquals(0, admin.events("mcp_status_change", "young", "is unknown").count());
    node.write("servers.json", STAGE.fleet().remove("young").text());
    assertThat(admin.row("young")).hasCount(0);
    assertThat(admin.events("mcp_removed", "young")).hasCount(1);
    assertTrue(admin.isMarked(), "the page was loaded anew");
  }

  @Test
  void a_broken_file_is_on_the_page_with_line_and_column() throws Exception {
    Dashboard admin = STAGE.admin();
    String good = STAGE.fleet().text();
    STAGE.node().write("servers.json", "{\n  \"mcpServers\": {\n    \"demo\": oops\n  }\n}\n");
    assertThat(admin.events("config_rejected", "servers.json", "line 3:13")).hasCount(1);
    assertThat(admin.row("demo")).hasAttribute("data-state", "healthy");
    STAGE.node().write("servers.json", good);
  }

  @Test
  void a_key_that_does_not_exist_is_on_the_page_with_its_place() throws Exception {
    Dashboard admin = STAGE.admin();
    String good = STAGE.fleet().text();
    STAGE.node().write("servers.json", "{\"mcpServers\": {\n  \"x\": {\"comand\": \"ls\"}}}");
    assertThat(admin.events("config_rejected", "servers.json", "line 2:9", "comand")).hasCount(1);
    STAGE.node().write("servers.json", good);
  }
}
