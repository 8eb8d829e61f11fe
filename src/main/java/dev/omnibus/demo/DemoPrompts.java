package dev.omnibus.demo;

import io.modelcontextprotocol.server.McpServerFeatures.SyncPromptSpecification;
import io.modelcontextprotocol.spec.McpSchema.GetPromptRequest;
import io.modelcontextprotocol.spec.McpSchema.GetPromptResult;
import io.modelcontextprotocol.spec.McpSchema.Prompt;
import io.modelcontextprotocol.spec.McpSchema.PromptArgument;
import io.modelcontextprotocol.spec.McpSchema.PromptMessage;
import io.modelcontextprotocol.spec.McpSchema.Role;
import io.modelcontextprotocol.spec.McpSchema.TextContent;
import java.util.List;
import java.util.Map;

/** The prompts: one that takes an argument it needs and one it does not, one that takes none. */
final class DemoPrompts {
  private DemoPrompts() {}

  static List<SyncPromptSpecification> all() {
    return List.of(
        new SyncPromptSpecification(packing(), (client, request) -> packed(request)),
        new SyncPromptSpecification(tour(), (client, request) -> toured()));
  }

  private static Prompt packing() {
    return Prompt.builder("packing-list")
        .title("Packing list")
        .description("Asks what to pack for a trip, given the (made-up) weather.")
        .arguments(
            List.of(
                PromptArgument.builder("city").description("Where to").required(true).build(),
                PromptArgument.builder("days").description("How long").required(false).build()))
        .build();
  }

  private static GetPromptResult packed(GetPromptRequest request) {
    Map<String, Object> arguments = request.arguments() == null ? Map.of() : request.arguments();
    return user(
        "Ask the weather tool about %s for %s days, then tell me in five lines what to pack."
            .formatted(
                arguments.getOrDefault("city", "Berlin"), arguments.getOrDefault("days", "3")));
  }

  private static Prompt tour() {
    return Prompt.builder("tour")
        .title("Tour of the demo")
        .description("Asks for one call of each tool of this server.")
        .build();
  }

  private static GetPromptResult toured() {
    return user("Call each tool of this server once and tell me in a table what it answered.");
  }

  private static GetPromptResult user(String text) {
    var message = PromptMessage.builder(Role.USER, TextContent.builder(text).build()).build();
    return GetPromptResult.builder(List.of(message)).build();
  }
}
