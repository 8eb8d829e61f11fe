package dev.omnibus.dashboard;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.omnibus.coordinator.Tiny;
import dev.omnibus.harness.FreePort;
import dev.omnibus.harness.NodeProcess;
import dev.omnibus.harness.ServersFile;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The page finds back to its node by itself, whatever happened in between. */
class RestartDashboardIT {

  @RegisterExtension
  static final Stage STAGE =
      new Stage(
          new ServersFile()
              .put("demo", Tiny.entry())
              .http("gone", "http://127.0.0.1:" + FreePort.next() + "/mcp"));

  @Test
  void a_node_that_restarts_is_found_again_with_what_was_missed() throws Exception {
    NodeProcess node = STAGE.node();
    Dashboard admin = STAGE.admin().awaitState("demo", "healthy").mark();
    admin.row("gone").waitFor();

    node.terminate();
    assertThat(admin.page().locator("connection-banner")).containsText("Connection lost");
    assertThat(admin.row("demo")).isVisible();
    node.write("servers.json", STAGE.fleet().remove("gone").put("young", Tiny.entry()).text());
    node.start();

    admin.awaitLive().awaitState("demo", "healthy").awaitState("young", "healthy");
    assertThat(admin.row("gone")).hasCount(0);
    assertEquals(List.of("demo", "young"), admin.servers());
    assertThat(admin.page().locator("connection-banner .banner")).hasCount(0);
    assertTrue(admin.isMarked(), "the page was loaded anew");
  }

  @Test
  void a_node_that_was_killed_is_found_again() throws Exception {
    NodeProcess node = STAGE.node();
    Dashboard admin = STAGE.admin().awaitState("demo", "healthy").mark();
    node.kill();
    assertThat(admin.page().locator(".pill")).containsText("reconnecting");
    node.start();
    admin.awaitLive().awaitState("demo", "healthy");
    assertThat(admin.page().locator(".pill")).containsText("live");
    assertTrue(admin.isMarked(), "the page was loaded anew");
  }

  @Test
  void a_page_that_found_back_hears_what_comes_next() throws Exception {
    NodeProcess node = STAGE.node();
    Dashboard admin = STAGE.admin().awaitState("demo", "healthy");
    node.terminate();
    node.start();
    admin.awaitLive().awaitState("demo", "healthy").openServer("demo");
    admin.page().click(".actions [data-act=stop]");
    admin.page().click(".server-panel dialog.order button.danger");
    admin.awaitState("demo", "stopped");
    assertThat(admin.events("mcp_status_change", "demo", "→ stopped")).hasCount(1);
    admin.page().click(".actions [data-act=start]");
    admin.awaitState("demo", "healthy");
  }
}
