package dev.omnibus.mcp;

import dev.omnibus.mcp.wire.Envelope;
import io.vertx.core.json.JsonObject;
import java.util.Map;

/** Up to 2025-11-25 the session says it all once; messages go as they are. */
record LegacyDialect() implements Dialect {

  @Override
  public JsonObject params(JsonObject params) {
    return params;
  }

  @Override
  public Map<String, String> headers(Envelope message) {
    return Map.of();
  }

  @Override
  public boolean announcesCancel(TransportKind transport) {
    return true;
  }
}
