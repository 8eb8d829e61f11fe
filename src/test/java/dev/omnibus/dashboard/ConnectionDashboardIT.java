package dev.omnibus.dashboard;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import dev.omnibus.coordinator.TinyEntry;
import dev.omnibus.harness.FreePort;
import dev.omnibus.harness.ServersFile;
import io.vertx.core.json.JsonObject;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Connections tested from a real page: of a server that is saved, and of one that is pasted. */
class ConnectionDashboardIT {

  private static final int DEAD = FreePort.next();

  @RegisterExtension
  static final Stage STAGE =
      new Stage(
          new ServersFile().put("tiny", tiny()).http("dead", "http://127.0.0.1:" + DEAD + "/mcp"));

  private static JsonObject tiny() {
    return TinyEntry.of("hush-hush");
  }

  private static Page dialog(String pasted) {
    Page page = STAGE.admin().page();
    page.getByText("Test a connection").first().click();
    page.locator(".test-dialog textarea").fill(pasted);
    return page;
  }

  private static void press(Page page, String word) {
    page.locator(".test-dialog .test-acts button", new Page.LocatorOptions().setHasText(word))
        .click();
  }

  private static Locator step(Page page, String phase) {
    return page.locator(".report-steps tr[data-phase=" + phase + "]");
  }

  @Test
  void a_saved_server_is_tested_and_each_phase_shown() {
    Page page = STAGE.admin().awaitState("tiny", "healthy").openServer("tiny").page();
    page.locator("[role=tab][data-tab=test]").click();
    page.locator("connection-view .primary").click();
    assertThat(page.locator(".report[data-ok=true]")).isVisible();
    assertThat(step(page, "start")).hasAttribute("data-ok", "true");
    assertThat(step(page, "tools")).containsText("1");
    assertThat(page.locator(".report")).containsText("tiny");
    double width = page.locator(".phases .phase").first().boundingBox().width;
    assertTrue(width > 20, () -> "the longest phase is " + width + " px wide");
  }

  @Test
  void a_dead_one_is_explained() {
    Page page = STAGE.admin().openServer("dead").page();
    page.locator("[role=tab][data-tab=test]").click();
    page.locator("connection-view .primary").click();
    assertThat(page.locator(".report[data-ok=false]")).containsText("connection refused");
    assertThat(page.locator(".report-advice")).containsText("Nobody listens there");
    assertThat(step(page, "connect")).hasAttribute("data-ok", "false");
  }

  @Test
  void what_is_pasted_is_tested_and_saved_and_then_in_the_fleet() {
    JsonObject file = new JsonObject().put("mcpServers", new JsonObject().put("young", tiny()));
    Page page = dialog(file.encodePrettily());
    press(page, "Test");
    assertThat(page.locator(".test-dialog .report[data-ok=true]")).isVisible();
    press(page, "Save");
    page.waitForSelector("tr[data-server='young'][data-state=healthy]");
    assertThat(page.locator(".server-panel h2")).hasText("young");
  }

  @Test
  void what_is_no_entry_is_said_before_anything_is_sent() {
    Page page = dialog("{ \"mcpServers\": ");
    assertThat(page.locator(".test-dialog .error")).containsText("no JSON");
    assertThat(page.locator(".test-dialog .test-acts .primary")).isDisabled();
  }

  @Test
  void a_name_that_is_taken_cannot_be_saved() {
    Page page = dialog(new JsonObject().put("tiny", tiny()).encode());
    assertThat(page.locator(".test-dialog .test-acts")).containsText("is taken");
    assertThat(
            page.locator(
                ".test-dialog .test-acts button", new Page.LocatorOptions().setHasText("Save")))
        .isDisabled();
  }
}
