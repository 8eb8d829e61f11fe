package dev.omnibus.dashboard;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.sun.net.httpserver.HttpServer;
import dev.omnibus.harness.FreePort;
import dev.omnibus.harness.NodeProcess;
import dev.omnibus.harness.Operator;
import dev.omnibus.harness.Password;
import dev.omnibus.harness.ServersFile;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What the page gives to whom: the admin, a viewer, a page from elsewhere. */
class RightsDashboardIT {

  /** Tries the three ways in that a browser has, and says of each what became of it. */
  private static final String INTRUDER =
      """
      async ([port, tickets]) => {
        const socket = (path) => new Promise((done) => {
          const ws = new WebSocket(`ws://127.0.0.1:${port}${path}`);
          ws.onopen = () => done("open");
          ws.onclose = () => done("refused");
        });
        const poll = (path) => fetch(`http://127.0.0.1:${port}${path}`, { method: "POST" })
          .then((answer) => (answer.ok ? "open" : "refused"), () => "refused");
        return [
          await socket(`/eventbus/websocket?ticket=${tickets[0]}`),
          await socket(`/eventbus/000/intruder1/websocket?ticket=${tickets[1]}`),
          await poll(`/eventbus/000/intruder2/xhr?ticket=${tickets[2]}`),
        ].join(" ");
      }
      """;

  @RegisterExtension
  static final Stage STAGE =
      new Stage(
          new ServersFile().http("gone", "http://127.0.0.1:" + FreePort.next() + "/mcp"),
          Map.of("access.json", access()));

  private static String access() {
    JsonObject everything = new JsonObject().put("*", new JsonArray().add("*"));
    JsonObject admin = role("*", "*").put("servers", everything);
    JsonObject viewer = role("query.*", "event.server.*");
    viewer.put("servers", new JsonObject().put("*", new JsonArray()));
    return new JsonObject()
        .put("roles", new JsonObject().put("admin", admin).put("viewer", viewer))
        .put(
            "users",
            new JsonObject()
                .put("admin", user("admin"))
                .put("olga", user("admin"))
                .put("vera", user("viewer")))
        .encodePrettily();
  }

  private static JsonObject role(String requests, String events) {
    return new JsonObject()
        .put("requests", new JsonArray().add(requests))
        .put("events", new JsonArray().add(events));
  }

  private static JsonObject user(String role) {
    return new JsonObject().put("password", Password.HASH).put("roles", new JsonArray().add(role));
  }

  @Test
  void a_viewer_sees_the_fleet_and_no_control() {
    Dashboard vera = STAGE.visit().signIn("vera", NodeProcess.PASSWORD).awaitLive();
    vera.openServer("gone");
    assertThat(vera.page().locator(".server-panel h2")).hasText("gone");
    assertThat(vera.page().locator(".server-panel .actions button")).hasCount(0);
    assertThat(vera.page().locator("input.pick")).hasCount(0);
  }

  @Test
  void an_admin_sees_the_controls() {
    Dashboard admin = STAGE.admin().openServer("gone");
    assertThat(admin.page().locator(".server-panel .actions button[data-act]")).hasCount(5);
  }

  @Test
  void two_who_look_at_the_same_server_see_each_other_and_who_may_not_see_it_sees_nobody() {
    Dashboard admin = STAGE.admin().openServer("gone");
    Dashboard olga = STAGE.visit().signIn("olga", NodeProcess.PASSWORD).awaitLive();
    olga.openServer("gone");
    assertThat(admin.page().locator(".looks-too")).containsText("olga looks at this too");
    assertThat(olga.page().locator(".looks-too")).containsText("admin looks at this too");
    admin.page().locator(".here summary").click();
    Locator there = admin.page().locator(".here-list li[data-user=olga]");
    assertThat(there.locator(".sights")).containsText("gone");
    olga.press("Escape");
    assertThat(admin.page().locator(".looks-too")).hasCount(0);
    assertThat(there.locator(".sights")).not().containsText("gone");
    Dashboard vera = STAGE.visit().signIn("vera", NodeProcess.PASSWORD).awaitLive();
    assertThat(admin.page().locator(".here-list li[data-user=vera]")).hasCount(1);
    assertThat(vera.page().locator(".here")).hasCount(0);
  }

  /** Beside the box to choose a server there was no room for the longest words. */
  @Test
  void every_state_is_read_whole_in_its_row() {
    Object cut =
        STAGE
            .admin()
            .row("gone")
            .locator(".col-state")
            .evaluate(
                """
                cell => ["disconnected", "auth required", "circuit open"].filter((label) => {
                  cell.querySelector(".state span").textContent = label;
                  return cell.scrollWidth > cell.clientWidth;
                })""");
    assertEquals(List.of(), cut);
  }

  @Test
  void a_viewer_is_live_without_what_it_may_not_hear() throws Exception {
    Dashboard vera = STAGE.visit().signIn("vera", NodeProcess.PASSWORD).awaitLive();
    String gone = "http://127.0.0.1:" + FreePort.next() + "/mcp";
    STAGE.node().write("servers.json", STAGE.fleet().http("young", gone).text());
    vera.row("young").waitFor();
    assertThat(vera.events("mcp_status_change", "young").first()).isVisible();
    assertEquals(0, vera.events("config_changed").count());
    STAGE.node().write("servers.json", STAGE.fleet().remove("young").text());
    assertThat(vera.row("young")).hasCount(0);
  }

  @Test
  void a_page_from_elsewhere_gets_no_socket_even_with_good_tickets() throws Exception {
    HttpServer elsewhere = elsewhere();
    try {
      Page page = STAGE.tab();
      page.navigate("http://127.0.0.1:" + elsewhere.getAddress().getPort() + "/");
      assertEquals("refused refused refused", page.evaluate(INTRUDER, arguments()));
    } finally {
      elsewhere.stop(0);
    }
  }

  /** Shows that the test above is refused for its origin and for nothing else. */
  @Test
  void the_same_script_gets_in_from_the_node_itself() throws Exception {
    Page page = STAGE.visit().page();
    assertEquals("open open open", page.evaluate(INTRUDER, arguments()));
  }

  private static Object[] arguments() throws Exception {
    int port = STAGE.node().port();
    String token = Operator.token(port, "admin", NodeProcess.PASSWORD);
    String[] tickets = new String[3];
    for (int i = 0; i < tickets.length; i++) {
      String answer = Operator.post(port, "/auth/api/v1/ticket", new JsonObject(), token).body();
      tickets[i] = new JsonObject(answer).getString("ticket");
    }
    return new Object[] {port, tickets};
  }

  private static HttpServer elsewhere() throws IOException {
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    byte[] html = "<!doctype html><title>elsewhere</title>".getBytes(StandardCharsets.UTF_8);
    server.createContext(
        "/",
        exchange -> {
          exchange.getResponseHeaders().set("Content-Type", "text/html");
          exchange.sendResponseHeaders(200, html.length);
          exchange.getResponseBody().write(html);
          exchange.close();
        });
    server.start();
    return server;
  }
}
