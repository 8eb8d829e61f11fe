package dev.omnibus.gateway.talk;

import io.vertx.core.json.JsonObject;
import java.util.List;

/**
 * What an agent is told of the server it talks to.
 *
 * @param instructions may be null
 */
record Description(JsonObject serverInfo, JsonObject capabilities, String instructions) {

  /** What is carried; of it nothing that the server would have to tell by itself. */
  private static final List<String> CARRIED =
      List.of("tools", "prompts", "resources", "completions");

  /** From the answer of the owner's node about its session. */
  static Description ofSession(JsonObject session) {
    JsonObject offered = session.getJsonObject("capabilities", new JsonObject());
    JsonObject carried = new JsonObject();
    CARRIED.stream().filter(offered::containsKey).forEach(c -> carried.put(c, new JsonObject()));
    JsonObject info = session.getJsonObject("serverInfo", new JsonObject());
    return new Description(info, carried, session.getString("instructions"));
  }

  /** The two keys that {@code initialize} and {@code server/discover} have in common. */
  JsonObject toJson() {
    JsonObject json = new JsonObject().put("capabilities", capabilities);
    return instructions == null ? json : json.put("instructions", instructions);
  }
}
