package dev.omnibus.client;

import io.vertx.core.json.JsonObject;

/** Events of one node that were lost on the way, from the first to the last. */
public record Gap(String node, long first, long last) {

  static Gap fromJson(JsonObject json) {
    return new Gap(json.getString("node"), json.getLong("first"), json.getLong("last"));
  }
}
