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
    String token = Operator.token(STAGE.node().port(), "admin", NodeProcess.PASSWORD);
    JsonObject params = new JsonObject().put("name", tool).put("arguments", new JsonObject());
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
