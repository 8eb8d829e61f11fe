package dev.omnibus.bridge.socket;

/** Why this side ends a socket: the WebSocket close code and the reason that goes with it. */
public enum CloseCode {
  /** Frames came before the handshake had ended. */
  EARLY(1002, "a frame before the handshake ended"),
  /** The client sent what is no UTF-8. */
  BAD_TEXT(1007, "not UTF-8"),
  TOO_LARGE(1009, "message too large"),
  /** This node ends; come back, to whichever node answers. */
  DRAINING(3001, "draining"),
  /** Old enough; come back, so that sockets spread over the nodes again. */
  AGED(3002, "maximum age"),
  /** The client reads more slowly than events come; come back and resume. */
  SLOW(3008, "slow"),
  /** What came over a SockJS session is no SockJS. */
  NO_SOCKJS(4400, "no SockJS frame"),
  NO_PROOF(4401, "no proof"),
  EXPIRED(4401, "token expired"),
  /** The session ended: signed out, or somebody used an old refresh token. */
  REVOKED(4401, "session ended"),
  /** Blocked, or the roles changed. */
  FORBIDDEN(4403, "no longer allowed"),
  /** No sign of life after a heartbeat. */
  SILENT(4408, "no answer to ping"),
  /** More messages or pings than the limit allows, for longer than a moment. */
  FLOOD(4429, "too many messages"),
  /** No seat for one more. */
  FULL(4429, "too many sockets"),
  BUG(1011, "something unforeseen went wrong");

  private final int code;
  private final String reason;

  CloseCode(int code, String reason) {
    this.code = code;
    this.reason = reason;
  }

  /** Whether the client shall come back by itself, and with the same proof. */
  boolean comesBack() {
    return code >= 3000 && code < 3500;
  }

  public int code() {
    return code;
  }

  public String reason() {
    return reason;
  }
}
