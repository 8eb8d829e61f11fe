package dev.omnibus.bridge.socket;

import io.netty.channel.Channel;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.ServerWebSocket;
import io.vertx.core.http.WebSocketFrame;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes in the frames of one WebSocket and puts its messages together, within a bound. Our own,
 * because the one of Vert.x leaves the TCP connection open when a message is too large.
 */
final class Intake implements FrameRules.Listener {

  private static final Logger LOG = LoggerFactory.getLogger(Intake.class);
  private static final int ABNORMAL = 1006;

  private final int maxBytes;
  private final Ear ear;
  private Buffer parts = Buffer.buffer();
  private boolean text;
  private boolean over;
  private int code = ABNORMAL;
  private String reason = "connection lost";

  private Intake(int maxBytes, Ear ear) {
    this.maxBytes = maxBytes;
    this.ear = ear;
  }

  /** Takes over a socket that was upgraded just now. */
  static void of(ServerWebSocket socket, Channel channel, int maxBytes, boolean deflates, Ear ear) {
    Intake intake = new Intake(maxBytes, ear);
    FrameRules.hold(channel, maxBytes, deflates, intake);
    socket.frameHandler(intake::frame);
    socket.pongHandler(pong -> ear.pong());
    socket.exceptionHandler(cause -> LOG.debug("socket failed", cause));
    socket.closeHandler(closed -> ear.ended(intake.code, intake.reason));
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

  @Override
  public void violated(int code, String reason) {
    if (!over) {
      over = true;
      parts = Buffer.buffer();
      ear.violated(code, reason);
    }
  }

  @Override
  public void left(int code, String reason) {
    over = true;
    this.code = code;
    this.reason = reason;
    ear.ended(code, reason);
  }
}
