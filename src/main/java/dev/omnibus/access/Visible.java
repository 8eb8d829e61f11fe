package dev.omnibus.access;

import dev.omnibus.bus.Addresses;
import dev.omnibus.presence.Discretion;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;

/**
 * What one caller may see of an answer. The fleet, and who looks at what of it, is answered whole
 * to whoever asks on the bus; of it each caller gets the servers that exist for them, and who looks
 * at a server by a role that has both: this question and that server.
 */
public record Visible(Policy policy) {

  /** The part of an answer that is there for this caller. */
  public JsonObject of(String address, JsonObject answer, Caller caller) {
    return switch (address) {
      case Addresses.QUERY_SERVER_LIST -> fleet(answer, caller);
      case Addresses.QUERY_PRESENCE_LIST ->
          Discretion.narrowed(
              answer,
              server -> policy.mayRequest(caller, address, new JsonObject().put("server", server)));
      default -> answer;
    };
  }

  private JsonObject fleet(JsonObject answer, Caller caller) {
    JsonArray seen = new JsonArray();
    for (Object status : answer.getJsonArray("servers", new JsonArray())) {
      if (status instanceof JsonObject json && sees(caller, json)) {
        seen.add(json);
      }
    }
    return new JsonObject().mergeIn(answer).put("servers", seen);
  }

  private boolean sees(Caller caller, JsonObject status) {
    return status.getValue("server") instanceof String server && policy.maySee(caller, server);
  }
}
