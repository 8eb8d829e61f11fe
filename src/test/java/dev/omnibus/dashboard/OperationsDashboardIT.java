package dev.omnibus.dashboard;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import dev.omnibus.coordinator.Hold;
import dev.omnibus.coordinator.Tiny;
import dev.omnibus.harness.McpAgent;
import dev.omnibus.harness.NodeProcess;
import dev.omnibus.harness.Operator;
import dev.omnibus.harness.ServersFile;
import io.vertx.core.json.JsonObject;
import java.net.http.HttpResponse;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What an operator does to servers from the page, and what all pages see of it. */
class OperationsDashboardIT {

  private static final Pattern TAKES =
      Pattern.compile("\\d % CPU, [\\d.]+ MiB, \\d+ open files?, \\d+ threads?");

  private static final Hold HOLD = Hold.open();

  @RegisterExtension
  static final Stage STAGE =
      new Stage(
          new ServersFile()
              .put("calm", Tiny.entry())
              .put("used", Tiny.entry())
              .put("slow", HOLD.entry())
              .put("m1", Tiny.entry())
              .put("m2", Tiny.entry())
              .put("m3", Tiny.entry("slow-start", "1")),
          Map.of(
              "omnibus.json", "{\"coordinator\":{\"connectTimeoutMs\":120000,\"vitalsMs\":500}}"));

  private static Locator panel(Dashboard page, String what) {
    return page.page().locator(".server-panel " + what);
  }

  @Test
  void a_restart_shows_first_what_it_hits_and_then_each_step_until_it_is_done() throws Exception {
    Dashboard admin = STAGE.admin().awaitState("used", "healthy").openServer("used");
    String token = Operator.token(STAGE.node().port(), "admin", NodeProcess.PASSWORD);
    McpAgent agent = new McpAgent(STAGE.node().port(), "/mcp/used", token).initialize();
    CompletableFuture<HttpResponse<String>> nap = agent.callLater("nap");
    panel(admin, "[data-act=restart]").click();
    Locator dialog = panel(admin, "dialog.order[open]");
    assertThat(dialog).containsText("1 session");
    assertThat(dialog).containsText("of admin");
    dialog.locator("input[name=reason]").fill("new certificate");
    dialog.locator("button.danger").click();
    assertThat(panel(admin, ".operation[data-phase=accepted]")).containsText("restart");
    assertThat(panel(admin, ".operation[data-phase=done]")).containsText("the same as before");
    assertThat(panel(admin, ".operation")).containsText("new certificate");
    assertEquals(200, nap.get().statusCode(), "what was under way was waited for");
    admin.awaitState("used", "healthy");
  }

  @Test
  void what_the_process_takes_is_shown_and_after_a_restart_that_of_the_next_one() throws Exception {
    Dashboard admin = STAGE.admin().awaitState("m1", "healthy").openServer("m1");
    Locator process = panel(admin, "dl div").filter(having("Process"));
    assertThat(process).containsText(TAKES);
    String before = process.locator("dd").innerText().split(" ")[0];
    assertTrue(ProcessHandle.of(Long.parseLong(before)).isPresent());
    try (Operator operator = Operator.admin(STAGE.node().port())) {
      JsonObject order = new JsonObject().put("server", "m1").put("wait", true);
      operator.ask("command.server.restart", order);
    }
    assertThat(process).not().containsText(before + " ");
    assertThat(process).containsText(TAKES);
  }

  private static Locator.FilterOptions having(String text) {
    return new Locator.FilterOptions().setHasText(text);
  }

  @Test
  void another_page_sees_who_is_at_it_and_can_not_do_it_too() throws Exception {
    Dashboard one = STAGE.admin().awaitState("slow", "healthy").openServer("slow");
    Dashboard other = STAGE.admin().awaitState("slow", "healthy").openServer("slow");
    HOLD.hold();
    panel(one, "[data-act=restart]").click();
    panel(one, "dialog.order[open] button.danger").click();
    assertThat(panel(other, ".operation[data-phase=accepted]")).containsText("restart by admin");
    assertThat(panel(other, "[data-act=restart]")).isDisabled();
    assertThat(other.row("slow")).containsText("restart by admin");
    other.page().reload();
    assertThat(panel(other, ".operation[data-phase=accepted]")).containsText("restart by admin");
    HOLD.release();
    assertThat(panel(other, ".operation[data-phase=done]")).containsText("restart");
    assertThat(panel(other, "[data-act=restart]")).isEnabled();
  }

  @Test
  void what_is_refused_is_said_and_nothing_is_shown_as_done() throws Exception {
    Dashboard admin = STAGE.admin().awaitState("calm", "healthy").openServer("calm");
    panel(admin, "[data-act=stop]").click();
    panel(admin, "dialog.order[open] input[name=reason]").fill("x");
    try (Operator first = Operator.admin(STAGE.node().port())) {
      JsonObject drain = new JsonObject().put("server", "calm").put("drainMs", 0);
      first.ask("command.server.disable", drain.put("wait", true));
      panel(admin, "dialog.order[open] button.danger").click();
      assertThat(panel(admin, "dialog.order[open] [role=alert]")).containsText("disabled");
      first.ask("command.server.enable", new JsonObject().put("server", "calm").put("wait", true));
    }
    admin.awaitState("calm", "healthy");
  }

  @Test
  void several_servers_are_chosen_and_stopped_together_and_the_progress_is_shown() {
    Dashboard admin = STAGE.admin();
    Page page = admin.page();
    for (String name : new String[] {"m1", "m2", "m3"}) {
      admin.awaitState(name, "healthy");
      page.locator("tr[data-server=" + name + "] input.pick").check();
    }
    assertThat(page.locator(".chosen")).containsText("3 servers chosen");
    page.locator(".chosen [data-act=stop]").click();
    assertThat(page.locator("chosen-bar dialog[open] .hits li")).hasCount(3);
    page.locator("chosen-bar dialog[open] button.danger").click();
    assertThat(page.locator(".chosen .progress[data-over=true]")).containsText("3 of 3 done");
    for (String name : new String[] {"m1", "m2", "m3"}) {
      admin.awaitState(name, "stopped");
    }
    page.locator(".chosen [data-act=start]").click();
    page.locator("chosen-bar dialog[open] button.danger").click();
    assertThat(page.locator(".chosen .progress[data-over=true]")).containsText("start: 3 of 3");
  }
}
