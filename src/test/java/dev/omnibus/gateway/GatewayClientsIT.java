package dev.omnibus.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.modelcontextprotocol.client.McpClient;
import io.modelcontextprotocol.client.McpSyncClient;
import io.modelcontextprotocol.client.transport.HttpClientStreamableHttpTransport;
import io.modelcontextprotocol.spec.McpError;
import io.modelcontextprotocol.spec.McpSchema.CallToolRequest;
import io.modelcontextprotocol.spec.McpSchema.CallToolResult;
import io.modelcontextprotocol.spec.McpSchema.TextContent;
import io.modelcontextprotocol.spec.McpSchema.Tool;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The official clients, as agents use them. */
class GatewayClientsIT {

  private static final Duration LIMIT = Duration.ofSeconds(60);

  @TempDir static Path folder;
  private static GatewayNode node;

  @BeforeAll
  static void start() throws Exception {
    node = new GatewayNode(folder);
  }

  @AfterAll
  static void end() throws Exception {
    node.close();
  }

  private static McpSyncClient java(String path, String key) {
    HttpClientStreamableHttpTransport transport =
        HttpClientStreamableHttpTransport.builder(node.base())
            .endpoint(path)
            .customizeClient(client -> client.connectTimeout(LIMIT))
            .addHttpRequestCustomizer(
                (request, method, uri, body, context) ->
                    request.setHeader("Authorization", "Bearer " + key))
            .build();
    McpSyncClient client =
        McpClient.sync(transport).requestTimeout(LIMIT).initializationTimeout(LIMIT).build();
    client.initialize();
    return client;
  }

  private static String text(McpSyncClient client, String tool, Map<String, Object> arguments) {
    CallToolResult result =
        client.callTool(CallToolRequest.builder(tool).arguments(arguments).build());
    return ((TextContent) result.content().get(0)).text();
  }

  private static List<String> tools(McpSyncClient client) {
    return client.listTools().tools().stream().map(Tool::name).toList();
  }

  @Test
  void the_java_client_uses_one_server() {
    McpSyncClient client = java("/mcp/everything", GatewayNode.ALL);
    assertEquals("Echo: hi", text(client, "echo", Map.of("message", "hi")));
    assertEquals(17, tools(client).size()); // four of them ask the agent something
    client.ping();
    client.closeGracefully();
  }

  @Test
  void the_java_client_uses_all_servers() {
    McpSyncClient client = java("/mcp", GatewayNode.ALL);
    assertTrue(tools(client).containsAll(List.of("demo__add", "everything__echo")));
    assertEquals("{\"sum\":5}", text(client, "demo__add", Map.of("a", 2, "b", 3)));
    assertEquals("again", text(client, "modern__echo", Map.of("message", "again")));
    client.closeGracefully();
  }

  @Test
  void the_java_client_sees_and_calls_what_its_key_may_only() {
    McpSyncClient client = java("/mcp", GatewayNode.FEW);
    assertEquals(List.of("everything__echo", "everything__get-sum"), tools(client));
    McpError refused =
        assertThrows(McpError.class, () -> text(client, "everything__get-env", Map.of()));
    assertEquals(-32602, refused.getJsonRpcError().code());
    client.closeGracefully();
  }

  @Test
  void the_typescript_client_uses_one_server() throws Exception {
    JsonObject seen = typescript("/mcp/everything", "echo", "{\"message\":\"hi\"}");
    assertTrue(seen.getJsonArray("tools").contains("echo"));
    assertTrue(seen.getJsonObject("server").getString("name").contains("everything"));
    assertEquals("Echo: hi", said(seen));
  }

  @Test
  void the_typescript_client_uses_all_servers() throws Exception {
    JsonObject seen = typescript("/mcp", "demo__echo", "{\"text\":\"hi\"}");
    JsonArray tools = seen.getJsonArray("tools");
    assertTrue(tools.contains("demo__echo") && tools.contains("modern__echo"), tools.encode());
    assertEquals("omnibus", seen.getJsonObject("server").getString("name"));
    assertEquals("hi", said(seen));
  }

  private static String said(JsonObject seen) {
    return seen.getJsonObject("result").getJsonArray("content").getJsonObject(0).getString("text");
  }

  private static JsonObject typescript(String path, String tool, String arguments)
      throws IOException, InterruptedException {
    Process client =
        new ProcessBuilder(
                "node", "gateway-client.mjs", node.base() + path, GatewayNode.ALL, tool, arguments)
            .directory(Path.of("src/test/peers").toFile())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    String printed = new String(client.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertTrue(client.waitFor(30, TimeUnit.SECONDS), "the client does not end");
    assertEquals(0, client.exitValue(), printed);
    return new JsonObject(printed);
  }
}
