package dev.omnibus.dashboard;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.BoundingBox;
import dev.omnibus.harness.McpAgent;
import dev.omnibus.harness.NodeProcess;
import dev.omnibus.harness.Operator;
import dev.omnibus.harness.ServersFile;
import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The charts of the page while an agent calls, ten times a second, a tool that fails. */
class MetricsDashboardIT {

  private static final Pattern SOME_RATE = Pattern.compile("[1-9][0-9.]*/s");
  private static final Pattern SOME_TIME = Pattern.compile("[1-9][0-9.]* (µs|ms|s)");

  private static final String PEER = "src/test/peers/trace-server.mjs";

  @RegisterExtension
  static final Stage STAGE =
      new Stage(
          new ServersFile()
              .demo("demo")
              .stdio("gone", "node", Path.of(PEER).toAbsolutePath().toString()),
          Map.of("omnibus.json", "{\"coordinator\":{\"metricsMs\":1000}}"));

  private static ScheduledExecutorService agent;

  @BeforeAll
  static void callAllTheTime() throws Exception {
    int port = STAGE.node().port();
    STAGE.admin().awaitState("demo", "healthy");
    String token = Operator.token(port, "admin", NodeProcess.PASSWORD);
    McpAgent calling = new McpAgent(port, "/mcp/demo", token).initialize();
    agent = Executors.newSingleThreadScheduledExecutor();
    agent.scheduleWithFixedDelay(() -> calling.callNow("fail"), 0, 100, TimeUnit.MILLISECONDS);
  }

  @AfterAll
  static void callNoMore() {
    if (agent != null) {
      agent.shutdownNow();
    }
  }

  @Test
  void a_stretch_one_zooms_to_stands_still_survives_a_reload_and_leads_back_to_live() {
    Page page = STAGE.admin().page();
    page.locator("nav.pages a[data-page=metrics]").click();
    assertThat(page.locator("[data-live=yes]")).isVisible();
    page.locator("[data-span='5m']").click();
    assertThat(reading(page, "rate", "calls")).hasText(SOME_RATE);
    assertThat(reading(page, "latency", "p95")).hasText(SOME_TIME);
    assertThat(reading(page, "errors", "tool")).hasText(SOME_RATE);

    dragOverTheEnd(page, "rate");
    assertThat(page.locator("[data-live=no]")).isVisible();
    page.goBack();
    assertThat(page.locator("[data-live=yes]")).isVisible();

    dragOverTheEnd(page, "rate");
    assertThat(page.locator("[data-live=no]")).isVisible();
    assertTrue(page.url().contains("range=5m&at="), page.url());
    String zoomed = page.locator(".stopped").innerText();
    assertThat(reading(page, "rate", "calls")).hasText(SOME_RATE);

    page.reload();
    assertThat(page.locator(".stopped")).hasText(zoomed);
    assertThat(reading(page, "rate", "calls")).hasText(SOME_RATE);
    assertThat(reading(page, "latency", "p95")).hasText(SOME_TIME);

    page.locator(".go-live").click();
    assertThat(page.locator("[data-live=yes]")).isVisible();
    assertFalse(page.url().contains("at="), page.url());
    assertThat(page.locator("[data-span='5m']")).hasAttribute("aria-pressed", "true");
    assertThat(reading(page, "rate", "calls")).hasText(SOME_RATE);
  }

  @Test
  void a_server_has_its_charts_and_the_tools_that_were_called() {
    Dashboard admin = STAGE.admin();
    assertThat(admin.row("demo").locator(".col-calls")).containsText(SOME_RATE);
    admin.openServer("demo");
    Page page = admin.page();
    page.locator("[data-tab=metrics]").click();
    assertThat(reading(page, "rate", "calls")).hasText(SOME_RATE);
    assertThat(reading(page, "latency", "p50")).hasText(SOME_TIME);
    assertThat(reading(page, "breaker", "state")).hasText("closed");
    assertThat(page.locator(".top-list[data-by=tool] tbody td").first()).hasText(SOME_RATE);
  }

  /** The node is a server behind a URL to itself, and has a page of figures. */
  @Test
  void a_server_behind_a_url_has_the_charts_of_a_process_once_it_reports() throws Exception {
    NodeProcess node = STAGE.node();
    String token = Operator.token(node.port(), "admin", NodeProcess.PASSWORD);
    JsonObject far =
        new JsonObject()
            .put("url", "http://127.0.0.1:" + node.port() + "/mcp/demo")
            .put("headers", new JsonObject().put("Authorization", "Bearer " + token))
            .put("metricsUrl", "http://127.0.0.1:" + node.opsPort() + "/metrics");
    node.write("servers.json", STAGE.fleet().put("far", far).text());
    Dashboard admin = STAGE.admin();
    admin.awaitState("far", "healthy");
    admin.openServer("far");
    Page page = admin.page();
    assertThat(page.locator(".vitals")).containsText(Pattern.compile("[1-9]\\d* open files"));
    page.locator("[data-tab=metrics]").click();
    assertThat(reading(page, "threads", "process")).hasText(Pattern.compile("[1-9]\\d*"));
    far.put("metricsUrl", "/nowhere");
    node.write("servers.json", STAGE.fleet().put("far", far).text());
    page.locator("[data-tab='']").click();
    assertThat(page.locator(".vitals")).containsText("HTTP 404");
  }

