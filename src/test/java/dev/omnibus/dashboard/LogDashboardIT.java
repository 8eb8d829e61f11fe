package dev.omnibus.dashboard;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.microsoft.playwright.Download;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import dev.omnibus.coordinator.TinyEntry;
import dev.omnibus.harness.ServersFile;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The log of a server in a real page, with a real process that talks. */
class LogDashboardIT {

  /** Adds as many lines as a page keeps, and says how long one frame took after it. */
  private static final String MANY =
      """
      async (count) => {
        const view = document.querySelector("log-view");
        for (let i = 0; i < count; i++) {
          const at = `2030-01-01T00:00:00.${String(i).padStart(6, "0")}Z`;
          view.log.add({ at, level: "info", source: "stderr", text: `many ${i} ` + "x".repeat(i % 300), node: "other@1" });
        }
        const began = performance.now();
        view.requestUpdate();
        await view.updateComplete;
        await new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(drawn)));
        return performance.now() - began;
      }
      """;

  @RegisterExtension
  static final Stage STAGE =
      new Stage(
          new ServersFile()
              .put("steady", server("steady", "talks"))
              .put("quiet", server())
              .put("long", server("long")),
          Map.of("omnibus.json", "{\"logs\": {\"linesAtOnce\": 5000}}"));

  private static JsonObject server(String... args) {
    return TinyEntry.of("<b>bold</b>", args);
  }

  private Page page;

  private void open(String server) {
    page = STAGE.admin().awaitState(server, "healthy").openServer(server).page();
    page.locator("[role=tab][data-tab=log]").click();
    lines().first().waitFor();
  }

  private Locator lines() {
    return page.locator("log-view .log-sheet .log-line");
  }

  private Locator line(String text) {
    return lines().filter(new Locator.FilterOptions().setHasText(text));
  }

  private void filter(String text) {
    page.locator("log-view input[type=search]").fill(text);
  }

  @Test
  void lines_come_as_they_are_written_and_the_newest_stays_in_sight() {
    open("steady");
    String first = lines().last().innerText();
    page.waitForCondition(() -> !first.equals(lines().last().innerText()));
    double above = lines().nth(0).boundingBox().y;
    assertTrue(lines().nth(1).boundingBox().y > above, "lines stand below each other");
    assertEquals(
        Boolean.TRUE,
        page.locator(".log-lines")
            .evaluate("box => box.scrollHeight - box.scrollTop - box.clientHeight < 30"));
  }

  @Test
  void what_was_before_the_page_came_is_there_each_line_once() {
    open("quiet");
    assertThat(line("token is [hidden]")).hasCount(1);
  }

  @Test
  void level_source_and_text_narrow_it() {
    open("steady");
    page.getByLabel("Least level").selectOption("warning");
    assertThat(line("WARN tick").first()).isVisible();
    assertThat(page.locator("log-view .log-line[data-level=info]")).hasCount(0);
    page.getByLabel("Least level").selectOption("debug");
    page.getByLabel("Source").selectOption("stderr");
    filter("tick");
    assertThat(line("tick").first()).isVisible();
    page.getByLabel("Source").selectOption("lifecycle");
    assertThat(line("tick")).hasCount(0);
    page.getByLabel("Source").selectOption("");
  }

  @Test
  void what_is_too_old_for_the_page_is_found_in_the_files() {
    open("long");
    assertThat(page.locator(".log-count")).containsText("older ones are in the files");
    assertThat(line("line 2999")).hasCount(1);
    filter("line 4");
    page.getByLabel("Source").selectOption("stderr");
    assertThat(page.locator(".log-count")).containsText("111 lines match");
    page.locator(".log-lines").evaluate("box => { box.scrollTop = 0; }");
    assertThat(lines().first()).containsText("line 4");
    assertThat(lines().nth(1)).containsText("line 40");
    filter("line 2999");
    assertThat(page.locator(".log-count")).containsText("1 lines match");
    page.getByLabel("Source").selectOption("");
    filter("");
    assertThat(page.locator(".log-count")).not().containsText("match");
  }

  @Test
  void a_pause_holds_what_comes_and_gives_it_back() {
    open("steady");
    page.getByText("Pause", new Page.GetByTextOptions().setExact(false)).first().click();
    page.getByText(Pattern.compile("Resume")).waitFor();
    String last = lines().last().innerText();
    assertThat(page.getByText(Pattern.compile("Resume \\([1-9]\\d* held\\)"))).isVisible();
    assertEquals(last, lines().last().innerText());
    page.getByText(Pattern.compile("Resume")).click();
    page.waitForCondition(() -> !last.equals(lines().last().innerText()));
  }

  @Test
  void what_a_server_writes_is_text_and_nothing_else() {
    open("quiet");
    filter("token");
    assertThat(line("token is [hidden]").first()).isVisible();
    filter("");
    page.evaluate(
        """
        () => document.querySelector("log-view").log.add({ at: "2030-01-01T00:00:00.000000Z",
          level: "info", source: "stderr", text: "<b class=evil>bold</b>", node: "other@1" })
        """);
    filter("bold");
    assertThat(line("<b class=evil>bold</b>")).hasCount(1);
    assertEquals(0, page.locator(".evil").count());
  }

  @Test
  void fifty_thousand_lines_do_not_make_the_page_slow() {
    open("quiet");
    Object millis = page.evaluate(MANY, 50_000);
    assertTrue(((Number) millis).doubleValue() < 5_000, () -> "a frame took " + millis + " ms");
    assertTrue(lines().count() < 150, () -> lines().count() + " rows drawn");
    assertThat(line("many 49999").first()).isVisible();
    page.locator("log-view .check input").check();
    page.waitForCondition(() -> lines().count() < 150 && line("many 49999").count() == 1);
    filter("many 25000 ");
    assertThat(line("many 25000")).hasCount(1);
    page.locator("log-view .check input").uncheck();
  }

  @Test
  void who_scrolls_up_stays_there_and_finds_back() {
    open("quiet");
    page.evaluate(MANY, 5_000);
    page.locator(".log-lines").evaluate("box => { box.scrollTop = 2000; }");
    assertThat(page.locator(".log-end")).isVisible();
    String top = lines().first().innerText();
    page.evaluate(MANY.replace("2030", "2031"), 100);
    assertEquals(top, lines().first().innerText());
    page.locator(".log-end").click();
    assertThat(page.locator(".log-end")).hasCount(0);
  }

  @Test
  void it_can_be_taken_away() throws IOException {
    open("steady");
    filter("WARN");
    line("WARN").first().waitFor();
    Download download =
        page.waitForDownload(() -> page.getByLabel("Download what is shown").click());
    assertEquals("steady.log", download.suggestedFilename());
    List<String> text = Files.readAllLines(download.path());
    assertTrue(
        text.stream().allMatch(l -> l.matches("\\S+Z warning stderr WARN tick \\d+")),
        text::toString);
  }

  @Test
  void another_server_has_its_own() {
    open("steady");
    page.locator("tr[data-server='quiet'] .col-state").click();
    page.locator("log-view[aria-label], log-view .log-lines[aria-label='Log of quiet']").waitFor();
    assertThat(line("session open").first()).isVisible();
    assertThat(line("tick")).hasCount(0);
  }
}
