package dev.omnibus.demo;

import io.modelcontextprotocol.json.TypeRef;
import io.modelcontextprotocol.server.McpServerFeatures.SyncToolSpecification;
import io.modelcontextprotocol.server.McpSyncServerExchange;
import io.modelcontextprotocol.spec.McpSchema.CallToolRequest;
import io.modelcontextprotocol.spec.McpSchema.CallToolResult;
import io.modelcontextprotocol.spec.McpSchema.ImageContent;
import io.modelcontextprotocol.spec.McpSchema.LoggingLevel;
import io.modelcontextprotocol.spec.McpSchema.LoggingMessageNotification;
import io.modelcontextprotocol.spec.McpSchema.Tool;
import java.math.BigDecimal;
import java.time.Clock;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;

/**
 * The tools: {@code tools.json} says how each looks from outside, this class what each does. The
 * SDK has checked the arguments against that file before a method here sees them.
 */
final class DemoTools {
  /** What {@code now} answers; time is ISO-8601 with its offset. */
  record Moment(String zone, String time) {}

  private final Clock clock;
  private final Weather weather;

  DemoTools(Clock clock, Weather weather) {
    this.clock = clock;
    this.weather = weather;
  }

  List<SyncToolSpecification> all() {
    return definitions().stream()
        .map(tool -> new SyncToolSpecification(tool, handler(tool.name())))
        .toList();
  }

  static List<Tool> definitions() {
    return Json.bundled("tools.json", new TypeRef<List<Tool>>() {});
  }

  private BiFunction<McpSyncServerExchange, CallToolRequest, CallToolResult> handler(String tool) {
    return switch (tool) {
      case "echo" -> (client, call) -> text((String) call.arguments().get("text"));
      case "add" -> (client, call) -> add(call.arguments());
      case "now" -> (client, call) -> now((String) call.arguments().get("zone"));
      case "count" -> Counting::count;
      case "weather" -> (client, call) -> weather(call.arguments());
      case "picture" -> (client, call) -> picture(call.arguments());
      case "fail" -> (client, call) -> fail(call.arguments());
      case "log" -> (client, call) -> log(client, call.arguments());
      default -> throw new IllegalStateException("tools.json names an unknown tool: " + tool);
    };
  }

  /** Decimal, so that 0.1 and 0.2 add up to what a person expects to see. */
  CallToolResult add(Map<String, Object> arguments) {
    return structured(Map.of("sum", decimal(arguments.get("a")).add(decimal(arguments.get("b")))));
  }

  CallToolResult now(String zone) {
    var time = clock.instant().atZone(ZoneId.of(zone)).truncatedTo(ChronoUnit.SECONDS);
    return structured(new Moment(zone, time.toOffsetDateTime().toString()));
  }

  private CallToolResult weather(Map<String, Object> arguments) {
    var place = (Map<?, ?>) arguments.get("place");
    var days = (Number) arguments.getOrDefault("days", 3);
    var units = (String) arguments.getOrDefault("units", "celsius");
    return structured(weather.forecast((String) place.get("city"), days.intValue(), units));
  }

  private static CallToolResult picture(Map<String, Object> arguments) {
    var hue = (Number) arguments.getOrDefault("hue", 210);
    String png = Base64.getEncoder().encodeToString(Picture.png(hue.intValue()));
    return CallToolResult.builder()
        .addContent(ImageContent.builder(png, "image/png").build())
        .build();
  }

  private static CallToolResult fail(Map<String, Object> arguments) {
    var reason = (String) arguments.getOrDefault("reason", "This tool always fails.");
    return CallToolResult.builder().addTextContent(reason).isError(true).build();
  }

  private static CallToolResult log(McpSyncServerExchange client, Map<String, Object> arguments) {
    var level = LoggingLevel.fromValue((String) arguments.get("level"));
    var message = (String) arguments.getOrDefault("message", "Hello from the demo server.");
    client.loggingNotification(
        LoggingMessageNotification.builder(level, message).logger("demo").build());
    return text("Logged, unless the client asked for a higher level.");
  }

  static CallToolResult text(String text) {
    return CallToolResult.builder().addTextContent(text).build();
  }

  /** With the same as text, for clients from before structured content. */
  private static CallToolResult structured(Object content) {
    return CallToolResult.builder()
        .addTextContent(Json.text(content))
        .structuredContent(content)
        .build();
  }

  private static BigDecimal decimal(Object number) {
    return new BigDecimal(number.toString());
  }
}
