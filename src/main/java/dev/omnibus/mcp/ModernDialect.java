package dev.omnibus.mcp;

import dev.omnibus.mcp.wire.Envelope;
import io.vertx.core.json.JsonObject;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Since 2026-07-28 each request says who asks, in which revision, and headers repeat what counts.
 */
record ModernDialect(ClientInfo client) implements Dialect {
  private static final String META = "io.modelcontextprotocol/";

  /** In the {@code _meta} of what is said on account of a {@code subscriptions/listen}. */
  static final String SUBSCRIPTION = META + "subscriptionId";

  @Override
  public JsonObject params(JsonObject params) {
    JsonObject dressed = params == null ? new JsonObject() : params.copy();
    JsonObject meta = JsonRpc.objectIn(dressed, "_meta");
    meta.put(META + "protocolVersion", Revisions.MODERN)
        .put(META + "clientInfo", client.toJson())
        .put(META + "clientCapabilities", new JsonObject());
    return dressed.put("_meta", meta);
  }

  @Override
  public Map<String, String> headers(Envelope message) {
    Map<String, String> headers = new LinkedHashMap<>();
    headers.put("MCP-Protocol-Version", Revisions.MODERN);
    headers.put("Mcp-Method", HeaderText.encode(message.method()));
    String name = name(message);
    if (name != null) {
      headers.put("Mcp-Name", HeaderText.encode(name));
    }
    return headers;
  }

  @Override
  public boolean announcesCancel(TransportKind transport) {
    return transport == TransportKind.STDIO;
  }

  private static String name(Envelope message) {
    String key =
        switch (message.method()) {
          case "tools/call", "prompts/get" -> "name";
          case "resources/read" -> "uri";
          case "tasks/get", "tasks/update", "tasks/cancel" -> "taskId";
          default -> null;
        };
    return key == null ? null : message.text("params", key);
  }
}
