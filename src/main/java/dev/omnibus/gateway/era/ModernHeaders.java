package dev.omnibus.gateway.era;

import dev.omnibus.mcp.HeaderText;
import dev.omnibus.mcp.Revisions;
import dev.omnibus.mcp.wire.Envelope;
import java.util.LinkedHashMap;
import java.util.Map;

/** The headers that repeat what a modern request says (MCP 2026-07-28, streamable HTTP). */
public final class ModernHeaders {

  private ModernHeaders() {}

  public static Map<String, String> of(Envelope message, ParamHeaders params) {
    Map<String, String> headers = new LinkedHashMap<>();
    headers.put("MCP-Protocol-Version", Revisions.MODERN);
    headers.put("Mcp-Method", HeaderText.encode(message.method()));
    String name = name(message);
    if (name != null) {
      headers.put("Mcp-Name", HeaderText.encode(name));
    }
    headers.putAll(params.of(message));
    return headers;
  }

  private static String name(Envelope message) {
    return switch (message.method()) {
      case "tools/call", "prompts/get" -> message.text("params", "name");
      case "resources/read" -> message.text("params", "uri");
      case "tasks/get", "tasks/update", "tasks/cancel" -> message.text("params", "taskId");
      default -> null;
    };
  }
}
