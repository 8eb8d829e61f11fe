package dev.omnibus.rest;

import dev.omnibus.bus.Failure;
import dev.omnibus.contract.Mismatch;
import io.vertx.core.MultiMap;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.Json;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * Makes one body of what a request says in its path, its query and its body. Texts of path and
 * query become what the schema wants there; a text that can't stays a text, so that the schema says
 * what is wrong with it. What is said twice must be the same.
 */
final class Merging {

  private static final Pattern WHOLE = Pattern.compile("-?\\d{1,18}");
  private static final Pattern NUMBER = Pattern.compile("-?\\d{1,18}(\\.\\d{1,18})?");

  private final JsonObject properties;
  private final JsonObject merged;

  private Merging(JsonObject schema, JsonObject sent) {
    this.properties = schema.getJsonObject("properties", new JsonObject());
    this.merged = sent.copy();
  }

  /** Throws what the caller gets instead when it contradicts itself. */
  static JsonObject of(Routes.Match match, MultiMap query, JsonObject sent) {
    Merging merging = new Merging(match.route().request(), sent);
    for (Map.Entry<String, String> parameter : match.parameters().entrySet()) {
      merging.put(parameter.getKey(), parameter.getValue());
    }
    for (String name : query.names()) {
      merging.query(name, query.getAll(name));
    }
    return merging.merged;
  }

  private void query(String name, List<String> texts) {
    if (!properties.containsKey(name)) {
      throw refused(name, "is not known");
    }
    JsonObject schema = properties.getJsonObject(name);
    if (types(schema).contains("array")) {
      JsonObject items = schema.getJsonObject("items", new JsonObject());
      put(name, new JsonArray(texts.stream().map(text -> value(items, text)).toList()));
    } else if (texts.size() > 1) {
      throw refused(name, "is said more than once");
    } else {
      put(name, value(schema, texts.get(0)));
    }
  }

  private void put(String name, Object value) {
    Object before = merged.getValue(name);
    if (before != null && !Objects.equals(before, value)) {
      throw refused(name, "is said twice and not the same");
    }
    merged.put(name, value);
  }

  private static Refused refused(String name, String reason) {
    return new Refused(Problem.of(new Mismatch("/" + name, reason)));
  }

  private static Object value(JsonObject schema, String text) {
    Set<String> types = types(schema);
    if (types.contains("integer") && WHOLE.matcher(text).matches()) {
      return whole(text);
    }
    if (types.contains("number") && NUMBER.matcher(text).matches()) {
      return Double.valueOf(text);
    }
    if (types.contains("boolean") && (text.equals("true") || text.equals("false"))) {
      return Boolean.valueOf(text);
    }
    return types.contains("object") ? object(text) : text;
  }

  private static Object whole(String text) {
    long value = Long.parseLong(text);
    if (value == (int) value) {
      return (int) value;
    }
    return value;
  }

  private static Object object(String text) {
    try {
      return Json.decodeValue(text) instanceof JsonObject object ? object : text;
    } catch (DecodeException e) {
      return text;
    }
  }

  private static Set<String> types(JsonObject schema) {
    Set<String> types = new TreeSet<>();
    Object type = schema.getValue("type");
    if (type instanceof String one) {
      types.add(one);
    } else if (type instanceof JsonArray several) {
      several.forEach(one -> types.add(String.valueOf(one)));
    }
    for (Object form : schema.getJsonArray("anyOf", new JsonArray())) {
      types.addAll(types((JsonObject) form));
    }
    return types;
  }

  /** The object that a body is; an empty one is none. */
  static JsonObject object(byte[] body) {
    if (body.length == 0) {
      return new JsonObject();
    }
    try {
      if (Json.decodeValue(io.vertx.core.buffer.Buffer.buffer(body)) instanceof JsonObject object) {
        return object;
      }
    } catch (DecodeException e) {
      throw new Refused(Problem.of(Failure.BAD_REQUEST.because("the body is not JSON")));
    }
    throw new Refused(Problem.of(new Mismatch("", "must be an object")));
  }
}
