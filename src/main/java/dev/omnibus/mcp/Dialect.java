package dev.omnibus.mcp;

import dev.omnibus.mcp.wire.Envelope;
import io.vertx.core.json.JsonObject;
import java.util.Map;

/** How one era dresses a message: what goes into its params and into its HTTP headers. */
sealed interface Dialect permits LegacyDialect, ModernDialect {

  JsonObject params(JsonObject params);

  Map<String, String> headers(Envelope message);

  /** Whether giving up on a request is said by a notification, or by closing its stream. */
  boolean announcesCancel(TransportKind transport);
}
