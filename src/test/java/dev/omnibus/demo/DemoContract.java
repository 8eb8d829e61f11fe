package dev.omnibus.demo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.modelcontextprotocol.client.McpClient;
import io.modelcontextprotocol.client.McpSyncClient;
import io.modelcontextprotocol.spec.McpClientTransport;
import io.modelcontextprotocol.spec.McpSchema.BlobResourceContents;
import io.modelcontextprotocol.spec.McpSchema.CallToolRequest;
import io.modelcontextprotocol.spec.McpSchema.CallToolResult;
import io.modelcontextprotocol.spec.McpSchema.GetPromptRequest;
import io.modelcontextprotocol.spec.McpSchema.ImageContent;
import io.modelcontextprotocol.spec.McpSchema.LoggingLevel;
import io.modelcontextprotocol.spec.McpSchema.LoggingMessageNotification;
import io.modelcontextprotocol.spec.McpSchema.ProgressNotification;
import io.modelcontextprotocol.spec.McpSchema.Prompt;
import io.modelcontextprotocol.spec.McpSchema.ReadResourceRequest;
import io.modelcontextprotocol.spec.McpSchema.Resource;
import io.modelcontextprotocol.spec.McpSchema.ResourceContents;
import io.modelcontextprotocol.spec.McpSchema.TextContent;
import io.modelcontextprotocol.spec.McpSchema.TextResourceContents;
import io.modelcontextprotocol.spec.McpSchema.Tool;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** What a client sees, whatever transport is between; the client is the official one. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class DemoContract {
  private static final Duration LIMIT = Duration.ofSeconds(60);

  private final BlockingQueue<Double> progress = new ArrayBlockingQueue<>(100);
  private final BlockingQueue<LoggingMessageNotification> logged = new ArrayBlockingQueue<>(100);
  private McpSyncClient client;

  /** A transport to a running server named {@code contract}. */
  abstract McpClientTransport transport() throws Exception;

  /** Called when the client has closed. */
  abstract void stop();

  @BeforeAll
  void connect() throws Exception {
    client =
        McpClient.sync(transport())
            .requestTimeout(LIMIT)
            .initializationTimeout(LIMIT)
            .progressConsumer((ProgressNotification step) -> progress.offer(step.progress()))
            .loggingConsumer(logged::offer)
            .build();
    client.initialize();
  }

  @AfterAll
  void disconnect() {
    client.closeGracefully();
    stop();
  }

  private CallToolResult call(String tool, Map<String, Object> arguments) {
    return client.callTool(CallToolRequest.builder(tool).arguments(arguments).build());
  }

  private static String text(CallToolResult result) {
    return ((TextContent) result.content().get(0)).text();
  }

  private ResourceContents read(String uri) {
    return client.readResource(ReadResourceRequest.builder(uri).build()).contents().get(0);
  }

  @Test
  void it_has_the_name_it_was_given() {
    assertEquals("contract", client.getServerInfo().name());
  }

  @Test
  void it_answers_pings() {
    client.ping();
  }

  @Test
  void it_lists_its_tools() {
    assertEquals(
        List.of("echo", "add", "now", "count", "weather", "picture", "fail", "log"),
        client.listTools().tools().stream().map(Tool::name).toList());
  }

  @Test
  void echo_gives_back_what_it_got() {
    assertEquals("Grüße\n二", text(call("echo", Map.of("text", "Grüße\n二"))));
  }

  @Test
  void add_answers_with_structure_and_text() {
    var sum = call("add", Map.of("a", 2, "b", 3));
    assertEquals(Map.of("sum", 5), sum.structuredContent());
    assertEquals("{\"sum\":5}", text(sum));
  }

  @Test
  void wrong_arguments_are_refused() {
    assertTrue(call("add", Map.of("a", "two", "b", 3)).isError());
  }

  @Test
  void weather_takes_a_nested_place() {
    var arguments = Map.<String, Object>of("place", Map.of("city", "Lima"), "days", 1);
    assertEquals(
        "{\"city\":\"Lima\",\"country\":\"Peru\",\"units\":\"celsius\","
            + "\"days\":[{\"day\":0,\"temperature\":19,\"sky\":\"fog\"}]}",
        text(call("weather", arguments)));
  }

  @Test
  void now_answers_in_the_zone() {
    assertTrue(text(call("now", Map.of("zone", "Asia/Tokyo"))).contains("+09:00"));
  }

  @Test
  void picture_is_a_png() {
    var image = (ImageContent) call("picture", Map.of()).content().get(0);
    assertEquals("image/png", image.mimeType());
  }

  @Test
  void fail_fails_with_its_reason() {
    var failure = call("fail", Map.of("reason", "as asked"));
    assertTrue(failure.isError());
    assertEquals("as asked", text(failure));
  }

  @Test
  void log_reaches_the_client() throws InterruptedException {
    call("log", Map.of("level", "warning", "message", "careful"));
    var message = logged.poll(LIMIT.toSeconds(), TimeUnit.SECONDS);
    assertEquals(LoggingLevel.WARNING, message.level());
    assertEquals("careful", message.data());
  }

  @Test
  void count_reports_each_step() throws InterruptedException {
    var request =
        CallToolRequest.builder("count")
            .arguments(Map.of("to", 3, "stepMs", 10))
            .progressToken("steps")
            .build();
    assertEquals("Counted to 3", text(client.callTool(request)));
    // The client of the SDK may hand over two that come together the other way round.
    Set<Double> told = new TreeSet<>();
    for (int step = 1; step <= 3; step++) {
      told.add(progress.poll(LIMIT.toSeconds(), TimeUnit.SECONDS));
    }
    assertEquals(Set.of(1.0, 2.0, 3.0), told);
  }

  @Test
  void it_has_two_prompts() {
    assertEquals(
        List.of("packing-list", "tour"),
        client.listPrompts().prompts().stream().map(Prompt::name).sorted().toList());
  }

  @Test
  void a_prompt_uses_its_arguments() {
    var request =
        GetPromptRequest.builder("packing-list").arguments(Map.of("city", "Cairo")).build();
    var message = client.getPrompt(request).messages().get(0);
    assertTrue(((TextContent) message.content()).text().contains("Cairo for 3 days"));
  }

  @Test
  void it_has_three_resources_and_a_template() {
    assertEquals(
        List.of("demo://about", "demo://cities", "demo://picture"),
        client.listResources().resources().stream().map(Resource::uri).sorted().toList());
    assertEquals(
        "demo://weather/{city}",
        client.listResourceTemplates().resourceTemplates().get(0).uriTemplate());
  }

  @Test
  void a_resource_is_text_json_or_bytes() {
    var about = assertInstanceOf(TextResourceContents.class, read("demo://about"));
    var cities = assertInstanceOf(TextResourceContents.class, read("demo://cities"));
    var picture = assertInstanceOf(BlobResourceContents.class, read("demo://picture"));
    assertEquals("text/plain", about.mimeType());
    assertTrue(cities.text().startsWith("[{\"city\":\"Berlin\""));
    assertTrue(picture.blob().startsWith("iVBORw0KGgo")); // the PNG signature
  }

  @Test
  void the_template_makes_a_resource_for_each_city() {
    var lima = assertInstanceOf(TextResourceContents.class, read("demo://weather/Lima"));
    assertTrue(lima.text().contains("\"country\":\"Peru\""));
  }
}
