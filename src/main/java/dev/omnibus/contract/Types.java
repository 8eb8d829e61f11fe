package dev.omnibus.contract;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;

/** The schemas that definitions share, by name. None of them holds itself. */
public final class Types {

  /** Before the name of a type where a schema uses it. */
  public static final String PREFIX = "#/$defs/";

  private final JsonObject all;

  Types(JsonObject all) {
    this.all = all;
  }

  /** All of them, as they stand there. */
  public JsonObject all() {
    return all.copy();
  }

  /** A schema with everything it refers to written into it. */
  public JsonObject inlined(JsonObject schema) {
    return (JsonObject) inlined((Object) schema);
  }

  private Object inlined(Object value) {
    if (value instanceof JsonArray array) {
      JsonArray copy = new JsonArray();
      array.forEach(item -> copy.add(inlined(item)));
      return copy;
    }
    if (!(value instanceof JsonObject object)) {
      return value;
    }
    if (object.getValue("$ref") instanceof String ref) {
      return inlined(type(ref));
    }
    JsonObject copy = new JsonObject();
    object.forEach(entry -> copy.put(entry.getKey(), inlined(entry.getValue())));
    return copy;
  }

  private Object type(String ref) {
    JsonObject type =
        ref.startsWith(PREFIX) ? all.getJsonObject(ref.substring(PREFIX.length())) : null;
    if (type == null) {
      throw new IllegalArgumentException("there is no type " + ref);
    }
    return type;
  }
}
