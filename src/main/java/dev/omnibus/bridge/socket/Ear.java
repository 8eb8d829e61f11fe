package dev.omnibus.bridge.socket;

import io.netty.buffer.ByteBuf;

/** Hears what a WebSocket brings, message by message. Called on the socket's loop. */
interface Ear {

  /** A whole message, the ear's until this returns; what came as text is UTF-8. */
  void message(boolean text, ByteBuf payload);

  /** A ping; it was answered already. */
  void ping();

  void pong();

  /** The socket has to be closed with this, and nothing more of it will be read. */
  void close(int code, String reason);

  /** The socket is gone. */
  void ended(int code, String reason);
}
