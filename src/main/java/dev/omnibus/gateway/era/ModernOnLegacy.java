package dev.omnibus.gateway.era;

import dev.omnibus.mcp.Revisions;
import dev.omnibus.mcp.wire.Envelope;
import dev.omnibus.mcp.wire.Splice;
import io.vertx.core.json.Json;
import java.util.List;
import java.util.Optional;

/**
 * A modern agent on a legacy server: requests lose what only the modern era reads, results get what
 * it wants to find. What a legacy server says may depend on its session, so that no cache may keep
 * it or show it to another.
 */
public final class ModernOnLegacy {

  private static final String RESOURCE_NOT_FOUND = "-32002";
  private static final String INVALID_PARAMS = "-32602";
  private static final List<String> RESULT = List.of("result");

  private ModernOnLegacy() {}

  /** What the modern era removed is as unknown here as at any modern server. */
  public static Fate fate(Envelope message) {
    return switch (message.method()) {
      case "server/discover", "subscriptions/listen", "notifications/cancelled" -> Fate.HERE;
      case "initialize",
          "ping",
          "logging/setLevel",
          "resources/subscribe",
          "resources/unsubscribe",
          "tasks/get",
          "tasks/update",
          "tasks/cancel",
          "tasks/result",
          "tasks/list" ->
          Fate.REFUSED;
      default -> Fate.ONWARD;
    };
  }

  /** The request as a legacy server wants it; a progress token and what is unknown stay. */
  public static Envelope stripped(Envelope request) {
    return request
        .splice()
        .remove("params", "_meta", Meta.VERSION)
        .remove("params", "_meta", Meta.CLIENT_INFO)
        .remove("params", "_meta", Meta.CAPABILITIES)
        .remove("params", "_meta", Meta.LOG_LEVEL)
        .remove("params", "inputResponses")
        .remove("params", "requestState")
        .toEnvelope();
  }

  /**
   * The level that the agent wants to hear for this request, as raw JSON for {@code
   * logging/setLevel}; empty for none, or for one that does not exist.
   */
  public static Optional<String> level(Envelope request) {
    return Optional.ofNullable(request.text("params", "_meta", Meta.LOG_LEVEL))
        .filter(LogLevels::exists)
        .map(Json::encode);
  }

  /** Whether a log message of the server is for this request: not without a wish, nor below it. */
  static boolean hears(Envelope request, Envelope logMessage) {
    String asked = request.text("params", "_meta", Meta.LOG_LEVEL);
    String level = logMessage.text("params", "level");
    return asked != null && level != null && LogLevels.hears(asked, level);
  }

  /** The answer to {@code server/discover}, out of the answer to {@code initialize}. */
  public static Envelope discovered(Envelope discover, Envelope initialized) {
    String info = initialized.raw("result", "serverInfo");
    String capabilities = initialized.raw("result", "capabilities");
    Splice splice =
        initialized
            .splice()
            .put(List.of(), "id", discover.id())
            .put(List.of("result"), "capabilities", capabilities == null ? "{}" : capabilities)
            .put(List.of("result"), "supportedVersions", "[\"" + Revisions.MODERN + "\"]")
            .remove("result", "protocolVersion")
            .remove("result", "serverInfo");
    return dress(initialized, splice, "server/discover", info)
        .toEnvelope()
        .splice()
        .remove("result", "capabilities", "tasks")
        .toEnvelope();
  }

  /**
   * The result as a modern agent wants it; what a server says of this by itself stays.
   *
   * @param serverInfo raw JSON of what the server calls itself, or null
   */
  public static Envelope dressed(Envelope request, Envelope result, String serverInfo) {
    return dress(result, result.splice(), request.method(), serverInfo).toEnvelope();
  }

  private static Splice dress(Envelope result, Splice splice, String method, String serverInfo) {
    if (result.at("result", "resultType") == null) {
      splice.put(RESULT, "resultType", "\"complete\"");
    }
    if (cacheable(method)) {
      splice.put(RESULT, "cacheScope", "\"private\"");
      if (result.at("result", "ttlMs") == null) {
        splice.put(RESULT, "ttlMs", "0");
      }
    }
    return serverInfo == null || result.at("result", "_meta", Meta.SERVER_INFO) != null
        ? splice
        : splice.put(Meta.OF_RESULT, Meta.SERVER_INFO, serverInfo);
  }

  /**
   * Whether a notification that came on account of a request goes to who made it. What the modern
   * era tells on a subscription only, or not at all, does not.
   */
  public static boolean belongs(Envelope request, Envelope notification) {
    return switch (notification.method()) {
      case "notifications/message" -> hears(request, notification);
      case "notifications/tools/list_changed",
          "notifications/prompts/list_changed",
          "notifications/resources/list_changed",
          "notifications/resources/updated",
          "notifications/cancelled",
          "notifications/tasks/status",
          "notifications/elicitation/complete" ->
          false;
      default -> true;
    };
  }

  /** The error as a modern client knows it. */
  public static Envelope error(Envelope request, Envelope error) {
    boolean unknown =
        request.method().equals("resources/read")
            && RESOURCE_NOT_FOUND.equals(error.raw("error", "code"));
    return unknown
        ? error.splice().replace(error.at("error", "code"), INVALID_PARAMS).toEnvelope()
        : error;
  }

  private static boolean cacheable(String method) {
    return switch (method) {
      case "server/discover",
          "tools/list",
          "prompts/list",
          "resources/list",
          "resources/templates/list",
          "resources/read" ->
          true;
      default -> false;
    };
  }
}
