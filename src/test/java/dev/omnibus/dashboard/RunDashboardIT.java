package dev.omnibus.dashboard;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.LocatorAssertions;
import com.microsoft.playwright.options.WaitForSelectorState;
import dev.omnibus.harness.NodeProcess;
import dev.omnibus.harness.Operator;
import dev.omnibus.harness.Password;
import dev.omnibus.harness.ServersFile;
import dev.omnibus.harness.Waiting;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Tools, prompts and resources as one uses them on the page. */
class RunDashboardIT {

  private static final Path PEER = Path.of("src/test/peers/desk-server.mjs").toAbsolutePath();
  private static final Path NOTED = Path.of("target/desk-noted.txt").toAbsolutePath();

  /** So long a tool is watched: about eight seconds, or ten minutes when there is time. */
  private static final int STEPS = Boolean.getBoolean("omnibus.long") ? 600 : 8;

  private static final Duration LIMIT = Duration.ofSeconds(60);

  @RegisterExtension
  static final Stage STAGE =
      new Stage(
          new ServersFile().stdio("desk", "node", PEER.toString(), NOTED.toString()).demo("demo"),
          Map.of("access.json", access()));

  private static String access() {
    JsonObject admin = role("*").put("servers", everything());
    JsonObject few =
        role("*").put("servers", new JsonObject().put("desk", JsonArray.of("form", "kinds")));
    return new JsonObject()
        .put("roles", new JsonObject().put("admin", admin).put("few", few))
        .put("users", new JsonObject().put("admin", user("admin")).put("vera", user("few")))
        .encode();
  }

  private static JsonObject everything() {
    return new JsonObject().put("*", JsonArray.of("*"));
  }

  private static JsonObject role(String requests) {
    return new JsonObject()
        .put("requests", JsonArray.of(requests))
        .put("events", JsonArray.of("*"));
  }

  private static JsonObject user(String role) {
    return new JsonObject().put("password", Password.HASH).put("roles", JsonArray.of(role));
  }

  private static Page at(Dashboard visitor, String server, String tab) {
    Page page = visitor.awaitState(server, "healthy").openServer(server).page();
    page.click("[role=tab][data-tab=" + tab + "]");
    return page;
  }

  private static Page tool(String name) {
    Page page = at(STAGE.admin(), "desk", "tools");
    page.click(".run-entry[data-name=" + name + "]");
    page.waitForSelector("form[data-tool=" + name + "]");
    return page;
  }

  private static void run(Page page) {
    page.click("form.run-tool button.primary");
  }

  private static Locator call(Page page, String state) {
    return page.locator(".run-call[data-state=" + state + "]");
  }

  private static LocatorAssertions.HasTextOptions patiently() {
    return new LocatorAssertions.HasTextOptions().setTimeout((STEPS + 60) * 1000.0);
  }

  private static Locator field(Page page, String path) {
    return page.locator(".run-arguments [data-path='" + path + "']").first();
  }

  @Test
  void a_long_tool_is_watched_by_two_browsers_to_its_end_and_one_of_them_reloads()
      throws Exception {
    Page first = tool("steps");
    field(first, "/steps").locator("input").fill("" + STEPS);
    run(first);
    call(first, "running").waitFor();
    Page second = STAGE.admin().page();
    second.navigate(first.url());
    second.reload();
    assertThat(second.locator(".run-progress")).containsText(Pattern.compile("[1-9]\\d* of"));
    first.reload();
    assertThat(first.locator(".run-progress")).containsText(Pattern.compile("[2-9]\\d* of"));
    assertThat(first.locator(".run-lines")).containsText("did 1");
    for (Page page : new Page[] {first, second}) {
      assertThat(page.locator(".run-state")).hasText("finished", patiently());
      assertThat(page.locator(".run-result")).hasText("did all " + STEPS);
      assertThat(page.locator(".run-lines")).containsText("did " + STEPS);
    }
    assertThat(first.locator(".run-history .run-entry[data-state=finished]").first()).isVisible();
  }

