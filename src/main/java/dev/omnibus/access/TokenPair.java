package dev.omnibus.access;

import io.vertx.core.json.JsonObject;
import java.time.Duration;

/**
 * What a caller gets who signed in.
 *
 * <p>{@code {"access_token":"...","refresh_token":"...","token_type":"bearer","expires_in":900}}
 */
public record TokenPair(String access, String refresh, Duration expiresIn) {

  public JsonObject toJson() {
    return new JsonObject()
        .put("access_token", access)
        .put("refresh_token", refresh)
        .put("token_type", "bearer")
        .put("expires_in", expiresIn.toSeconds());
  }

  @Override
  public String toString() {
    return "TokenPair[hidden]";
  }
}
