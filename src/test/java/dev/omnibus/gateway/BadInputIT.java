package dev.omnibus.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.omnibus.harness.NodeProcess;
import dev.omnibus.harness.Operator;
import dev.omnibus.harness.ServersFile;
import dev.omnibus.harness.Waiting;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * What a broken or hostile agent sends, at one server and at all of them: it is refused as the
 * protocol says, no server hears of it, and nothing stays behind.
 */
class BadInputIT {

  private static final String SESSION = "Mcp-Session-Id";
  private static final String RESTART = "command.server.restart";
  private static final Duration LIMIT = Duration.ofSeconds(60);
  private static final HttpClient HTTP =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private static final Vertx VERTX = Vertx.vertx();
  private static final String PING = "{\"jsonrpc\":\"2.0\",\"id\":7,\"method\":\"ping\"}";

  @TempDir private static Path folder;
  private static TrickyServer tricky;
  private static NodeProcess node;

  @BeforeAll
  static void start() throws Exception {
    tricky = new TrickyServer(VERTX).start().toCompletionStage().toCompletableFuture().join();
    node = new NodeProcess("bad", folder);
    JsonObject entry = new JsonObject().put("url", tricky.url());
    entry.put("probe", new JsonObject().put("intervalMs", 600_000));
    node.write("servers.json", new ServersFile().put("tricky", entry).text());
    JsonObject access = GatewayNode.access();
    access.getJsonObject("roles").getJsonObject("all").getJsonArray("requests").add(RESTART);
    node.write("access.json", access.encode());
    node.write("omnibus.json", "{\"gateway\":{\"callTimeoutMs\":2000}}");
    node.start();
    try (Operator operator = Operator.open(node.port(), GatewayNode.ALL)) {
      operator.awaitState("tricky", "healthy", LIMIT);
    }
  }

  @AfterAll
  static void stop() {
    node.close();
    VERTX.close();
  }

  @BeforeEach
  void nothingHeard() {
    tricky.heard.clear();
  }

  @AfterEach
  void nothingIsLeft() throws Exception {
    try (Operator operator = Operator.open(node.port(), GatewayNode.ALL)) {
      Waiting.until("nothing is under way", LIMIT, () -> underWay(operator) == 0);
    }
  }

  /** What a restart would hit: all that was let in, whatever it asks, and what waits. */
  private static int underWay(Operator operator) throws Exception {
    JsonObject body = new JsonObject().put("server", "tricky").put("dryRun", true);
    JsonObject hit = operator.ask(RESTART, body).getJsonArray("servers").getJsonObject(0);
    int asked =
        hit.getJsonArray("callers").stream()
            .mapToInt(caller -> ((JsonObject) caller).getInteger("calls"))
            .sum();
    return hit.getInteger("calls") + hit.getInteger("waiting") + asked;
  }