  @Test
  void cancel_stops_it_at_the_server() throws Exception {
    Files.deleteIfExists(NOTED);
    Page page = tool("steps");
    field(page, "/steps").locator("input").fill("500");
    run(page);
    call(page, "running").locator("button:has-text('Cancel')").click();
    call(page, "cancelled").waitFor();
    Waiting.until(
        "the server hears it",
        LIMIT,
        () -> Files.exists(NOTED) && Files.readString(NOTED).contains("cancelled by the user"));
  }

  @Test
  void a_question_is_answered_in_the_page() {
    Page page = tool("ask");
    run(page);
    Locator question = page.locator(".run-question");
    assertThat(question.locator(".run-message")).hasText("Who is there?");
    question.locator("button.primary").click();
    assertThat(question.locator(".run-wrong").first()).hasText("is required");
    question.locator("[data-path='/name'] textarea").fill("Ann");
    question.locator("button.primary").click();
    assertThat(call(page, "finished").locator(".run-result")).hasText("accept: Ann");
  }

  @Test
  void a_question_is_declined_in_the_page() {
    Page page = tool("ask");
    run(page);
    page.click(".run-question button:has-text('Decline')");
    assertThat(call(page, "finished").locator(".run-result")).hasText("decline: nobody");
  }

  @Test
  void a_form_says_what_is_wrong_at_the_field_before_anything_is_sent() {
    Page page = tool("form");
    field(page, "/count").locator("input").fill("9");
    field(page, "/ratio").locator("input").fill("a lot");
    run(page);
    assertThat(field(page, "/name").locator(".run-wrong")).hasText("is required");
    assertThat(field(page, "/count").locator(".run-wrong")).hasText("must be at most 5");
    assertThat(field(page, "/ratio").locator(".run-wrong")).hasText("must be a number");
    assertThat(page.locator(".run-call")).hasCount(0);
  }

  @Test
  void a_form_of_every_kind_arrives_as_it_was_filled_in() {
    Page page = tool("form");
    field(page, "/name").locator("textarea").fill("Ann");
    field(page, "/ratio").locator("input").fill("1.5");
    field(page, "/sure").locator("select").selectOption("true");
    field(page, "/colour").locator("select").selectOption("green");
    field(page, "/note").locator("input[type=checkbox]").check();
    field(page, "/place/city").locator("textarea").fill("Lima");
    field(page, "/tags").locator("button:has-text('Add')").first().click();
    field(page, "/tags").locator("button:has-text('Add an item')").click();
    field(page, "/tags/0").locator("textarea").fill("x");
    field(page, "/how").locator("button:has-text('Add')").click();
    field(page, "/how").locator("select").first().selectOption("By phone");
    field(page, "/how/number").locator("textarea").fill("123");
    field(page, "/how/kind").locator("select").selectOption("\"phone\"");
    run(page);
    Locator result = call(page, "finished").locator(".run-result pre");
    result.waitFor(new Locator.WaitForOptions().setState(WaitForSelectorState.ATTACHED));
    assertEquals(
        new JsonObject()
            .put("count", 2)
            .put("name", "Ann")
            .put("ratio", 1.5)
            .put("sure", true)
            .put("colour", "green")
            .putNull("note")
            .put("place", new JsonObject().put("city", "Lima"))
            .put("tags", JsonArray.of("x"))
            .put("how", new JsonObject().put("kind", "phone").put("number", "123")),
        new JsonObject(result.textContent()));
  }

  @Test
  void form_and_json_keep_in_step() {
    Page page = tool("form");
    field(page, "/name").locator("textarea").fill("Ann");
    Locator raw = page.locator(".run-raw textarea");
    assertThat(raw).hasValue(Pattern.compile("\"name\": \"Ann\""));
    raw.fill("{\"name\": \"Bob\", \"place\": {\"city\": \"Cairo\"}}");
    assertThat(field(page, "/name").locator("textarea")).hasValue("Bob");
    assertThat(field(page, "/place/city").locator("textarea")).hasValue("Cairo");
    raw.fill("{\"name\": ");
    run(page);
    assertThat(page.locator(".run-raw .error")).hasText("is not JSON yet");
    assertThat(page.locator(".run-call")).hasCount(0);
  }

