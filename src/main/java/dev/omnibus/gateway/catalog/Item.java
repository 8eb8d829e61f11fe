package dev.omnibus.gateway.catalog;

import dev.omnibus.gateway.agent.Listed;
import dev.omnibus.mcp.wire.Envelope;
import dev.omnibus.mcp.wire.Span;
import dev.omnibus.mcp.wire.WireException;
import io.vertx.core.json.Json;
import java.util.Optional;

/**
 * One tool, prompt, resource or template in the very words of its server.
 *
 * @param name what names it: a name, a URI or a URI template
 * @param json raw, as it came
 * @param nameStart where the name stands in it
 * @param nameEnd behind the name
 * @param safe whether the server says that using it twice does no more than using it once
 */
public record Item(String name, String json, int nameStart, int nameEnd, boolean safe) {

  private static final String HEAD = "{\"jsonrpc\":\"2.0\",\"id\":0,\"result\":";

  /** Empty for what has no name, and so is of no use to anybody. */
  static Optional<Item> of(Listed listed, String json) {
    try {
      Envelope message = Envelope.of(HEAD + json + "}");
      Span name = message.at("result", listed.naming());
      return name == null || message.text(name) == null
          ? Optional.empty()
          : Optional.of(of(message, name));
    } catch (WireException broken) {
      return Optional.empty();
    }
  }

  private static Item of(Envelope message, Span name) {
    Span whole = message.at("result");
    int start = message.raw(new Span(whole.start(), name.start())).length();
    boolean safe = isTrue(message, "readOnlyHint") || isTrue(message, "idempotentHint");
    return new Item(
        message.text(name), message.raw(whole), start, start + message.raw(name).length(), safe);
  }

  private static boolean isTrue(Envelope message, String hint) {
    return "true".equals(message.raw("result", "annotations", hint));
  }

  /** The raw JSON under another name; every other byte stays. */
  String named(String shown) {
    return shown.equals(name)
        ? json
        : json.substring(0, nameStart) + Json.encode(shown) + json.substring(nameEnd);
  }
}