  private static HttpRequest.Builder to(String path) {
    return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + node.port() + path))
        .timeout(LIMIT)
        .header("Authorization", "Bearer " + GatewayNode.ALL)
        .header("Accept", "application/json, text/event-stream");
  }

  private static HttpResponse<String> send(HttpRequest.Builder request) throws Exception {
    return HTTP.send(request.build(), BodyHandlers.ofString());
  }

  private static HttpResponse<String> post(String path, String body, String... headers)
      throws Exception {
    HttpRequest.Builder request = to(path).header("Content-Type", "application/json");
    return send(
        (headers.length == 0 ? request : request.headers(headers))
            .POST(BodyPublishers.ofString(body)));
  }

  private static int code(HttpResponse<String> answer) {
    return new JsonObject(answer.body()).getJsonObject("error").getInteger("code");
  }

  private static String open(String path) throws Exception {
    String params =
        "{\"protocolVersion\":\"2025-11-25\",\"capabilities\":{},"
            + "\"clientInfo\":{\"name\":\"t\",\"version\":\"1\"}}";
    return post(path, PING.replace("\"ping\"", "\"initialize\",\"params\":" + params))
        .headers()
        .firstValue(SESSION)
        .orElseThrow();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          /mcp        | {"jsonrpc":"2.0","id":7,"method":      | -32700
          /mcp/tricky | {"jsonrpc":"2.0","id":7,"method":      | -32700
          /mcp        | [{"jsonrpc":"2.0","id":7,"method":"ping"}] | -32600
          /mcp/tricky | [{"jsonrpc":"2.0","id":7,"method":"ping"}] | -32600
          /mcp/tricky | {"jsonrpc":"2.0","id":7,"id":8,"method":"ping"} | -32600
          /mcp/tricky | {"jsonrpc":"1.0","id":7,"method":"ping"} | -32600
          /mcp        | {"jsonrpc":"2.0","id":{},"method":"ping"} | -32600
          /mcp        | null                                   | -32600
          """)
  void what_is_no_message_is_a_400_with_its_code(String path, String body, int code)
      throws Exception {
    HttpResponse<String> answer = post(path, body);
    assertEquals(400, answer.statusCode(), answer.body());
    assertEquals(code, code(answer), answer.body());
    assertTrue(tricky.heard.isEmpty(), tricky.heard::toString);
  }

  @ParameterizedTest
  @CsvSource({"/mcp", "/mcp/tricky"})
  void a_body_of_another_type_is_a_415(String path) throws Exception {
    HttpRequest.Builder request = to(path).header("Content-Type", "text/plain");
    assertEquals(415, send(request.POST(BodyPublishers.ofString(PING))).statusCode());
  }

  @ParameterizedTest
  @CsvSource({"/mcp", "/mcp/tricky"})
  void an_agent_that_takes_no_answer_is_a_406(String path) throws Exception {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + node.port() + path))
            .header("Authorization", "Bearer " + GatewayNode.ALL)
            .header("Accept", "text/html")
            .header("Content-Type", "application/json");
    assertEquals(406, send(request.POST(BodyPublishers.ofString(PING))).statusCode());
  }

  /** It is not read to its end: an agent that goes on sending hears the answer or is cut off. */
  @Test
  void a_body_of_a_hundred_megabytes_is_a_413_and_reaches_no_server() throws Exception {
    String session = open("/mcp/tricky");
    try (Socket socket = new Socket("127.0.0.1", node.port())) {
      socket.setSoTimeout((int) LIMIT.toMillis());
      OutputStream out = socket.getOutputStream();
      out.write(head("POST", "/mcp/tricky", session, 100 << 20));
      assertTrue(firstLine(socket.getInputStream(), out).contains(" 413 "));
    }
    assertEquals(200, post("/mcp/tricky", PING, SESSION, session).statusCode());
    assertFalse(tricky.heard.contains("tools/call"));
  }

  private static byte[] head(String method, String path, String session, int length) {
    return (method
            + " "
            + path
            + " HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: Bearer "
            + GatewayNode.ALL
            + "\r\nContent-Type: application/json\r\nAccept: application/json, text/event-stream"
            + "\r\nMcp-Session-Id: "
            + session
            + "\r\nContent-Length: "
            + length
            + "\r\n\r\n")
        .getBytes(StandardCharsets.US_ASCII);
  }

  private static String firstLine(InputStream in, OutputStream out) throws IOException {
    byte[] piece = new byte[64 << 10];
    try {
      for (int i = 0; i < 1_600 && in.available() == 0; i++) {
        out.write(piece);
      }
    } catch (IOException cutOff) {
      // it said what it had to say
    }
    StringBuilder line = new StringBuilder();
    for (int b = in.read(); b >= 0 && b != '\n'; b = in.read()) {
      line.append((char) b);
    }
    return line.toString();
  }

  @ParameterizedTest
  @CsvSource({"Mcp-Name, other", "Mcp-Method, tools/list", "MCP-Protocol-Version, 2025-11-25"})
  void a_header_that_says_something_else_than_the_body_is_a_mismatch(String name, String value)
      throws Exception {
    String meta =
        "\"_meta\":{\"io.modelcontextprotocol/protocolVersion\":\"2026-07-28\","
            + "\"io.modelcontextprotocol/clientCapabilities\":{}}";
    String body =
        "{\"jsonrpc\":\"2.0\",\"id\":7,\"method\":\"tools/call\",\"params\":{\"name\":\"echo\","
            + meta
            + "}}";
    HttpRequest.Builder request = to("/mcp/tricky").header("Content-Type", "application/json");
    request.setHeader("MCP-Protocol-Version", "2026-07-28");
    request.setHeader("Mcp-Method", "tools/call").setHeader("Mcp-Name", "echo");
    request.setHeader(name, value);
    HttpResponse<String> answer = send(request.POST(BodyPublishers.ofString(body)));
    assertEquals(400, answer.statusCode(), answer.body());
    assertEquals(-32020, code(answer));
    assertTrue(tricky.heard.isEmpty(), tricky.heard::toString);
  }

  @ParameterizedTest
  @CsvSource({"/mcp", "/mcp/tricky"})
  void a_tool_name_with_control_characters_forges_no_line_of_the_log(String path) throws Exception {
    String name = "x\\r\\n2026-01-01 ERROR forged\\u001b[31m\\u0000";
    String body =
        "{\"jsonrpc\":\"2.0\",\"id\":7,\"method\":\"tools/call\",\"params\":{\"name\":\""
            + name
            + "\"}}";
    HttpResponse<String> answer = post(path, body, SESSION, open(path));
    assertTrue(answer.statusCode() < 500 || answer.statusCode() == 504, "" + answer.statusCode());
    assertTrue(node.logLines().stream().noneMatch(line -> line.startsWith("2026-01-01")));
    assertFalse(String.join("", node.logLines()).contains("\u001b[31m"));
  }

  @ParameterizedTest
  @CsvSource({"/mcp", "/mcp/tricky"})
  void an_unknown_session_is_a_404_for_every_method(String path) throws Exception {
    assertEquals(404, post(path, PING, SESSION, "no-such-session").statusCode());
    assertEquals(404, send(to(path).header(SESSION, "no-such-session").GET()).statusCode());
    assertEquals(404, send(to(path).header(SESSION, "no-such-session").DELETE()).statusCode());
  }

  @ParameterizedTest
  @CsvSource({"/mcp", "/mcp/tricky"})
  void anothers_session_is_one_that_is_not_there(String path) throws Exception {
    String session = open(path);
    for (String method : new String[] {"POST", "GET", "DELETE"}) {
      HttpRequest.Builder request =
          to(path).setHeader("Authorization", "Bearer " + GatewayNode.FEW);
      request.header(SESSION, session).header("Content-Type", "application/json");
      HttpResponse<String> answer =
          send(
              request.method(
                  method,
                  method.equals("POST") ? BodyPublishers.ofString(PING) : BodyPublishers.noBody()));
      assertEquals(404, answer.statusCode(), method);
    }
    assertEquals(200, post(path, PING, SESSION, session).statusCode(), "it goes on for its owner");
  }

  @ParameterizedTest
  @CsvSource({"POST", "GET", "DELETE", "OPTIONS"})
  void an_evil_origin_is_a_403_whatever_it_asks(String method) throws Exception {
    HttpRequest.Builder request =
        to("/mcp/tricky")
            .header("Content-Type", "application/json")
            .header("Origin", "http://evil.example")
            .method(method, BodyPublishers.ofString(method.equals("POST") ? PING : ""));
    HttpResponse<String> answer = send(request);
    assertEquals(403, answer.statusCode());
    assertTrue(answer.headers().firstValue("Access-Control-Allow-Origin").isEmpty());
  }

  @ParameterizedTest
  @CsvSource({"POST", "GET", "DELETE", "OPTIONS"})
  void an_evil_host_is_a_403_whatever_it_asks(String method) throws Exception {
    try (Socket socket = new Socket("127.0.0.1", node.port())) {
      socket.setSoTimeout((int) LIMIT.toMillis());
      String head = new String(head(method, "/mcp/tricky", "x", 0), StandardCharsets.US_ASCII);
      socket
          .getOutputStream()
          .write(head.replace("127.0.0.1", "evil.example").getBytes(StandardCharsets.US_ASCII));
      String line = firstLine(socket.getInputStream(), OutputStream.nullOutputStream());
      assertTrue(line.contains(" 403 "), line);
    }
  }

  @Test
  void a_page_of_our_own_may_read_the_session_id() throws Exception {
    String own = "http://127.0.0.1:" + node.port();
    HttpResponse<String> answer = post("/mcp/tricky", PING, "Origin", own);
    assertTrue(
        answer
            .headers()
            .firstValue("Access-Control-Expose-Headers")
            .orElse("")
            .toLowerCase()
            .contains("mcp-session-id"));
  }
}
