package dev.omnibus.rest;

import dev.omnibus.contract.Types;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;

/** Schemas of the contract as they stand in a published document: types among its components. */
final class Schemas {

  static final String COMPONENTS = "#/components/schemas/";

  private Schemas() {}

  /** The same with references into the document. */
  static JsonObject published(JsonObject schema) {
    return (JsonObject) published((Object) schema);
  }

  private static Object published(Object value) {
    if (value instanceof JsonArray array) {
      JsonArray copy = new JsonArray();
      array.forEach(item -> copy.add(published(item)));
      return copy;
    }
    if (!(value instanceof JsonObject object)) {
      return value;
    }
    JsonObject copy = new JsonObject();
    object.forEach(
        entry ->
            copy.put(
                entry.getKey(),
                entry.getKey().equals("$ref")
                    ? ref(entry.getValue())
                    : published(entry.getValue())));
    return copy;
  }

  private static String ref(Object ref) {
    return String.valueOf(ref).replace(Types.PREFIX, COMPONENTS);
  }

  /** All types. */
  static JsonObject all(Types types) {
    JsonObject all = new JsonObject();
    types.all().forEach(t -> all.put(t.getKey(), published((JsonObject) t.getValue())));
    return all;
  }
}
