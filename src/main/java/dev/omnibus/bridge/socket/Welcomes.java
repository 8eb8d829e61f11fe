package dev.omnibus.bridge.socket;

import dev.omnibus.bridge.hub.Cursor;
import dev.omnibus.bridge.hub.Packet;
import dev.omnibus.bridge.hub.Replay;
import io.vertx.core.json.JsonObject;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * How far an address went, as many are told at once, so that it is made once for them: with the
 * word that a register stands, {@code {"address","recovered","cursor"}}, to all who come between
 * two events and resume nothing, and by itself, {@code {"address","cursor"}}, to all who heard
 * nothing for long. Shared by all event loops.
 */
public final class Welcomes {

  private record Said(Replay replay, Packet packet) {}

  private record Passed(Cursor cursor, Packet packet) {}

  private final Map<String, Said> last = new ConcurrentHashMap<>();
  private final Map<String, Passed> passed = new ConcurrentHashMap<>();

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

  /** That nothing up to here was for whoever is told. */
  public Packet passed(String address, Cursor cursor) {
    Passed said = passed.get(address);
    if (said == null || said.cursor() != cursor) {
      said = new Passed(cursor, packet(address, cursor));
      passed.put(address, said);
    }
    return said.packet();
  }

  private static Packet packet(String address, Cursor cursor) {
    return Notice.of(
        "cursor", new JsonObject().put("address", address).put("cursor", cursor.toJson()));
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
