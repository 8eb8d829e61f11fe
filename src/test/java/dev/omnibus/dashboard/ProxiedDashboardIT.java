package dev.omnibus.dashboard;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.microsoft.playwright.Download;
import com.microsoft.playwright.Page;
import dev.omnibus.harness.FreePort;
import dev.omnibus.harness.NodeProcess;
import dev.omnibus.harness.ReverseProxy;
import dev.omnibus.harness.ReverseProxy.Seen;
import dev.omnibus.harness.SelfSigned;
import dev.omnibus.harness.ServersFile;
import io.vertx.core.http.HttpVersion;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** The page behind a proxy that takes the TLS off, speaks HTTP/2 and knows the node by a path. */
class ProxiedDashboardIT {

  private static final String PATH = "/omnibus";
  private static final String SILENT = "http://127.0.0.1:" + FreePort.next() + "/mcp";

  @RegisterExtension static final Stage STAGE = new Stage(new ServersFile().http("silent", SILENT));

  /** A program of a page, on the module that the node publishes. */
  private static final String PROGRAM =
      """
      async (password) => {
        const { OmnibusClient } = await import(new URL("client/omnibus-client.js", document.baseURI));
        const node = new URL(".", document.baseURI).href;
        const login = await fetch(`${node}auth/api/v1/auth/login`, {
          method: "POST",
          headers: { "Content-Type": "application/json" },
          body: JSON.stringify({ username: "admin", password }),
        });
        const { access_token } = await login.json();
        return new Promise((resolve, reject) => {
          const client = new OmnibusClient({
            nodes: [node],
            token: () => access_token,
            onReady: () => client.request("query.server.list", {}, { deadlineMs: 60000 }).then(
              ({ servers }) => resolve(servers.map(({ server }) => server)), reject),
          });
          client.connect();
        });
      }
      """;

  @TempDir static Path keys;
  private static SelfSigned certificate;
  private ReverseProxy proxy;

  @BeforeAll
  static void sign() throws Exception {
    certificate = SelfSigned.in(keys);
  }

  @BeforeEach
  void proxy() {
    proxy = new ReverseProxy().over(certificate).leads(PATH, STAGE.node().port());
  }

  @AfterEach
  void close() {
    proxy.close();
  }

  private Dashboard visit() throws Exception {
    proxy.listen();
    Dashboard page = Dashboard.open(STAGE.tab(), proxy.url(PATH + "/"));
    return page.signIn("admin", NodeProcess.PASSWORD).awaitLive();
  }

  private static void appears(Dashboard page, String server) throws Exception {
    STAGE.node().write("servers.json", STAGE.fleet().http(server, SILENT).text());
    page.row(server).waitFor();
  }

  private List<Seen> seen(Predicate<Seen> fits) {
    return proxy.seen().stream().filter(fits).toList();
  }

  @Test
  void the_page_is_live_below_a_path_asks_for_nothing_elsewhere_and_keeps_nothing_for_elsewhere()
      throws Exception {
    Dashboard page = visit();
    appears(page, "young");
    page.page().reload();
    page.awaitLive();
    assertEquals(List.of(), seen(request -> !request.path().startsWith(PATH + "/")));
    List<Seen> sockets = seen(Seen::upgrade);
    assertTrue(sockets.stream().allMatch(s -> s.path().endsWith("/websocket")), "" + sockets);
    assertTrue(sockets.size() >= 2, "one before and one after the reload: " + sockets);
    List<Seen> rest = seen(request -> !request.upgrade());
    assertTrue(rest.stream().allMatch(s -> s.version() == HttpVersion.HTTP_2), "" + rest);
    keepsNothingFor("/other", page.page());
  }

  /** Another node may live there, which would refuse the token, and so end the session here. */
  private void keepsNothingFor(String path, Page signedIn) {
    proxy.leads(path, STAGE.node().port());
    Page other = signedIn.context().newPage();
    other.navigate(proxy.url(path + "/"));
    other.waitForSelector("#username");
  }

  @Test
  void what_is_loaded_later_comes_from_there_too() throws Exception {
    Page page = visit().page();
    Object servers = page.evaluate(PROGRAM, NodeProcess.PASSWORD);
    assertTrue(((List<?>) servers).contains("silent"), "" + servers);
    page.navigate(proxy.url(PATH + "/#page=audit"));
    page.locator(".audit-export summary").click();
    Download file = page.waitForDownload(() -> page.locator("[data-format=csv]").click());
    assertTrue(file.url().startsWith(proxy.url(PATH + "/api/v1/audit/export?")), file.url());
    assertTrue(Files.readString(file.path()).startsWith("at,"), "a table with its head");
    assertEquals(List.of(), seen(request -> !request.path().startsWith(PATH + "/")));
  }

  /** That a stream passes such a proxy is shown by ProxiedBridgeIT; the page may go on to polls. */
  @Test
  void where_no_websocket_passes_and_answers_are_held_back_the_page_lives_all_the_same()
      throws Exception {
    proxy.withoutUpgrades().holding(2048);
    Dashboard page = visit();
    appears(page, "streamed");
    List<Seen> streams = seen(request -> request.path().endsWith("/xhr_streaming"));
    assertTrue(streams.stream().allMatch(s -> s.version() == HttpVersion.HTTP_2), "" + streams);
    assertFalse(streams.isEmpty(), "no stream: " + proxy.seen());
  }
}
