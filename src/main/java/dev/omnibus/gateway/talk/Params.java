package dev.omnibus.gateway.talk;

import dev.omnibus.gateway.agent.EraRules;
import io.vertx.core.json.JsonObject;
import java.util.List;

/**
 * The params of an agent as they go on to a server: as they came, without what belongs to the
 * agent's own connection and what asks for things that are not carried back.
 */
final class Params {

  private static final List<String> OF_THE_CONNECTION =
      List.of(
          "progressToken",
          EraRules.META + "protocolVersion",
          EraRules.META + "clientInfo",
          EraRules.META + "clientCapabilities",
          EraRules.META + "logLevel");

  private Params() {}

  /**
   * A {@code task} is ignored, as the protocol asks of who does not offer tasks (MCP 2025-11-25,
   * basic/utilities/tasks).
   */
  static JsonObject onward(Message message) {
    JsonObject params = message.params().copy();
    params.remove("task");
    if (params.getValue("_meta") instanceof JsonObject meta) {
      OF_THE_CONNECTION.forEach(meta::remove);
      if (meta.isEmpty()) {
        params.remove("_meta");
      }
    }
    return params;
  }
}
