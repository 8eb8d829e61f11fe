package dev.omnibus.gateway.way;

import dev.omnibus.bus.BusException;
import dev.omnibus.bus.Failure;
import dev.omnibus.mcp.Era;
import dev.omnibus.mcp.wire.Envelope;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.json.JsonObject;
import java.time.Duration;

/**
 * A way to one server in the server's own era, for one session of an agent or for one caller
 * without a session. It lives on one context. Ids and progress tokens are those of who uses it:
 * where a connection is shared, the way changes them and changes them back.
 */
public interface Way {

  /**
   * Why nothing was sent: somebody put the server, or the replica that this way leads to, to rest.
   * In a moment, or on another way, the same may be said again.
   */
  BusException RESTS = Failure.UNAVAILABLE.because("it takes no calls for the moment");

  /** Why nothing was sent: the server was made anew, and is to be had on another way. */
  BusException BACK = Failure.UNAVAILABLE.because("it was made anew, try again");

  Era era();

  /**
   * What the server said of itself: {@code {"protocolVersion","serverInfo","capabilities",
   * "instructions"?}}.
   */
  JsonObject described();

  /** Which of the server's replicas it leads to; null where the server has none. */
  default String replica() {
    return null;
  }

  /** How often the session at the server had to be made anew. */
  long generation();

  /**
   * Sends a request. Its answer comes to the listener, and before it what the server says on its
   * account.
   *
   * @param deadline until the answer; {@link Flight#extend} makes it longer
   */
  Flight request(Envelope request, FlightListener listener, Duration deadline);

  /** Sends a notification, or the answer to a request of the server. */
  Future<Void> post(Envelope message);

  /** Hears what the server says on nobody's account; null for who does not want to any more. */
  void onMessage(Handler<Envelope> handler);

  /** Hears when the session at the server was made anew, with the new {@link #generation}. */
  void onRenewed(Handler<Long> handler);

  /** Completes when the way is over, whoever ended it. */
  Future<Void> closed();

  Future<Void> close();
}
