package dev.omnibus.gateway.era;

import dev.omnibus.mcp.JsonRpc;
import dev.omnibus.mcp.Revisions;
import dev.omnibus.mcp.wire.Envelope;
import dev.omnibus.mcp.wire.Splice;
import io.vertx.core.json.Json;
import io.vertx.core.json.JsonObject;
import java.util.List;

/**
 * A legacy agent on a modern server: each request says anew who asks and how much it wants to hear.
 * Results go back as they came: legacy clients let keys pass that they do not know.
 */
public final class LegacyOnModern {

  private static final int RESOURCE_NOT_FOUND = -32002;

  private LegacyOnModern() {}

  public static Fate fate(Envelope message) {
    return switch (message.method()) {
      case "initialize",
          "ping",
          "logging/setLevel",
          "resources/subscribe",
          "resources/unsubscribe",
          "notifications/initialized",
          "notifications/cancelled",
          // the modern era asks for roots each time it needs them
          "notifications/roots/list_changed" ->
          Fate.HERE;
      case "tasks/get", "tasks/result", "tasks/list", "tasks/cancel" -> Fate.REFUSED;
      default -> Fate.ONWARD;
    };
  }

  /**
   * The request as a modern server wants it.
   *
   * @param logLevel raw JSON of what {@code logging/setLevel} asked for; null for silence
   */
  public static Envelope dressed(Envelope request, Agent agent, String logLevel) {
    Splice splice =
        request
            .splice()
            .put(Meta.OF_PARAMS, Meta.VERSION, Json.encode(Revisions.MODERN))
            .put(Meta.OF_PARAMS, Meta.CAPABILITIES, agent.capabilities());
    if (agent.info() != null) {
      splice.put(Meta.OF_PARAMS, Meta.CLIENT_INFO, agent.info());
    }
    if (logLevel != null) {
      splice.put(Meta.OF_PARAMS, Meta.LOG_LEVEL, logLevel);
    }
    return splice.toEnvelope();
  }

  /**
   * The answer to {@code initialize}, out of the answer to {@code server/discover}.
   *
   * @param version what was negotiated with the agent
   */
  public static Envelope initialized(Envelope initialize, Envelope discovered, String version) {
    String said = discovered.raw("result", "_meta", Meta.SERVER_INFO);
    String info = said == null ? discovered.raw("result", "serverInfo") : said;
    String capabilities = discovered.raw("result", "capabilities");
    return discovered
        .splice()
        .put(List.of(), "id", initialize.id())
        .put(List.of("result"), "protocolVersion", Json.encode(version))
        .put(List.of("result"), "capabilities", capabilities == null ? "{}" : capabilities)
        .put(List.of("result"), "serverInfo", info == null ? nameless() : info)
        .remove("result", "resultType")
        .remove("result", "supportedVersions")
        .remove("result", "ttlMs")
        .remove("result", "cacheScope")
        .toEnvelope()
        .splice()
        .remove("result", "capabilities", "extensions", Meta.TASKS)
        .remove("result", "_meta", Meta.SERVER_INFO)
        .toEnvelope();
  }

  /** The error as a legacy client knows it: a resource that is not there had a code of its own. */
  public static Envelope error(Envelope request, Envelope error) {
    boolean unknown =
        request.method().equals("resources/read")
            && String.valueOf(JsonRpc.INVALID_PARAMS).equals(error.raw("error", "code"))
            && error.text("error", "data", "uri") != null
            && error.text("error", "data", "uri").equals(request.text("params", "uri"));
    return unknown
        ? error
            .splice()
            .replace(error.at("error", "code"), String.valueOf(RESOURCE_NOT_FOUND))
            .toEnvelope()
        : error;
  }

  /**
   * The level of a {@code logging/setLevel} as raw JSON; null for one that does not exist, which is
   * to be answered with -32602.
   */
  public static String level(Envelope setLevel) {
    String level = setLevel.text("params", "level");
    return level != null && LogLevels.exists(level) ? Json.encode(level) : null;
  }

  /**
   * What a way knows of its server, as the answer to {@code initialize} or {@code server/discover}
   * that it once was.
   */
  public static Envelope description(JsonObject described) {
    return reply("0", described.encode());
  }

  /** A result without content, for what is done here. */
  public static Envelope done(Envelope request) {
    return reply(request.id(), "{}");
  }

  static Envelope reply(String id, String result) {
    return Envelope.of("{\"jsonrpc\":\"2.0\",\"id\":" + id + ",\"result\":" + result + "}");
  }

  private static String nameless() {
    return "{\"name\":\"unnamed\",\"version\":\"0\"}";
  }
}
