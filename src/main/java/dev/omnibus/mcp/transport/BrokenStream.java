package dev.omnibus.mcp.transport;

import java.util.OptionalLong;

/** A stream that ended before its reply, and from where it could be taken up again. */
final class BrokenStream extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final String lastEventId;
  private final transient OptionalLong retryMillis;

  BrokenStream(Throwable cause, String lastEventId, OptionalLong retryMillis) {
    super("the stream ended before the answer", cause, false, false);
    this.lastEventId = lastEventId;
    this.retryMillis = retryMillis;
  }

  String lastEventId() {
    return lastEventId;
  }

  OptionalLong retryMillis() {
    return retryMillis;
  }
}
