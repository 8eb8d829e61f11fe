package dev.omnibus.dashboard;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.BoundingBox;
import dev.omnibus.harness.NodeProcess;
import dev.omnibus.harness.Operator;
import dev.omnibus.harness.ServersFile;
import dev.omnibus.harness.Waiting;
import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Traces of real calls in a real page. */
class TracesDashboardIT {

  @RegisterExtension
  static final Stage STAGE =
      new Stage(
          new ServersFile().stdio("trace", "node", peer("trace-server.mjs")),
          Map.of(
              "omnibus.json",
              """
              {"telemetry": {"traces": {"share": 1, "perSecond": 1000}},
               "gateway": {"callTimeoutMs": 600000}}"""));

  private static String peer(String file) {
    return Path.of("src/test/peers", file).toAbsolutePath().toString();
  }

  private static void call(String tool) throws Exception {
    call(tool, new JsonObject());
  }

  /**
   * @param meta what the agent says beside the arguments
   */
  private static void call(String tool, JsonObject meta) throws Exception {
    String token = Operator.token(STAGE.node().port(), "admin", NodeProcess.PASSWORD);
    JsonObject params =
        new JsonObject().put("name", tool).put("arguments", new JsonObject()).put("_meta", meta);
    JsonObject request =
        new JsonObject()
            .put("jsonrpc", "2.0")
            .put("id", 1)
            .put("method", "tools/call")
            .put("params", params);
    Operator.post(STAGE.node().port(), "/mcp/trace", request, token);
  }

  private static CompletableFuture<Void> hanging() {
    return CompletableFuture.runAsync(
        () -> {
          try {
            call("hang");
          } catch (Exception gaveUp) {
            // it never ends; the client gives up on it
          }
        });
  }

  private static Page open() {
    Page page = STAGE.admin().awaitState("trace", "healthy").page();
    page.locator("nav.pages").getByText("Traces").click();
    page.locator("traces-view").waitFor();
    return page;
  }

  private static Locator rows(Page page) {
    return page.locator(".trace-list tbody tr");
  }

  private static Locator steps(Page page) {
    return page.locator(".waterfall li");
  }

  private static Locator bar(Page page, String kind) {
    return page.locator(".waterfall li[data-kind=" + kind + "] .track i");
  }

  @Test
  void a_call_comes_into_the_list_and_shows_its_steps() throws Exception {
    Page page = open();
    call("context");
    Locator row = rows(page).filter(new Locator.FilterOptions().setHasText("context")).first();
    row.getByRole(AriaRole.BUTTON).press("Enter");
    assertThat(steps(page).filter(new Locator.FilterOptions().setHasText("hop"))).hasCount(1);
    assertThat(steps(page).filter(new Locator.FilterOptions().setHasText("serve"))).hasCount(1);
    assertTrue(page.url().contains("trace="), page.url());
    BoundingBox all = bar(page, "call").boundingBox();
    BoundingBox served = bar(page, "serve").boundingBox();
    assertTrue(all.width > 100 && served.width < all.width, "a part is shorter than the whole");
    assertTrue(served.x > all.x, "and begins later");
    steps(page).first().getByRole(AriaRole.BUTTON).click();
    assertThat(page.locator(".span-facts")).containsText("tools/call");
    Waiting.until(
        "a call is counted for the node that took it",
        Duration.ofSeconds(120),
        () -> {
          call("context");
          return page.locator("load-spread").innerText().contains("stage");
        });
  }

  /** The names of all steps, whether they took long or not. */
  private static void shows(Page page, String... names) {
    for (String name : names) {
      assertThat(page.locator(".waterfall li[data-name='" + name + "']")).not().hasCount(0);
    }
  }

  private static Locator way(Page page, String word) {
    return page.locator(".trace-ways a").filter(new Locator.FilterOptions().setHasText(word));
  }

