package dev.omnibus.coordinator;

import dev.omnibus.bus.Addresses;
import dev.omnibus.bus.Bus;
import dev.omnibus.bus.BusException;
import dev.omnibus.bus.Channel;
import dev.omnibus.bus.Failure;
import dev.omnibus.bus.Request;
import dev.omnibus.mcp.McpException;
import dev.omnibus.model.Fields;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.time.Duration;

/**
 * Where ways to servers of this node come in. {@code mcp.open
 * {"server":"files","user":"ann","session":"..."?, "init":{...}?,"patienceMs":3000}} → {@code
 * {"era","transport","generation","described"}}; {@code mcp.end {"server","session"}} ends what is
 * kept for that session.
 */
final class WayDoor {

  private final Bus bus;
  private final Fleet fleet;
  private final Samples samples;

  WayDoor(Bus bus, Fleet fleet, Samples samples) {
    this.bus = bus;
    this.fleet = fleet;
    this.samples = samples;
  }

  /** Completes when the other nodes can reach this one. */
  Future<Void> listen() {
    return Future.all(
            bus.channels().listen(),
            bus.channels().answer(Addresses.MCP_OPEN, this::open),
            bus.answerNode(Addresses.MCP_END, this::end).completion())
        .mapEmpty();
  }

  private Future<JsonObject> open(JsonObject asked, Channel channel) {
    Fields f = Fields.of(asked);
    JsonObject init = asked.getJsonObject("init", new JsonObject());
    Duration patience = Duration.ofMillis(f.number("patienceMs"));
    return berth(f.text("server"))
        .join(f.textOrNull("session"), f.text("user"), channel, init, patience)
        .recover(why -> Future.failedFuture(named(why)));
  }

  private Future<JsonObject> end(Request request) {
    Fields f = Fields.of(request.body());
    fleet.berth(f.text("server")).ifPresent(berth -> berth.end(f.text("session")));
    return Future.succeededFuture(new JsonObject());
  }

  private Berth berth(String server) {
    return fleet
        .berth(server)
        .orElseThrow(() -> Failure.UNAVAILABLE.because(server + " is changing hands"));
  }

  private BusException named(Throwable why) {
    if (why instanceof McpException known) {
      return samples.failure(known);
    }
    return Failure.behind(why);
  }
}
