package dev.omnibus.config;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;

/**
 * How connections to servers are tested that are not saved.
 *
 * @param allow where these may be, beside public addresses: {@code loopback}, {@code private},
 *     {@code link-local}, {@code metadata}; null where nothing is said
 * @param ownHost where this node listens
 */
public record TestConfig(List<String> allow, String ownHost) {

  public static TestConfig fromJson(JsonObject json) {
    JsonArray allow = json.getJsonArray("allow");
    return new TestConfig(
        allow == null ? null : allow.stream().map(String::valueOf).toList(),
        json.getString("ownHost", "127.0.0.1"));
  }
}
