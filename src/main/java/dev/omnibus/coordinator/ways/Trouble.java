package dev.omnibus.coordinator.ways;

import dev.omnibus.bus.Failure;
import dev.omnibus.mcp.McpException;
import dev.omnibus.mcp.wire.Parcel;
import dev.omnibus.mcp.wire.Parcel.Kind;
import io.vertx.core.json.JsonObject;
import java.util.function.UnaryOperator;

/**
 * The end of a flight that brought no answer: {@code {"mcp":"CLOSED","text":"..."}} or {@code
 * {"bus":"LIMITED","text":"..."}}.
 */
final class Trouble {

  private Trouble() {}

  /**
   * @param mask hides secrets
   */
  static Parcel parcel(int flight, Throwable why, boolean sent, UnaryOperator<String> mask) {
    String text = mask.apply(String.valueOf(why.getMessage()));
    JsonObject json = new JsonObject().put("text", text);
    if (why instanceof McpException known) {
      json.put("mcp", known.kind().name());
    } else {
      json.put("bus", Failure.behind(why).failure().name());
    }
    return Parcel.of(Kind.FAILED, flight, sent ? 1 : 0, json.encode());
  }
}
