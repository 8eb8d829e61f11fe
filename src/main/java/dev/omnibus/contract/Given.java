package dev.omnibus.contract;

import io.vertx.core.json.JsonObject;
import java.util.Map;

/** The fields of a body that are there: null means absent. */
final class Given {

  private Given() {}

  static JsonObject of(JsonObject body) {
    if (body == null) {
      return new JsonObject();
    }
    return body.getMap().containsValue(null) ? without(body) : body;
  }

  private static JsonObject without(JsonObject body) {
    JsonObject given = new JsonObject();
    for (Map.Entry<String, Object> field : body) {
      if (field.getValue() != null) {
        given.put(field.getKey(), field.getValue());
      }
    }
    return given;
  }
}
