package dev.omnibus.rest;

import io.vertx.core.json.JsonObject;

/** What both documents say of themselves. The number is that of the interface. */
final class Info {

  private static final String VERSION = "1";

  private Info() {}

  static JsonObject of(String title, String description) {
    return new JsonObject()
        .put("title", title)
        .put("version", VERSION)
        .put("description", description);
  }
}