  @Test
  void from_a_run_its_trace_is_one_click_away_and_from_there_the_audit_log_and_the_run() {
    Page page = STAGE.admin().awaitState("trace", "healthy").openServer("trace").page();
    page.locator("[role=tab][data-tab=tools]").click();
    page.locator(".run-entry[data-name=context]").click();
    page.locator("form[data-tool=context] button.primary").click();
    Locator link = page.locator(".run-call[data-state=finished] .trace-link");
    String trace = link.getAttribute("data-trace");
    link.click();
    assertThat(page.locator(".trace-head code")).hasText(trace);
    shows(page, "tools/call context", "policy", "queue", "hop", "serve", "session", "answer");

    way(page, "Audit").click();
    Locator row = page.locator("audit-page tr[data-action='call.finished']");
    assertThat(row).hasCount(1);
    row.locator(".trace-link").click();
    assertThat(page.locator(".trace-head code")).hasText(trace);

    page.reload();
    way(page, "The run").click();
    assertThat(page.locator(".run-call[data-state=finished] .trace-link"))
        .hasAttribute("data-trace", trace);
  }

  @Test
  void a_line_of_the_log_that_names_a_trace_leads_to_it() throws Exception {
    String trace = "4bf92f3577b34da6a3ce929d0e0e4736";
    call("context", new JsonObject().put("traceparent", "00-" + trace + "-00f067aa0ba902b7-01"));
    Page page = STAGE.admin().awaitState("trace", "healthy").openServer("trace").page();
    page.locator("[role=tab][data-tab=log]").click();
    page.locator(".log-text .trace-link[data-trace='" + trace + "']").first().click();
    assertThat(page.locator(".trace-head code")).hasText(trace);
    page.goBack();
    assertThat(page.locator(".log-text .trace-link").first()).isVisible();
  }

  @Test
  void a_mark_in_the_chart_of_latency_leads_to_its_call_and_back_leads_to_the_chart()
      throws Exception {
    call("context");
    Page page = STAGE.admin().awaitState("trace", "healthy").openServer("trace").page();
    page.locator("[role=tab][data-tab=metrics]").click();
    page.locator("[data-chart=latency] button.mark:visible").last().click();
    page.waitForURL(Pattern.compile(".*trace=[0-9a-f]{32}.*"));
    String trace = page.url().replaceFirst(".*trace=([0-9a-f]{32}).*", "$1");
    assertThat(page.locator(".trace-head code")).hasText(trace);
    way(page, "Charts").click();
    assertThat(page.locator("[data-live=no]")).isVisible();
    assertThat(page.locator("[data-chart=latency] button.mark[data-trace='" + trace + "']"))
        .isVisible();
    page.goBack();
    assertThat(page.locator(".trace-head code")).hasText(trace);
  }

  @Test
  void a_trace_of_which_nothing_is_kept_says_so() {
    Page page = open();
    page.navigate(
        "http://127.0.0.1:" + STAGE.node().port() + "/#page=traces&trace=" + "0123".repeat(8));
    assertThat(page.locator(".trace-side .empty")).containsText("Nothing is kept of this trace");
  }

  @Test
  void a_filter_that_nothing_fits_says_so_and_stays_in_the_address() throws Exception {
    call("context");
    Page page = open();
    rows(page).first().waitFor();
    page.getByLabel("failed only").check();
    assertThat(page.locator(".trace-list .empty")).containsText("No trace matches");
    page.reload();
    assertThat(page.getByLabel("failed only")).isChecked();
  }

  @Test
  void a_call_that_goes_on_grows_on_the_page() {
    CompletableFuture<Void> hanging = hanging();
    Page page = open();
    Locator row = rows(page).filter(new Locator.FilterOptions().setHasText("goes on")).first();
    row.click();
    Locator answer = page.locator(".waterfall li.open[data-name=answer] button");
    answer.waitFor();
    String before = page.locator(".trace-head b").innerText();
    page.waitForCondition(() -> !before.equals(page.locator(".trace-head b").innerText()));
    assertEquals(1, page.locator(".trace-head .living").count());
    hanging.cancel(true);
  }
}
