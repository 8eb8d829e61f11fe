package dev.omnibus.dashboard;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.microsoft.playwright.Download;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import dev.omnibus.harness.NodeProcess;
import dev.omnibus.harness.Operator;
import dev.omnibus.harness.Password;
import dev.omnibus.harness.ServersFile;
import io.vertx.core.json.JsonObject;
import java.nio.file.Files;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The page of the audit log, over a real node. */
class AuditDashboardIT {

  private static final String ACCESS =
      """
      {"roles":{
        "admin":{"requests":["*"],"events":["*"],"servers":{"*":["*"]}},
        "viewer":{"requests":["query.server.*"],"events":["event.server.*"],"servers":{"*":[]}}},
       "users":{
        "admin":{"password":"%1$s","roles":["admin"]},
        "vic":{"password":"%1$s","roles":["viewer"]}}}
      """
          .formatted(Password.HASH);

  @RegisterExtension
  static final Stage STAGE =
      new Stage(new ServersFile().demo("files").demo("web"), Map.of("access.json", ACCESS));

  private Page page;

  private void open(String more) {
    Dashboard admin = STAGE.admin();
    page = admin.page();
    page.navigate("http://127.0.0.1:" + STAGE.node().port() + "/#page=audit" + more);
    page.locator(".audit-list[aria-busy=false]").waitFor();
  }

  private Locator rows(String action) {
    return page.locator(".audit-list tr[data-action='" + action + "']");
  }

  /** Somebody else does something. */
  private static void restart(String server) throws Exception {
    try (Operator operator = Operator.admin(STAGE.node().port())) {
      operator.tryAsk("command.server.restart", new JsonObject().put("server", server));
    }
  }

  @Test
  void an_act_shows_up_the_moment_it_is_done_and_opens_to_its_whole_record() throws Exception {
    open("");
    assertThat(rows("security.entered").first()).isVisible();
    restart("ghost");
    Locator act = rows("command.server.restart").first();
    assertThat(act).containsText("ghost");
    assertThat(act.locator(".outcome")).hasText("not found");
    act.click();
    Locator record = page.locator("audit-record");
    assertThat(record).containsText("command.server.restart");
    assertThat(record.locator(".hash")).hasText(Pattern.compile("[0-9a-f]{64}"));
    page.keyboard().press("Escape");
    assertThat(record).hasCount(0);
  }

  @Test
  void the_filter_stands_in_the_address_bar_and_holds_for_what_comes_live() throws Exception {
    open("");
    page.getByLabel("Action").fill("command.*");
    page.getByLabel("User").fill("admin");
    page.waitForURL(Pattern.compile(".*audit\\.user=admin.*"));
    assertTrue(page.url().contains("audit.action=command."), page.url());
    restart("shade");
    assertThat(rows("command.server.restart").filter(having("shade"))).hasCount(1);
    assertThat(page.locator(".audit-list tbody tr:not([data-action^='command.'])")).hasCount(0);
    page.reload();
    assertThat(page.getByLabel("Action")).hasValue("command.*");
    assertThat(rows("command.server.restart").filter(having("shade"))).hasCount(1);
    page.getByLabel("Clear the filter").click();
    assertThat(rows("socket.connect").first()).isVisible();
  }

  private static Locator.FilterOptions having(String text) {
    return new Locator.FilterOptions().setHasText(text);
  }

  @Test
  void a_pause_holds_what_comes_and_live_brings_it_back() throws Exception {
    open("&audit.action=command.*");
    page.keyboard().press("p");
    assertThat(page.locator("button.audit-live")).containsText("Back to live");
    restart("spirit");
    assertThat(page.locator("button.audit-live")).containsText("(1)");
    assertThat(rows("command.server.restart").filter(having("spirit"))).hasCount(0);
    page.keyboard().press("p");
    assertThat(rows("command.server.restart").filter(having("spirit"))).hasCount(1);
  }

