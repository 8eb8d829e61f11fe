package dev.omnibus.gateway.pins;

import io.vertx.core.json.JsonObject;

/**
 * One definition as it was first seen or approved.
 *
 * <p>{@code {"digest":"9f0c...","definition":"{\"name\":\"read\"...}"}}
 *
 * @param definition in its server's words; null when it was too long to keep
 */
record Pin(String digest, String definition) {

  static final int LONGEST = 64 * 1024;

  static Pin of(String definition) {
    return new Pin(Canonical.digest(definition), definition.length() > LONGEST ? null : definition);
  }

  JsonObject toJson() {
    JsonObject json = new JsonObject().put("digest", digest);
    return definition == null ? json : json.put("definition", definition);
  }

  static Pin fromJson(JsonObject json) {
    return new Pin(json.getString("digest"), json.getString("definition"));
  }
}
