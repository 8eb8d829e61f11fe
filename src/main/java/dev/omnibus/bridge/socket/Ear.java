package dev.omnibus.bridge.socket;

import io.vertx.core.buffer.Buffer;

/** Hears what a WebSocket brings, message by message. Called on the socket's loop. */
interface Ear {

  /** A whole message; what came as text is UTF-8. */
  void message(boolean text, Buffer payload);

  /** A ping; it was answered already. */
  void ping();

  void pong();

  /** The other side broke the rules, and nothing more of it will be read. */
  void violated(int code, String reason);

  /** The socket is gone. */
  void ended(int code, String reason);
}
