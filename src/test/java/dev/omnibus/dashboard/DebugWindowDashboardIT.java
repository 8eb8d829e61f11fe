package dev.omnibus.dashboard;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.microsoft.playwright.Download;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.BoundingBox;
import dev.omnibus.harness.ServersFile;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.file.Files;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Each thing that the debug window can do, over a live socket. */
class DebugWindowDashboardIT {

  private static final String MESSAGES = ".debug-messages li[data-type]";

  /** Probed every 100 ms, so that there is always a next message; no two take as long. */
  @RegisterExtension
  static final Stage STAGE =
      new Stage(
          new ServersFile()
              .demo("demo", "--latency", "40ms")
              .probed("demo", new JsonObject().put("intervalMs", 100).put("slowMs", 5000)));

  private static Page open() {
    Page page = STAGE.admin().awaitState("demo", "healthy").press("d").page();
    page.waitForSelector(".debug");
    return page;
  }

  private static Locator button(Page page, String word) {
    return page.locator(".debug button:has-text('" + word + "')");
  }

  private static BoundingBox box(Page page) {
    return page.locator(".debug").boundingBox();
  }

  private static void drag(Page page, double x, double y, double byX, double byY) {
    page.mouse().move(x, y);
    page.mouse().down();
    page.mouse().move(x + byX / 2, y + byY / 2);
    page.mouse().move(x + byX, y + byY);
    page.mouse().up();
  }

  @Test
  void it_is_dragged_by_its_head() {
    Page page = open();
    BoundingBox before = box(page);
    drag(page, before.x + 40, before.y + 20, 200, 100);
    BoundingBox after = box(page);
    assertEquals(200, after.x - before.x, 1);
    assertEquals(100, after.y - before.y, 1);
    assertEquals(before.width, after.width, 1);
  }

  @Test
  void it_is_resized_at_its_corner_down_to_a_smallest_size() {
    Page page = open();
    BoundingBox first = box(page);
    drag(page, first.x + first.width - 5, first.y + first.height - 5, 120, 60);
    BoundingBox larger = box(page);
    assertEquals(120, larger.width - first.width, 1);
    assertEquals(60, larger.height - first.height, 1);
    drag(page, larger.x + larger.width - 5, larger.y + larger.height - 5, -690, -650);
    assertEquals(300, box(page).width, 1);
    assertEquals(200, box(page).height, 1);
  }

  @Test
  void it_moves_and_grows_by_the_arrow_keys() {
    Page page = open();
    BoundingBox before = box(page);
    page.locator(".debug-head").focus();
    page.keyboard().press("ArrowRight");
    page.locator(".debug-grip").focus();
    page.keyboard().press("ArrowDown");
    assertTrue(box(page).x > before.x, "not moved");
    assertTrue(box(page).height > before.height, "not grown");
  }

  @Test
  void it_is_where_it_was_after_a_reload() {
    Page page = open();
    BoundingBox first = box(page);
    drag(page, first.x + 40, first.y + 20, 150, 80);
    BoundingBox moved = box(page);
    page.reload();
    page.waitForSelector(".debug");
    assertEquals(moved.x, box(page).x, 1);
    assertEquals(moved.y, box(page).y, 1);
  }

  @Test
  void its_dot_tells_the_state_of_the_socket() {
    Page page = open();
    assertThat(page.locator(".debug-status")).hasAttribute("data-phase", "open");
    assertThat(page.locator(".debug-status")).containsText("live");
    assertThat(page.locator(".debug-status .dot")).isVisible();
    button(page, "Disconnect").click();
    assertThat(page.locator(".debug-status")).hasAttribute("data-phase", "off");
    assertThat(page.locator(".debug-status")).containsText("disconnected");
  }

  @Test
  void it_disconnects_and_stays_away_until_told_to_reconnect() {
    Page page = open();
    button(page, "Disconnect").click();
    assertThat(page.locator("connection-banner")).containsText("Disconnected by you");
    assertThat(page.locator("connection-banner")).containsText(Pattern.compile("[3-9] s old"));
    assertThat(page.locator(".pill")).hasAttribute("data-phase", "off");
    button(page, "Reconnect").click();
    assertThat(page.locator(".pill")).hasAttribute("data-phase", "open");
    assertThat(page.locator("connection-banner .banner")).hasCount(0);
  }

