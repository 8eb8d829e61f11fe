package dev.omnibus.dashboard;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.omnibus.harness.FreePort;
import dev.omnibus.harness.NodeProcess;
import dev.omnibus.harness.ServersFile;
import io.vertx.core.json.JsonObject;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What the page shows of a fleet, to somebody who signs in. */
class FleetDashboardIT {

  @RegisterExtension
  static final Stage STAGE =
      new Stage(
          new ServersFile()
              .demo("demo")
              .demoHttp("web", FreePort.next())
              .demo("slow", "--latency", "300ms")
              .probed("slow", new JsonObject().put("slowMs", 50).put("intervalMs", 1_000))
              .http("gone", "http://127.0.0.1:" + FreePort.next() + "/mcp"));

  @Test
  void a_wrong_password_is_said_in_place() {
    Dashboard visitor = STAGE.visit().signIn("admin", "not the password");
    assertThat(visitor.page().locator("#login-error")).containsText("do not match");
    assertThat(visitor.page().locator("#username")).hasValue("admin");
    assertEquals(0, visitor.page().locator("tr[data-server]").count());
  }

  @Test
  void whoever_signs_in_sees_the_fleet() {
    Dashboard admin = STAGE.visit().signIn("admin", NodeProcess.PASSWORD).awaitLive();
    assertThat(admin.page().locator("tr[data-server]")).hasCount(4);
    assertThat(admin.page().locator("header .user-name")).hasText("admin");
  }

  @Test
  void a_reload_keeps_one_signed_in() {
    Dashboard admin = STAGE.admin();
    admin.page().reload();
    admin.awaitLive();
    assertThat(admin.page().locator("header .user-name")).hasText("admin");
  }

  @Test
  void a_state_is_a_word_and_an_icon_not_a_colour_alone() {
    Map<String, String> states =
        Map.of("demo", "healthy", "slow", "degraded", "gone", "circuit_open");
    Dashboard admin = STAGE.admin();
    states.forEach(admin::awaitState);
    Set<String> icons = new HashSet<>();
    states.forEach(
        (server, state) -> {
          assertEquals(state.replace('_', ' '), admin.cell(server, "state"));
          assertThat(admin.row(server).locator(".col-state svg")).isVisible();
          icons.add(admin.row(server).locator(".col-state svg").innerHTML());
        });
    assertEquals(3, icons.size(), "each state has an icon of its own");
  }

  @Test
  void a_row_tells_transport_era_tools_and_owner() {
    Dashboard admin = STAGE.admin().awaitState("demo", "healthy").awaitState("web", "healthy");
    assertThat(admin.row("demo").locator(".col-transport")).containsText("stdio");
    assertThat(admin.row("demo").locator(".col-transport .tag")).hasText("legacy");
    assertThat(admin.row("web").locator(".col-transport")).containsText("http");
    assertThat(admin.row("demo").locator(".col-tools")).hasText("8");
    assertThat(admin.row("demo").locator(".col-owner")).hasText("stage");
  }

  @Test
  void a_row_tells_last_check_answer_time_next_check_and_breaker() {
    Dashboard admin = STAGE.admin().awaitState("demo", "healthy");
    Pattern age = Pattern.compile("now|\\d+ s");
    assertThat(admin.row("demo").locator(".col-last")).hasText(age);
    assertThat(admin.row("demo").locator(".col-latency .num")).hasText(Pattern.compile("\\d ms"));
    assertThat(admin.row("demo").locator(".col-latency svg.spark")).isVisible();
    assertThat(admin.row("demo").locator(".col-next")).hasText(Pattern.compile("in \\d+ s|due"));
    assertThat(admin.row("demo").locator(".col-breaker")).hasText("closed");
  }

  @Test
  void the_age_of_the_last_check_ticks_between_two_checks() {
    Dashboard admin = STAGE.admin().awaitState("demo", "healthy");
    assertThat(admin.row("demo").locator(".col-last")).hasText(Pattern.compile("[1-3] s"));
    assertThat(admin.row("demo").locator(".col-last")).hasText(Pattern.compile("[5-8] s"));
  }

  @Test
  void an_open_breaker_is_on_the_row() {
    Dashboard admin = STAGE.admin().awaitState("gone", "circuit_open");
    assertThat(admin.row("gone").locator(".col-breaker")).hasText(Pattern.compile("open"));
  }

  @Test
  void the_header_counts_healthy_degraded_and_down() {
    Dashboard admin = STAGE.admin();
    admin.awaitState("demo", "healthy").awaitState("web", "healthy").awaitState("slow", "degraded");
    assertThat(admin.page().locator(".chip[data-group=healthy] b")).hasText("2");
    assertThat(admin.page().locator(".chip[data-group=degraded] b")).hasText("1");
    assertThat(admin.page().locator(".chip[data-group=down] b")).hasText("1");
  }

  @Test
  void a_counter_narrows_the_table_to_its_servers() {
    Dashboard admin = STAGE.admin().awaitState("slow", "degraded");
    admin.page().click(".chip[data-group=degraded]");
    assertThat(admin.page().locator("tr[data-server]")).hasCount(1);
    assertEquals(List.of("slow"), admin.servers());
  }

  @Test
  void a_server_that_does_not_answer_says_why() {
    Dashboard admin = STAGE.admin();
    assertThat(admin.row("gone").locator(".aside")).containsText("refused");
  }

  @Test
  void the_pill_tells_how_old_the_last_news_is() {
    Dashboard admin = STAGE.admin();
    assertThat(admin.page().locator(".pill")).containsText("live");
    assertThat(admin.page().locator(".pill-age")).hasText(Pattern.compile("\\d+ s"));
  }

  @Test
  void two_browsers_of_one_user_are_both_live() {
    Dashboard first = STAGE.admin().awaitState("web", "healthy");
    Dashboard second = STAGE.admin().awaitState("web", "healthy");
    first.openServer("web").page().click(".actions [data-act=stop]");
    first.page().click(".server-panel dialog.order button.danger");
    second.awaitState("web", "stopped");
    first.awaitState("web", "stopped").page().click(".actions [data-act=start]");
    second.awaitState("web", "healthy");
    first.awaitState("web", "healthy");
  }
}
