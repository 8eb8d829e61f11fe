package dev.omnibus.bridge.hub;

import io.netty.buffer.ByteBuf;
import java.util.List;

/**
 * Packets that leave together, and the bytes of them in each framing, made when the first socket
 * asks and shared by all others. It belongs to one loop, and whoever made it releases it.
 */
public final class Parcel {

  /** How packets look on a wire. A constant: framings are told apart by identity. */
  public interface Framing {

    /** The bytes of all packets; the caller owns them. */
    ByteBuf encode(List<Packet> packets);
  }

  private final List<Packet> packets;
  private Framing first;
  private ByteBuf bytes;
  private Framing second;
  private ByteBuf others;

  public Parcel(List<Packet> packets) {
    this.packets = packets;
  }

  public List<Packet> packets() {
    return packets;
  }

  /** The bytes for one more reader, who has to release them. */
  public ByteBuf in(Framing framing) {
    if (first == null) {
      first = framing;
      bytes = framing.encode(packets);
    }
    if (first == framing) {
      return bytes.retainedDuplicate();
    }
    if (second == null) {
      second = framing;
      others = framing.encode(packets);
    }
    return second == framing ? others.retainedDuplicate() : framing.encode(packets);
  }

  /** Nobody will ask any more. */
  public void release() {
    if (bytes != null) {
      bytes.release();
    }
    if (others != null) {
      others.release();
    }
  }
}