  /** How many acts there are; who asks too often is limited, and that is another act. */
  private static int many() throws Exception {
    int done = 0;
    try (Operator operator = Operator.admin(STAGE.node().port())) {
      for (int i = 0; i < 130; i++) {
        JsonObject restart = new JsonObject().put("server", "many" + i);
        JsonObject answer = operator.tryAsk("command.server.restart", restart);
        done += answer.getInteger("failureCode") == 404 ? 1 : 0;
      }
    }
    return done;
  }

  @Test
  void older_rows_come_page_by_page_without_gap_when_somebody_scrolls() throws Exception {
    int done = many();
    assertTrue(done > 100, "more than a page");
    open("&audit.action=command.server.*&audit.text=many");
    Locator all = page.locator(".audit-list tbody tr");
    page.waitForCondition(
        () -> {
          page.locator(".audit-list").evaluate("list => (list.scrollTop = list.scrollHeight)");
          return all.count() >= done;
        });
    List<String> servers = page.locator(".audit-list tbody td:nth-child(4)").allInnerTexts();
    assertEquals(done, servers.stream().distinct().count());
    assertEquals(done, servers.size());
  }

  @Test
  void a_change_of_the_configuration_opens_to_what_was_and_what_is() throws Exception {
    open("&audit.action=config.*&audit.server=web");
    JsonObject servers = new JsonObject(STAGE.fleet().text());
    servers.getJsonObject("mcpServers").getJsonObject("web").put("description", "The web");
    STAGE.node().write("servers.json", servers.encode());
    rows("config.changed").first().click();
    Locator line = page.locator(".audit-diff tr[data-path=description]");
    assertThat(line.locator("ins")).hasText("The web");
  }

  @Test
  void what_the_filter_finds_leaves_as_csv_and_as_json_lines() throws Exception {
    restart("exported");
    open("&audit.server=exported");
    assertThat(rows("command.server.restart").first()).isVisible();
    for (String format : List.of("csv", "jsonl")) {
      page.locator(".audit-export summary").click();
      Download file =
          page.waitForDownload(() -> page.locator("[data-format=" + format + "]").click());
      assertEquals("audit." + format, file.suggestedFilename());
      String text = Files.readString(file.path());
      assertTrue(text.lines().allMatch(l -> l.startsWith("at,") || l.contains("exported")), text);
      assertTrue(text.contains("not_found"), text);
    }
  }

  @Test
  void while_the_store_takes_nothing_the_page_says_so_and_catches_up_afterwards() throws Exception {
    open("&audit.action=command.*");
    String file = "jdbc:sqlite:" + STAGE.node().data().resolve("omnibus.db");
    try (Connection other = DriverManager.getConnection(file);
        Statement statement = other.createStatement()) {
      statement.execute("BEGIN IMMEDIATE");
      restart("locked-out");
      assertThat(page.locator("[data-store=away]")).containsText("another program keeps it locked");
      String ready = NodeProcess.get(STAGE.node().opsPort(), "/health/ready").orElseThrow().body();
      assertEquals("away", new JsonObject(ready).getJsonObject("store").getString("state"));
      assertEquals("ready", new JsonObject(ready).getString("status"));
      statement.execute("ROLLBACK");
    }
    assertThat(page.locator("[data-store]")).hasCount(0);
    assertThat(rows("command.server.restart").filter(having("locked-out"))).hasCount(1);
  }

  @Test
  void who_may_not_see_the_log_sees_no_page_of_it() {
    page = STAGE.visit().signIn("vic", NodeProcess.PASSWORD).awaitLive().page();
    assertThat(page.locator("[data-page=audit]")).hasCount(0);
    page.navigate("http://127.0.0.1:" + STAGE.node().port() + "/#page=audit");
    assertThat(page.locator("fleet-view")).isVisible();
    assertFalse(page.locator("audit-page").isVisible());
  }
}
