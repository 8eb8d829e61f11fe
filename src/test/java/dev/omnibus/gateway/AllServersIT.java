package dev.omnibus.gateway;

import static dev.omnibus.gateway.GatewayNode.ALL;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.omnibus.harness.NodeProcess;
import dev.omnibus.harness.Operator;
import dev.omnibus.harness.ServersFile;
import dev.omnibus.harness.Waiting;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.io.BufferedReader;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** {@code /mcp} of a real node before a server that changes, hangs, dies and comes back. */
@Timeout(240)
class AllServersIT {

  private static final Duration LIMIT = Duration.ofSeconds(60);
  private static final HttpClient HTTP = HttpClient.newHttpClient();
  private static final JsonObject NONE = new JsonObject();

  @TempDir static Path folder;
  private static Vertx vertx;
  private static WideServer wide;
  private static NodeProcess node;

  @BeforeAll
  static void start() throws Exception {
    vertx = Vertx.vertx();
    wide = new WideServer(vertx);
    wide.start();
    JsonObject probe =
        new JsonObject().put("intervalMs", 500).put("timeoutMs", 1_500).put("fall", 2);
    JsonObject entry = new JsonObject().put("url", wide.url()).put("probe", probe);
    node = new NodeProcess("all", folder);
    node.write("servers.json", new ServersFile().put("wide", entry).demo("demo").text());
    node.write("access.json", GatewayNode.access().encode());
    JsonObject gateway = new JsonObject().put("pageItems", 300).put("listTimeoutMs", 120_000);
    node.write("omnibus.json", new JsonObject().put("gateway", gateway).encode());
    node.start();
    awaitState("wide", "healthy");
    awaitState("demo", "healthy");
  }

  @AfterAll
  static void end() throws Exception {
    node.close();
    vertx.close().toCompletionStage().toCompletableFuture().get();
  }

  private static void awaitState(String server, String state) throws Exception {
    try (Operator operator = Operator.open(node.port(), ALL)) {
      operator.awaitState(server, state, LIMIT);
    }
  }

  private static HttpRequest.Builder to(String... headers) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + node.port() + "/mcp"))
            .header("Accept", "application/json, text/event-stream")
            .header("Authorization", "Bearer " + ALL);
    return headers.length == 0 ? request : request.headers(headers);
  }

  private static HttpResponse<String> post(String method, JsonObject params, String... headers)
      throws Exception {
    String body = GatewayNode.request(method, params).encode();
    return HTTP.send(
        to(headers)
            .timeout(Duration.ofSeconds(60))
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofString(body))
            .build(),
        BodyHandlers.ofString());
  }

  private static JsonObject ask(String method, JsonObject params) throws Exception {
    return new JsonObject(post(method, params).body()).getJsonObject("result");
  }

  /** All pages of the tools. */
  private static Set<String> tools() throws Exception {
    Set<String> names = new LinkedHashSet<>();
    JsonObject params = NONE;
    do {
      JsonObject page = ask("tools/list", params);
      page.getJsonArray("tools").forEach(t -> names.add(((JsonObject) t).getString("name")));
      String cursor = page.getString("nextCursor");
      params = cursor == null ? null : new JsonObject().put("cursor", cursor);
    } while (params != null);
    return names;
  }

  private static JsonObject ages() throws Exception {
    JsonObject meta = ask("tools/list", NONE).getJsonObject("_meta", NONE);
    return meta.getJsonObject("dev.omnibus/age", NONE);
  }

  @Test
  void a_change_is_read_at_once_though_an_older_one_waits_to_be_read_again() throws Exception {
    int before = wide.lists.get();
    wide.fails = true;
    wide.add("older");
    Waiting.until("it was tried twice", LIMIT, () -> wide.lists.get() >= before + 2);
    wide.fails = false;
    wide.add("younger"); // the next try of the older one is four seconds away
    Waiting.until("it is there", Duration.ofSeconds(60), () -> tools().contains("wide__younger"));
  }

  @Test
  void a_thousand_tools_come_in_pages_and_a_change_reaches_who_listens() throws Exception {
    Set<String> before = tools();
    assertTrue(before.contains("wide__t0") && before.contains("wide__t999"));
    JsonObject init =
        new JsonObject().put("protocolVersion", "2025-11-25").put("capabilities", NONE);
    String id = post("initialize", init).headers().firstValue("Mcp-Session-Id").orElseThrow();
    HttpResponse<InputStream> stream =
        HTTP.send(to("Mcp-Session-Id", id).GET().build(), BodyHandlers.ofInputStream());
    assertEquals(200, stream.statusCode());
    try (BufferedReader lines =
        new BufferedReader(new InputStreamReader(stream.body(), StandardCharsets.UTF_8))) {
      wide.add("young");
      String line = lines.readLine();
      while (!line.contains("notifications/tools/list_changed")) {
        line = lines.readLine();
      }
    }
    assertTrue(tools().contains("wide__young"));
  }

  @Test
  void a_server_that_hangs_or_is_dead_delays_nobody_and_its_list_stays() throws Exception {
    wide.hang(); // who waited for its list would wait longer than a request of this test may take
    assertTrue(tools().contains("wide__t999"));
    JsonObject echo =
        new JsonObject()
            .put("name", "demo__echo")
            .put("arguments", new JsonObject().put("text", "hi"));
    assertTrue(ask("tools/call", echo).encode().contains("hi"));
    wide.die();
    awaitState("wide", "disconnected");
    assertTrue(tools().contains("wide__t999"));
    assertTrue(ages().getLong("wide") >= 0);
    wide.start();
    awaitState("wide", "healthy");
    assertNull(ages().getValue("wide"), "what is said now has no age");
    assertTrue(tools().contains("wide__t999"));
  }
}