  @Test
  void a_closed_socket_is_said_with_its_code() {
    Page page = open();
    button(page, "Disconnect").click();
    assertThat(page.locator(".debug-error")).containsText("Closed with code 1000: closed here");
    button(page, "Reconnect").click();
    assertThat(page.locator(".debug-error")).hasCount(0);
  }

  @Test
  void it_filters_by_type() {
    Page page = open();
    page.locator(MESSAGES + "[data-type=mcp_health_check]").first().waitFor();
    page.selectOption(".debug select", "registered");
    assertThat(page.locator(MESSAGES).first()).hasAttribute("data-type", "registered");
    assertThat(page.locator(MESSAGES + ":not([data-type=registered])")).hasCount(0);
  }

  @Test
  void it_filters_by_text() {
    Page page = open();
    page.locator(MESSAGES + "[data-type=mcp_health_check]").first().waitFor();
    page.fill(".debug input[type=search]", "ANSWERED ping");
    assertThat(page.locator(MESSAGES).first()).containsText("answered ping");
    assertThat(page.locator(MESSAGES + ":not(:has-text('answered ping'))")).hasCount(0);
    page.fill(".debug input[type=search]", "no such words");
    assertThat(page.locator(".debug-messages")).containsText("No message matches the filter.");
  }

  @Test
  void it_keeps_the_last_50_messages() {
    Page page = open();
    assertThat(page.locator(".debug-shown")).hasText("50 / 50 messages");
    String newest = page.locator(MESSAGES + " time").first().innerText();
    assertThat(page.locator(MESSAGES + " time").first()).not().hasText(newest);
    assertThat(page.locator(MESSAGES)).hasCount(50);
    assertThat(page.locator(".debug-shown")).hasText("50 / 50 messages");
  }

  @Test
  void clear_all_empties_it_and_new_messages_come() {
    Page page = open();
    assertThat(page.locator(".debug-shown")).hasText("50 / 50 messages");
    button(page, "Pause").click();
    button(page, "Clear all").click();
    assertThat(page.locator(".debug-shown")).hasText("0 / 0 messages");
    assertThat(page.locator(".debug-messages")).containsText("No messages yet.");
    button(page, "Resume").click();
    page.locator(MESSAGES).first().waitFor();
  }

  @Test
  void pause_holds_the_list_while_the_page_goes_on() {
    Page page = open();
    page.locator(MESSAGES).first().waitFor();
    button(page, "Pause").click();
    button(page, "Resume").waitFor();
    String shown = page.locator(".debug-shown").innerText();
    String newest = page.locator(MESSAGES + " time").first().innerText();
    String checked = page.locator("tr .col-latency .num").innerText();
    assertThat(page.locator("tr .col-latency .num")).not().hasText(checked);
    assertThat(page.locator(".debug-shown")).hasText(shown);
    assertEquals(newest, page.locator(MESSAGES + " time").first().innerText());
  }

  @Test
  void export_writes_what_is_shown_as_json() throws Exception {
    Page page = open();
    page.locator(MESSAGES + "[data-type=mcp_health_check]").first().waitFor();
    button(page, "Pause").click();
    page.selectOption(".debug select", "mcp_health_check");
    int shown = page.locator(MESSAGES).count();
    Download download = page.waitForDownload(() -> button(page, "Export").click());
    assertTrue(download.suggestedFilename().endsWith(".json"), download.suggestedFilename());
    JsonArray messages = new JsonArray(Files.readString(download.path()));
    assertEquals(shown, messages.size());
    JsonObject frame = messages.getJsonObject(0).getJsonObject("frame");
    assertEquals("event.server.health", frame.getString("address"));
    assertEquals("mcp_health_check", frame.getJsonObject("body").getString("type"));
  }
}
