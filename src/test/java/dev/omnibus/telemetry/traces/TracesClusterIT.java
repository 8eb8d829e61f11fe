package dev.omnibus.telemetry.traces;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.omnibus.cluster.NodeId;
import dev.omnibus.cluster.Ownership;
import dev.omnibus.harness.NodeProcess;
import dev.omnibus.harness.Operator;
import dev.omnibus.harness.ServersFile;
import dev.omnibus.harness.Waiting;
import dev.omnibus.tracing.Span;
import dev.omnibus.tracing.Span.Kind;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/** An agent at one node, a server over stdio at the other, one over HTTP beside them. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class TracesClusterIT {

  private static final Duration LIMIT = Duration.ofSeconds(60);
  private static final List<NodeId> NODES = List.of(NodeId.of("t1@a"), NodeId.of("t2@b"));
  private static final String FAR = ownedBy(NODES.get(1));
  private static final String AGENT_SPAN = "00f067aa0ba902b7";
  private static final HttpClient HTTP = HttpClient.newHttpClient();
  private static final String CONFIG =
      """
      {"telemetry": {"traces": {"share": 1, "perSecond": 1000}}}""";

  @TempDir static Path folder;
  private static HeardServer heard;
  private static NodeProcess one;
  private static NodeProcess two;
  private static Operator first;
  private static Operator second;
  private static String token;

  /** The first name that this node will own. */
  private static String ownedBy(NodeId node) {
    return IntStream.iterate(0, i -> i + 1)
        .mapToObj(i -> "far" + i)
        .filter(name -> Ownership.owns(node, name, NODES))
        .findFirst()
        .orElseThrow();
  }

  @BeforeAll
  static void start() throws Exception {
    heard = new HeardServer();
    String program = Path.of("src/test/peers/trace-server.mjs").toAbsolutePath().toString();
    one = new NodeProcess("t1", folder);
    one.write("omnibus.json", CONFIG);
    one.write(
        "servers.json",
        new ServersFile().stdio(FAR, "node", program).http("web", heard.url()).text());
    one.start();
    two = new NodeProcess("t2", folder, one.clusterPort());
    two.write("omnibus.json", CONFIG);
    two.start();
    token = Operator.token(one.port(), "admin", NodeProcess.PASSWORD);
    first = Operator.open(one.port(), token).hear("event.trace.span");
    second = Operator.open(two.port(), token);
    first.awaitState("web", "healthy", LIMIT);
    first.awaitStatus(
        FAR,
        LIMIT,
        status ->
            status.getString("state").equals("healthy")
                && status.getJsonObject("claim").getString("owner").startsWith("t2@"));
  }

  @AfterAll
  static void end() {
    first.close();
    second.close();
    two.close();
    one.close();
    heard.close();
  }

  private static String fresh() {
    byte[] id = new byte[16];
    new Random().nextBytes(id);
    return HexFormat.of().formatHex(id);
  }

  private static HttpRequest.Builder to(String server) {
    return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + one.port() + "/mcp/" + server))
        .timeout(LIMIT)
        .header("Authorization", "Bearer " + token)
        .header("Accept", "application/json, text/event-stream")
        .header("Content-Type", "application/json");
  }

  private static String message(String method, JsonObject params) {
    return new JsonObject()
        .put("jsonrpc", "2.0")
        .put("id", 1)
        .put("method", method)
        .put("params", params)
        .encode();
  }

  private static String call(String tool) {
    return message(
        "tools/call", new JsonObject().put("name", tool).put("arguments", new JsonObject()));
  }

  private static String session(String server) throws Exception {
    JsonObject params =
        new JsonObject()
            .put("protocolVersion", "2025-11-25")
            .put("capabilities", new JsonObject())
            .put("clientInfo", new JsonObject().put("name", "test").put("version", "1"));
    HttpResponse<String> answer =
        HTTP.send(
            to(server).POST(BodyPublishers.ofString(message("initialize", params))).build(),
            BodyHandlers.ofString());
    return answer
        .headers()
        .firstValue("Mcp-Session-Id")
        .orElseThrow(() -> new AssertionError(answer.body()));
  }

  private static HttpRequest legacy(String server, String tool, String parent, String state)
      throws Exception {
    HttpRequest.Builder request =
        to(server)
            .header("Mcp-Session-Id", session(server))
            .header("MCP-Protocol-Version", "2025-11-25")
            .header("traceparent", parent);
    if (state != null) {
      request.header("tracestate", state);
    }
    return request.POST(BodyPublishers.ofString(call(tool))).build();
  }

  private static HttpRequest modern(String server, String tool, String parent) {
    JsonObject meta =
        new JsonObject()
            .put("io.modelcontextprotocol/protocolVersion", "2026-07-28")
            .put(
                "io.modelcontextprotocol/clientInfo",
                new JsonObject().put("name", "test").put("version", "1"))
            .put("io.modelcontextprotocol/clientCapabilities", new JsonObject())
            .put("traceparent", parent);
    JsonObject params =
        new JsonObject().put("name", tool).put("arguments", new JsonObject()).put("_meta", meta);
    return to(server)
        .header("MCP-Protocol-Version", "2026-07-28")
        .header("Mcp-Method", "tools/call")
        .header("Mcp-Name", tool)
        .POST(BodyPublishers.ofString(message("tools/call", params)))
        .build();
  }

  private static String parent(String trace) {
    return "00-" + trace + "-" + AGENT_SPAN + "-01";
  }

  /** What the server says that it was told. */
  private static JsonObject told(HttpRequest request) throws Exception {
    HttpResponse<String> answer = HTTP.send(request, BodyHandlers.ofString());
    assertEquals(200, answer.statusCode(), answer.body());
    String json = answer.body().substring(answer.body().indexOf('{'));
    return new JsonObject(
        new JsonObject(json)
            .getJsonObject("result")
            .getJsonArray("content")
            .getJsonObject(0)
            .getString("text"));
  }

  private static List<Span> spans(JsonObject trace) {
    return trace.getJsonArray("spans").stream()
        .map(JsonObject.class::cast)
        .map(Span::fromJson)
        .toList();
  }

  /** The spans of a trace as soon as those of this kind are among them. */
  private static List<Span> awaited(Operator node, String trace, Kind kind) throws Exception {
    Waiting.until(
        kind + " of " + trace,
        LIMIT,
        () -> known(node, trace).stream().anyMatch(s -> s.kind() == kind && s.durationUs() != null),
        one::diagnosis);
    return known(node, trace);
  }

  /** None as long as the node knows nothing of it. */
  private static List<Span> known(Operator node, String trace) throws Exception {
    JsonObject answer = node.tryAsk("query.trace.get", new JsonObject().put("trace", trace));
    return answer.getString("type").equals("err") ? List.of() : spans(answer.getJsonObject("body"));
  }

  private static Span only(List<Span> spans, Kind kind) {
    List<Span> found = spans.stream().filter(span -> span.kind() == kind).toList();
    assertEquals(1, found.size(), () -> kind + " in " + spans);
    return found.get(0);
  }

  private static void leadsThroughBothNodes(String trace, JsonObject meta) throws Exception {
    awaited(second, trace, Kind.CALL);
    List<Span> spans = awaited(second, trace, Kind.SERVE);
    Span call = only(spans, Kind.CALL);
    Span hop = only(spans, Kind.HOP);
    Span serve = only(spans, Kind.SERVE);
    assertEquals(AGENT_SPAN, call.parent());
    assertEquals(call.span(), hop.parent());
    assertEquals(hop.span(), serve.parent());
    assertEquals("00-" + trace + "-" + serve.span() + "-01", meta.getString("traceparent"));
    assertTrue(call.node().startsWith("t1@") && serve.node().startsWith("t2@"), "" + spans);
    assertTrue(spans.stream().anyMatch(s -> s.name().equals("answer")), "" + spans);
    assertTrue(spans.stream().noneMatch(Span::failed), "" + spans);
  }

  @Test
  @Order(1)
  void a_legacy_agents_trace_leads_over_the_owner_to_the_process() throws Exception {
    String trace = fresh();
    JsonObject meta = told(legacy(FAR, "context", parent(trace), "congo=t61"));
    assertEquals("congo=t61", meta.getString("tracestate"));
    leadsThroughBothNodes(trace, meta);
  }

  @Test
  @Order(2)
  void a_modern_agents_trace_does_too() throws Exception {
    String trace = fresh();
    leadsThroughBothNodes(trace, told(modern(FAR, "context", parent(trace))));
  }

  @Test
  @Order(3)
  void a_server_behind_http_is_told_the_span_that_asks_it() throws Exception {
    String trace = fresh();
    HttpRequest request = legacy("web", "context", parent(trace), "congo=t61");
    assertEquals(200, HTTP.send(request, BodyHandlers.ofString()).statusCode());

    List<Span> spans = awaited(first, trace, Kind.CALL);
    Span attempt = only(spans, Kind.TRY);
    assertEquals("00-" + trace + "-" + attempt.span() + "-01", heard.parent);
    assertEquals("congo=t61", heard.state);
    assertEquals(only(spans, Kind.CALL).span(), attempt.parent());
    assertTrue(spans.stream().anyMatch(s -> s.name().equals("first byte")), "" + spans);
  }

  @Test
  @Order(4)
  void a_context_that_is_none_does_no_harm_and_its_state_goes_nowhere() throws Exception {
    String trace = fresh();
    String broken = parent(trace).toUpperCase().replace("-01", "-xx");
    String huge = "a=" + "x".repeat(5_000);
    assertEquals(new JsonObject(), told(legacy(FAR, "context", broken, huge)));

    HttpRequest request = legacy("web", "context", broken, huge);
    assertEquals(200, HTTP.send(request, BodyHandlers.ofString()).statusCode());
    assertNotEquals(trace, heard.parent.substring(3, 35));
    assertNull(heard.state);

    request = legacy("web", "context", parent(trace), huge);
    assertEquals(200, HTTP.send(request, BodyHandlers.ofString()).statusCode());
    assertNull(heard.state, "longer than anybody has to pass on");
  }

  @Test
  @Order(5)
  void any_node_lists_what_is_kept_and_the_event_tells_it() throws Exception {
    JsonObject asked = new JsonObject().put("server", FAR).put("tool", "context");
    JsonObject row = second.ask("query.trace.list", asked).getJsonArray("traces").getJsonObject(0);
    assertEquals("ok", row.getString("outcome"));
    assertEquals(2, row.getJsonArray("nodes").size(), row.encode());
    first.await(
        "event.trace.span",
        LIMIT,
        event -> event.getJsonObject("data").getString("kind").equals("call"));
    assertTrue(
        second
            .ask("query.trace.list", asked.copy().put("failed", true))
            .getJsonArray("traces")
            .isEmpty());
  }

  @Test
  @Order(6)
  void a_call_is_seen_while_it_goes_on_and_a_killed_owner_leaves_a_failed_hop() throws Exception {
    String trace = fresh();
    CompletableFuture<HttpResponse<String>> hanging =
        HTTP.sendAsync(legacy(FAR, "hang", parent(trace), null), BodyHandlers.ofString());
    JsonObject asked = new JsonObject().put("trace", trace);
    Waiting.until(
        "both nodes are seen at it",
        LIMIT,
        () ->
            known(first, trace).stream()
                .anyMatch(s -> s.name().equals("answer") && s.durationUs() == null),
        one::diagnosis);
    JsonObject open = first.ask("query.trace.get", asked);
    assertTrue(open.getBoolean("open"));
    assertTrue(only(spans(open), Kind.SERVE).node().startsWith("t2@"));

    two.kill();
    hanging.get(LIMIT.toSeconds(), TimeUnit.SECONDS);

    List<Span> spans = awaited(first, trace, Kind.CALL);
    Span call = only(spans, Kind.CALL);
    assertTrue(call.failed());
    assertEquals("transport", call.attributes().getString("outcome"));
    Span hop = only(spans, Kind.HOP);
    assertTrue(hop.failed());
    assertTrue(hop.attributes().getString("to").startsWith("t2@"));
    assertFalse(first.ask("query.trace.get", asked).getBoolean("open"));
  }
}
