package dev.omnibus.gateway.talk;

import dev.omnibus.gateway.agent.EraRules;
import dev.omnibus.gateway.agent.Listed;
import dev.omnibus.gateway.agent.RpcException;
import dev.omnibus.mcp.Era;
import dev.omnibus.mcp.JsonRpc;
import dev.omnibus.mcp.Revisions;
import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;

/**
 * What an agent and the gateway have to say to each other in either era, whatever server is behind:
 * {@code initialize} and {@code ping} in the legacy one, {@code server/discover} in the modern one,
 * and results in the form that the agent's era asks for.
 */
final class Dialogue {

  private static final String DISCOVER = "server/discover";

  private Dialogue() {}

  /** Completes with the result for the agent. */
  static Future<JsonObject> answer(Asked asked, Face face) {
    return asked.era() == Era.MODERN
        ? modern(asked, face).map(result -> dressed(asked, result))
        : legacy(asked, face).compose(Dialogue::complete);
  }

  private static Future<JsonObject> legacy(Asked asked, Face face) {
    return switch (asked.method()) {
      case "initialize" -> initialize(asked.message(), face);
      case "ping" -> Future.succeededFuture(new JsonObject());
      default -> face.answer(asked);
    };
  }

  private static Future<JsonObject> initialize(Message message, Face face) {
    String wanted = message.text("protocolVersion");
    if (wanted == null) {
      throw RpcException.of(
          200, JsonRpc.INVALID_PARAMS, "Invalid params: 'protocolVersion' is missing");
    }
    return face.describe()
        .map(
            described ->
                described
                    .toJson()
                    .put("protocolVersion", EraRules.negotiate(wanted))
                    .put("serverInfo", described.serverInfo()));
  }

  /** There is no session in which a legacy agent could be asked for more. */
  private static Future<JsonObject> complete(JsonObject result) {
    Object type = result.getValue("resultType");
    return type == null || type.equals("complete")
        ? Future.succeededFuture(result)
        : Future.failedFuture(
            RpcException.own(502, "the server wants something that this agent cannot give"));
  }

  private static Future<JsonObject> modern(Asked asked, Face face) {
    return asked.method().equals(DISCOVER)
        ? face.describe().map(Dialogue::discovered)
        : face.answer(asked);
  }

  private static JsonObject discovered(Description described) {
    return described
        .toJson()
        .put("supportedVersions", JsonArray.of(Revisions.MODERN))
        .put("_meta", new JsonObject().put(EraRules.META + "serverInfo", described.serverInfo()));
  }

  /**
   * A legacy server does not know these keys. What is listed or read depends on who asks, so that
   * no cache may show it to another.
   */
  private static JsonObject dressed(Asked asked, JsonObject result) {
    JsonObject dressed = result.copy();
    if (!dressed.containsKey("resultType")) {
      dressed.put("resultType", "complete");
    }
    if (cacheable(asked.method())) {
      dressed.put("ttlMs", result.getValue("ttlMs", 0)).put("cacheScope", "private");
    }
    return dressed;
  }

  private static boolean cacheable(String method) {
    return method.equals(DISCOVER)
        || method.equals("resources/read")
        || Listed.byMethod(method).isPresent();
  }
}