  private static Locator key(Page page, String chart, String line) {
    return page.locator("[data-chart=" + chart + "] .key")
        .filter(new Locator.FilterOptions().setHasText(line));
  }

  /** Where the line under the cursor stands; of a chart without one, nowhere. */
  private static String cursor(Page page, String chart) {
    return (String)
        page.locator("[data-chart=" + chart + "] .u-cursor-x").evaluate("x => x.style.transform");
  }

  @Test
  void all_charts_have_one_cursor_and_a_line_that_is_hidden_stays_so_in_the_address_bar() {
    Page page = STAGE.admin().page();
    page.locator("nav.pages a[data-page=metrics]").click();
    assertThat(reading(page, "latency", "p50")).hasText(SOME_TIME);
    BoundingBox box = page.locator("[data-chart=rate] .u-over").boundingBox();
    page.mouse().move(box.x + box.width - 20, box.y + box.height / 2);
    assertThat(page.locator("[data-chart=rate] .tip")).isVisible();
    page.waitForCondition(() -> cursor(page, "rate").equals(cursor(page, "latency")));
    assertTrue(cursor(page, "rate").startsWith("translate("), cursor(page, "rate"));

    key(page, "latency", "p50").click();
    assertThat(key(page, "latency", "p50")).hasAttribute("aria-pressed", "false");
    page.locator(".top-list thead button").filter(having("p99")).first().click();
    page.reload();
    assertThat(key(page, "latency", "p50")).hasAttribute("aria-pressed", "false");
    assertThat(key(page, "latency", "p95")).hasAttribute("aria-pressed", "true");
    assertThat(page.locator(".top-list [aria-sort=descending]").first()).hasText("p99");
  }

  private static Locator.FilterOptions having(String text) {
    return new Locator.FilterOptions().setHasText(text);
  }

  @Test
  void a_time_that_is_typed_in_is_shown_and_leaves_with_a_link() {
    Page page = STAGE.admin().page();
    page.locator("nav.pages a[data-page=metrics]").click();
    page.locator(".custom-range summary").click();
    page.getByLabel("From", exactly()).fill("2026-03-29T01:30:10");
    page.getByLabel("To", exactly()).fill("2026-03-29T05:00:20");
    page.locator(".custom-range button.primary").click();
    assertThat(page.locator(".stopped")).containsText("01:30:10 – 05:00:20");
    assertThat(page.locator("[data-chart=rate] .veil")).hasText("No calls in this time");
    String link = page.url();
    page.navigate("about:blank");
    page.navigate(link);
    assertThat(page.locator(".stopped")).containsText("01:30:10 – 05:00:20");
  }

  private static Page.GetByLabelOptions exactly() {
    return new Page.GetByLabelOptions().setExact(true);
  }

  /** Who has a link to it wants to know how it was. */
  @Test
  void a_server_that_was_removed_still_shows_what_was_measured_of_it() throws Exception {
    STAGE.admin().awaitState("gone", "healthy");
    int port = STAGE.node().port();
    String token = Operator.token(port, "admin", NodeProcess.PASSWORD);
    new McpAgent(port, "/mcp/gone", token).initialize().call("context");
    Page page = STAGE.admin().openServer("gone").page();
    page.locator("[data-tab=metrics]").click();
    assertThat(reading(page, "latency", "p50")).hasText(SOME_TIME);
    STAGE.node().write("servers.json", STAGE.fleet().remove("gone").text());
    assertThat(page.locator(".server-panel")).containsText("There is no server named “gone” now");
    page.reload();
    assertThat(reading(page, "latency", "p50")).hasText(SOME_TIME);
  }

  /** Whoever does not see it reads it with the arrow keys, and goes nearer with +. */
  @Test
  void a_chart_is_read_and_zoomed_with_the_keyboard_alone() {
    Page page = STAGE.admin().page();
    page.keyboard().press("]");
    assertThat(reading(page, "latency", "p50")).hasText(SOME_TIME);
    page.locator("[data-chart=latency] .plot").focus();
    page.keyboard().press("End");
    assertThat(page.locator("[data-chart=latency] .tip dt"))
        .hasText(new String[] {"p50", "p95", "p99"});
    page.keyboard().press("Escape");
    assertThat(page.locator(".tip")).hasCount(0);
    page.keyboard().press("+");
    assertThat(page.locator("[data-live=no]")).isVisible();
    page.keyboard().press("Backspace");
    assertThat(page.locator("[data-live=yes]")).isVisible();
    assertEquals(
        "latency", page.evaluate("document.activeElement.closest('figure').dataset.chart"));
  }

  /** The figure beside the name of a line: that under the cursor, or the last. */
  private static Locator reading(Page page, String chart, String line) {
    return page.locator("[data-chart=" + chart + "] .key")
        .filter(new Locator.FilterOptions().setHasText(line))
        .locator("b");
  }

  /** The last minute of five, as far as a live line goes. */
  private static void dragOverTheEnd(Page page, String chart) {
    BoundingBox box = page.locator("[data-chart=" + chart + "] .u-over").boundingBox();
    double y = box.y + box.height / 2;
    page.mouse().move(box.x + box.width * 0.8, y);
    page.mouse().down();
    page.mouse().move(box.x + box.width * 0.9, y);
    page.mouse().move(box.x + box.width - 1, y);
    page.mouse().up();
  }
}
