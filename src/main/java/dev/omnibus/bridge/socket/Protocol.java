package dev.omnibus.bridge.socket;

import io.vertx.core.json.JsonObject;
import java.time.Instant;

/** What is spoken over a {@link Connection}. All calls come on its loop. */
public interface Protocol {

  void opened();

  void received(String text);

  /** A heartbeat is due; the one of the wire was already sent. */
  void beat();

  /** The caller's token ends soon. */
  void expiring(Instant when);

  /**
   * The socket will be closed now, and the client shall come back: {@code {"code":3001,
   * "reason":"draining","reconnectInMs":1234}}.
   */
  void closing(JsonObject why);

  void closed();
}
