package dev.omnibus.gateway.era;

import dev.omnibus.mcp.wire.Envelope;
import dev.omnibus.mcp.wire.Span;
import io.vertx.core.json.Json;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Objects of raw JSON. */
final class RawJson {

  private RawJson() {}

  static boolean isObject(Envelope message, Span value) {
    return value != null && message.bytes().getByte(value.start()) == '{';
  }

  /** The names in an object, in their order; none when it is something else. */
  static List<String> keys(Envelope message, Span object) {
    return isObject(message, object)
        ? List.copyOf(new JsonObject(message.raw(object)).fieldNames())
        : List.of();
  }

  static String object(Map<String, String> members) {
    return members.entrySet().stream()
        .map(member -> Json.encode(member.getKey()) + ":" + member.getValue())
        .collect(Collectors.joining(",", "{", "}"));
  }

  /** The same text for the same value, in whatever order its members were written. */
  static String canonical(Object value) {
    if (value instanceof JsonObject object) {
      Map<String, String> members = new TreeMap<>();
      object.forEach(member -> members.put(member.getKey(), canonical(member.getValue())));
      return object(members);
    }
    if (value instanceof JsonArray items) {
      return items.stream().map(RawJson::canonical).collect(Collectors.joining(",", "[", "]"));
    }
    return Json.encode(value);
  }
}
