package dev.omnibus.bridge.socket;

import dev.omnibus.bridge.hub.Packet;
import io.vertx.core.json.JsonObject;

/**
 * What the bridge itself has to say, in the form that stock clients tolerate: {@code
 * {"type":"event","event":"registered","message":{"address":..}}}. There is no address at the top,
 * because a stock client would hand the frame to that address's handlers as if it were an event;
 * without one the newer client calls {@code onevent(event, message)} and the older one logs a line.
 */
public final class Notice {

  private Notice() {}

  public static Packet of(String event, JsonObject message) {
    return Packet.of(
        new JsonObject().put("type", "event").put("event", event).put("message", message));
  }
}