  @Test
  void content_of_every_kind_is_shown_and_hostile_content_does_nothing() {
    Page page = tool("kinds");
    run(page);
    Locator result = call(page, "finished").locator(".run-result");
    assertThat(result.locator("[data-kind=text]").first()).containsText("<script>");
    assertThat(result.locator("[data-kind=text] json-tree").first()).isVisible();
    assertThat(result.locator("[data-kind=image] img")).hasCount(1);
    assertThat(result.locator("[data-kind=audio] audio")).hasCount(1);
    assertThat(result.locator("[data-kind=structured]")).containsText("sum");
    assertThat(result.locator("[data-kind=resource]")).containsText("embedded");
    assertThat(result.locator("[data-kind=page] button")).isVisible();
    assertThat(result.locator("a[href^='javascript']")).hasCount(0);
    assertThat(result.locator("script, iframe, object, embed")).hasCount(0);
    assertEquals(Boolean.TRUE, page.evaluate("() => window.hacked === undefined"));
  }

  @Test
  void a_call_is_made_again_from_the_history_and_copied_for_other_tools() {
    Page page = tool("form");
    page.locator(".run-raw textarea").fill("{\"name\": \"Cid\", \"place\": {\"city\": \"Lima\"}}");
    run(page);
    call(page, "finished").waitFor();
    page.click(".run-copies button:has-text('CLI')");
    assertThat(page.locator(".run-copied pre")).containsText("./omnibus call 'desk' 'form'");
    page.click(".run-copies button:has-text('curl')");
    assertThat(page.locator(".run-copied pre")).containsText("/mcp/desk");
    page.click(".run-copies button:has-text('Close')");
    page.click(".run-entry[data-name=ask]");
    page.locator(".run-history .run-entry", new Page.LocatorOptions().setHasText("form"))
        .first()
        .click();
    page.click("button:has-text('Edit and run again')");
    assertThat(field(page, "/name").locator("textarea")).hasValue("Cid");
  }

  @Test
  void what_one_may_not_call_is_absent_refused_and_audited() throws Exception {
    Page page = at(STAGE.visit().signIn("vera", NodeProcess.PASSWORD).awaitLive(), "desk", "tools");
    assertThat(page.locator(".run-menu .run-entry")).hasCount(2);
    String token = Operator.token(STAGE.node().port(), "vera", NodeProcess.PASSWORD);
    try (Operator vera = Operator.open(STAGE.node().port(), token);
        Operator admin = Operator.admin(STAGE.node().port())) {
      JsonObject call =
          new JsonObject().put("server", "desk").put("tool", "secret").put("detached", true);
      assertEquals(403, vera.tryAsk("command.tool.call", call).getInteger("failureCode"));
      Waiting.until(
          "the refusal is noted",
          LIMIT,
          () ->
              admin
                  .ask("query.audit.search", new JsonObject().put("user", "vera"))
                  .encode()
                  .contains("command.tool.call"));
    }
  }

  @Test
  void a_prompt_is_filled_in_and_read() {
    Page page = at(STAGE.admin(), "desk", "prompts");
    page.click(".run-entry[data-name=greet]");
    page.click(".run-prompt button.primary");
    assertThat(page.locator(".run-prompt .error")).hasText("who: required");
    page.fill("[data-argument=who]", "Ann");
    page.click(".run-prompt button.primary");
    assertThat(page.locator(".run-messages [data-role=user]")).containsText("Greet Ann <img");
    assertEquals(Boolean.TRUE, page.evaluate("() => window.hacked === undefined"));
  }

  @Test
  void a_resource_is_read_and_read_again_when_it_changes() {
    Page page = at(STAGE.admin(), "desk", "resources");
    page.click(".run-entry[data-name='desk://note']");
    assertThat(page.locator(".run-resource pre")).containsText(Pattern.compile("first|second"));
    page.click("button:has-text('Follow changes')");
    assertThat(page.locator(".run-resource pre")).containsText("second");
    assertTrue(page.url().contains("item=desk"), page.url());
  }

  @Test
  void a_template_is_filled_in() {
    Page page = at(STAGE.admin(), "desk", "resources");
    page.click(".run-entry[data-name='desk://echo/{word}']");
    page.fill("[data-argument=word]", "a b");
    page.click(".run-template button.primary");
    assertThat(page.locator(".run-resource pre")).containsText("desk://echo/a%20b");
  }
}
