package dev.omnibus.bus;

import io.vertx.core.buffer.Buffer;

/** The other end of a channel within this node: messages are handed over as they are. */
record NearEnd(Channel other) implements Channel.Far {

  @Override
  public void piece(Buffer piece, int left) {
    other.context().runOnContext(v -> other.arrived(piece, left));
  }

  @Override
  public void credit(int bytes) {
    other.context().runOnContext(v -> other.credited(bytes));
  }

  @Override
  public void close(String reason) {
    other.context().runOnContext(v -> other.over(reason));
  }

  @Override
  public int longest() {
    return Integer.MAX_VALUE;
  }
}
