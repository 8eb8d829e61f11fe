package dev.omnibus.bridge.socket;

import io.netty.channel.Channel;
import io.netty.handler.codec.http.websocketx.CorruptedWebSocketFrameException;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.ServerWebSocket;
import io.vertx.core.http.WebSocketFrame;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes in the frames of one WebSocket and puts its messages together, within a bound. Our own,
 * because the one of Vert.x leaves the TCP connection open when a message is too large.
 */
final class Intake {

  private static final Logger LOG = LoggerFactory.getLogger(Intake.class);
  private static final int ABNORMAL = 1006;

  private final int maxBytes;
  private final Ear ear;
  private Buffer parts = Buffer.buffer();
  private boolean text;
  private boolean over;

  private Intake(int maxBytes, Ear ear) {
    this.maxBytes = maxBytes;
    this.ear = ear;
  }

  /** Takes over a socket that was upgraded just now. */
  static void of(ServerWebSocket socket, Channel channel, int maxBytes, Ear ear) {
    FrameRules.hold(channel, maxBytes);
    Intake intake = new Intake(maxBytes, ear);
    socket.frameHandler(intake::frame);
    socket.pongHandler(pong -> ear.pong());
    socket.exceptionHandler(intake::failed);
    socket.closeHandler(closed -> ear.ended(code(socket), Mask.line(socket.closeReason())));
  }

  private static int code(ServerWebSocket socket) {
    return socket.closeStatusCode() == null ? ABNORMAL : socket.closeStatusCode();
  }

  private void frame(WebSocketFrame frame) {
    if (over) {
      return;
    }
    if (frame.isPing()) {
      ear.ping();
    } else if (frame.isText() || frame.isBinary() || frame.isContinuation()) {
      part(frame);
    }
  }

  private void part(WebSocketFrame frame) {
    if (!frame.isContinuation()) {
      text = frame.isText();
    }
    if ((long) parts.length() + frame.binaryData().length() > maxBytes) {
      violated(CloseCode.TOO_LARGE.code(), CloseCode.TOO_LARGE.reason());
      return;
    }
    parts.appendBuffer(frame.binaryData());
    if (frame.isFinal()) {
      Buffer message = parts;
      parts = Buffer.buffer();
      ear.message(text, message);
    }
  }

  private void failed(Throwable cause) {
    if (cause instanceof CorruptedWebSocketFrameException broken) {
      violated(broken.closeStatus().code(), Mask.line(broken.getMessage()));
    } else {
      LOG.debug("socket failed", cause);
    }
  }

  private void violated(int code, String reason) {
    if (!over) {
      over = true;
      parts = Buffer.buffer();
      ear.violated(code, reason);
    }
  }
}
