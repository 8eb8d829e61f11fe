package dev.omnibus.gateway.agent;

import dev.omnibus.mcp.Era;
import dev.omnibus.mcp.wire.Envelope;

/** What a request is about, for the policy: a tool, a prompt or a resource. */
public final class Thing {

  private Thing() {}

  /** Its name or URI; null for other methods, and where it is missing. */
  public static String of(Envelope message) {
    if (message.method() == null) {
      return null; // a response of the agent, to what the server asked it
    }
    return switch (message.method()) {
      case "tools/call", "prompts/get" -> message.text("params", "name");
      case "resources/read", "resources/subscribe", "resources/unsubscribe" ->
          message.text("params", "uri");
      case "completion/complete" -> reference(message);
      default -> null;
    };
  }

  /** In which list that would stand; of what has a name only. */
  public static Listed kind(Envelope message) {
    return switch (message.method()) {
      case "tools/call" -> Listed.TOOLS;
      case "prompts/get" -> Listed.PROMPTS;
      case "completion/complete" ->
          "ref/prompt".equals(message.text("params", "ref", "type"))
              ? Listed.PROMPTS
              : Listed.TEMPLATES;
      default -> Listed.RESOURCES;
    };
  }

  /** Whether there is something to ask the policy about. */
  public static boolean isNamed(Envelope message, Era era) {
    return switch (message.method()) {
      case "tools/call", "prompts/get", "resources/read", "completion/complete" -> true;
      // The modern era has none of these: the server says so (404, -32601), whatever they name.
      case "resources/subscribe", "resources/unsubscribe" -> era == Era.LEGACY;
      default -> false;
    };
  }

  /**
   * What a completion is for, by the type that the server goes by: a prompt by its name, or a
   * resource template by its URI.
   */
  private static String reference(Envelope message) {
    return switch (String.valueOf(message.text("params", "ref", "type"))) {
      case "ref/prompt" -> message.text("params", "ref", "name");
      case "ref/resource" -> message.text("params", "ref", "uri");
      default -> null;
    };
  }
}
