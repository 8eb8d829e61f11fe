package dev.omnibus.bridge.socket;

import dev.omnibus.bridge.hub.Packet;
import dev.omnibus.bridge.hub.Replay;
import io.vertx.core.json.JsonObject;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The word that a register stands: {@code {"address","recovered","cursor"}}. All who come between
 * two events and resume nothing are told the same, so it is made once for them. Shared by all event
 * loops.
 */
public final class Welcomes {

  private record Said(Replay replay, Packet packet) {}

  private final Map<String, Said> last = new ConcurrentHashMap<>();

  public Packet to(String address, Replay replay) {
    Said said = last.get(address);
    if (said != null && said.replay() == replay) {
      return said.packet();
    }
    Packet packet = packet(address, replay);
    if (!replay.recovered()) {
      last.put(address, new Said(replay, packet));
    }
    return packet;
  }

  private static Packet packet(String address, Replay replay) {
    return Notice.of(
        "registered",
        new JsonObject()
            .put("address", address)
            .put("recovered", replay.recovered())
            .put("cursor", replay.cursor().toJson()));
  }
}
