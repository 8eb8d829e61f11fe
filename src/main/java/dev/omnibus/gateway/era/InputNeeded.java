package dev.omnibus.gateway.era;

import dev.omnibus.mcp.wire.Envelope;
import dev.omnibus.mcp.wire.Span;
import dev.omnibus.mcp.wire.Splice;
import io.vertx.core.json.Json;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * An {@code input_required} result of a modern server, for a legacy agent that is asked the same in
 * requests of their own (MCP 2026-07-28, multi round-trip requests).
 *
 * @param asks what the server wants to know; may be none, then the request is sent again at once
 * @param state raw JSON of {@code requestState}, or null
 */
public record InputNeeded(List<Ask> asks, String state) {

  /** As many rounds as the official client goes before it gives up. */
  public static final int MAX_ROUNDS = 10;

  private static final int MAX_ASKS = 32;

  /**
   * One question.
   *
   * @param key the server's name of it
   * @param params raw JSON, or null
   */
  public record Ask(String key, String method, String mode, String params) {

    /** What an agent must be capable of to be asked this. */
    public JsonObject needed() {
      return Inputs.needed(method, mode);
    }

    /** The same as a request of the legacy era; a URL had an id of its own there. */
    public Envelope request(String id) {
      String head = "{\"jsonrpc\":\"2.0\",\"id\":" + id + ",\"method\":" + Json.encode(method);
      Envelope plain = Envelope.of(head + (params == null ? "}" : ",\"params\":" + params + "}"));
      boolean nameless = "url".equals(mode) && plain.at("params", "elicitationId") == null;
      return nameless
          ? plain
              .splice()
              .putText(List.of("params"), "elicitationId", UUID.randomUUID().toString())
              .toEnvelope()
          : plain;
    }
  }

  public InputNeeded {
    asks = List.copyOf(asks);
  }

  public static boolean in(Envelope result) {
    return "input_required".equals(result.text("result", "resultType"));
  }

  /**
   * Reads it; empty for one that breaks the rules: nothing asked and no state, a request that is
   * none of the three, or too many.
   */
  public static Optional<InputNeeded> of(Envelope result) {
    String state = result.raw("result", "requestState");
    boolean text = state == null || state.startsWith("\"");
    List<Ask> asks = asks(result);
    return asks == null || !text || asks.isEmpty() && state == null
        ? Optional.empty()
        : Optional.of(new InputNeeded(asks, state));
  }

  /** What the agent cannot be asked, in the form of {@code requiredCapabilities}; or empty. */
  public Optional<JsonObject> missing(Agent agent) {
    JsonObject missing = new JsonObject();
    asks.stream()
        .map(Ask::needed)
        .filter(needed -> !Inputs.covers(agent.capabilities(), needed))
        .forEach(needed -> missing.mergeIn(needed, true));
    return missing.isEmpty() ? Optional.empty() : Optional.of(missing);
  }

  /**
   * The request once more, with what the agent answered.
   *
   * @param dressed the request as it went to the server
   * @param id raw JSON of an id that was not used before
   * @param answers the agent's results, raw, by the server's keys
   */
  public Envelope again(Envelope dressed, String id, Map<String, String> answers) {
    Splice splice = dressed.splice().put(List.of(), "id", id);
    if (answers.isEmpty()) {
      splice.remove("params", "inputResponses");
    } else {
      splice.put(List.of("params"), "inputResponses", RawJson.object(answers));
    }
    if (state == null) {
      splice.remove("params", "requestState");
    } else {
      splice.put(List.of("params"), "requestState", state);
    }
    return splice.toEnvelope();
  }

  private static List<Ask> asks(Envelope result) {
    Span all = result.at("result", "inputRequests");
    if (all == null) {
      return List.of();
    }
    List<Ask> asks = new ArrayList<>();
    for (String key : RawJson.keys(result, all)) {
      Span ask = result.in(all, key);
      String method = result.text(result.in(ask, "method"));
      Span params = result.in(ask, "params");
      boolean complete =
          params == null ? "roots/list".equals(method) : RawJson.isObject(result, params);
      if (method == null || !Inputs.known(method) || !complete || asks.size() == MAX_ASKS) {
        return null;
      }
      String mode = params == null ? null : result.text(result.in(params, "mode"));
      asks.add(new Ask(key, method, mode, params == null ? null : result.raw(params)));
    }
    return asks;
  }
}
