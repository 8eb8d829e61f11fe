package dev.omnibus.gateway.era;

import dev.omnibus.mcp.JsonRpc;
import dev.omnibus.mcp.wire.Envelope;
import dev.omnibus.mcp.wire.Span;
import io.vertx.core.json.Json;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * A request of a legacy server during a call of a modern agent, which is asked by an {@code
 * input_required} result and answers with the call sent again. The server waits meanwhile.
 */
public final class InputAsked {

  private static final String KEY = "input";
  private static final int MAX_URLS = 32;

  private InputAsked() {}

  /** Whether the modern era lets this call ask for more at all. */
  public static boolean allowedIn(Envelope call) {
    return switch (call.method()) {
      case "tools/call", "prompts/get", "resources/read" -> true;
      default -> false;
    };
  }

  /** Why the agent cannot be asked this, as the answer for the server; empty when it can. */
  public static Optional<Envelope> refusal(Envelope asked, Agent agent) {
    JsonObject needed = Inputs.needed(asked.method(), asked.text("params", "mode"));
    return needed != null && Inputs.covers(agent.capabilities(), needed)
        ? Optional.empty()
        : Optional.of(
            error(asked.id(), JsonRpc.METHOD_NOT_FOUND, "Method not found: " + asked.method()));
  }

  /**
   * The result that asks the agent.
   *
   * @param state what finds the waiting call again, sealed
   */
  public static Envelope result(Envelope call, Envelope asked, String state) {
    Map<String, String> one = Map.of(KEY, request(asked.method(), asked.raw("params")));
    return LegacyOnModern.reply(
        call.id(),
        "{\"resultType\":\"input_required\",\"inputRequests\":"
            + RawJson.object(one)
            + ",\"requestState\":"
            + Json.encode(state)
            + "}");
  }

  /** What the agent sent the call again with; empty when its answer is missing. */
  public static Optional<Envelope> answer(Envelope again, Envelope asked) {
    Span given = again.at("params", "inputResponses", KEY);
    return RawJson.isObject(again, given)
        ? Optional.of(LegacyOnModern.reply(asked.id(), again.raw(given)))
        : Optional.empty();
  }

  /**
   * A legacy server may refuse a call until the user has been somewhere (-32042, MCP 2025-11-25,
   * elicitation). As a modern result: go there, then call again. Empty for any other error.
   */
  public static Optional<Envelope> urls(Envelope call, Envelope error, Agent agent) {
    if (!"-32042".equals(error.raw("error", "code"))
        || !allowedIn(call)
        || !Inputs.covers(agent.capabilities(), Inputs.needed("elicitation/create", "url"))) {
      return Optional.empty();
    }
    Map<String, String> all = new TreeMap<>();
    for (Span item : urlItems(error)) {
      all.put(KEY + "-" + (all.size() + 1), request("elicitation/create", error.raw(item)));
    }
    return all.isEmpty()
        ? Optional.empty()
        : Optional.of(
            LegacyOnModern.reply(
                call.id(),
                "{\"resultType\":\"input_required\",\"inputRequests\":"
                    + RawJson.object(all)
                    + "}"));
  }

  private static List<Span> urlItems(Envelope error) {
    List<Span> items = new ArrayList<>();
    for (Span item : error.items("error", "data", "elicitations")) {
      if (RawJson.isObject(error, item)
          && "url".equals(error.text(error.in(item, "mode")))
          && items.size() < MAX_URLS) {
        items.add(item);
      }
    }
    return items;
  }

  private static String request(String method, String params) {
    String head = "{\"method\":" + Json.encode(method);
    return params == null ? head + "}" : head + ",\"params\":" + params + "}";
  }

  static Envelope error(String id, int code, String message) {
    JsonObject error = new JsonObject().put("code", code).put("message", message);
    return Envelope.of("{\"jsonrpc\":\"2.0\",\"id\":" + id + ",\"error\":" + error.encode() + "}");
  }
}
