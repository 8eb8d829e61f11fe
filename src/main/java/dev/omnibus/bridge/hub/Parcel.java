package dev.omnibus.bridge.hub;

import io.netty.buffer.ByteBuf;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * Packets that leave together, and the bytes of them in each framing, made when the first socket
 * asks and shared by all others. It belongs to one loop. Whoever made it releases it, and so does
 * whoever retained it.
 */
public final class Parcel {

  /** How packets look on a wire. A constant: framings are told apart by identity. */
  public interface Framing {

    /** The bytes of all packets, from index 0 on; the caller owns them. */
    ByteBuf encode(List<Packet> packets);
  }

  /** The bytes in one framing. */
  private static final class Made {
    private final Framing framing;
    private ByteBuf bytes;
    private ByteBuffer view;

    Made(Framing framing, ByteBuf bytes) {
      this.framing = framing;
      this.bytes = bytes;
    }

    /**
     * Netty moves marks in what it writes, so at any time only one socket has it: the next one gets
     * the same when the one before is done, which is nearly always, or else a copy.
     */
    ByteBuf forOneMore() {
      int size = bytes.writerIndex();
      if (bytes.refCnt() > 1) {
        ByteBuf copy = bytes.alloc().directBuffer(size).writeBytes(bytes, 0, size);
        bytes.release();
        bytes = copy;
        view = null;
      }
      return bytes.readerIndex(0).retain();
    }

    ByteBuffer asTheyLie() {
      if (view == null) {
        view = bytes.nioBuffer(0, bytes.writerIndex());
      }
      return view.clear();
    }
  }

  private final List<Packet> packets;
  private final boolean forOne;
  private final List<Made> made = new ArrayList<>(2);
  private int holders = 1;

  private Parcel(List<Packet> packets, boolean forOne) {
    this.packets = packets;
    this.forOne = forOne;
  }

  /** For as many sockets as want it. */
  public Parcel(List<Packet> packets) {
    this(packets, false);
  }

  /** For one socket: what is made for it is made for nobody else. */
  public static Parcel forOne(List<Packet> packets) {
    return new Parcel(packets, true);
  }

  public boolean isForOne() {
    return forOne;
  }

  public List<Packet> packets() {
    return packets;
  }

  /** The bytes for one more reader, who has to release them. */
  public ByteBuf in(Framing framing) {
    return made(framing).forOneMore();
  }

  /** The bytes as they lie, for a reader who takes what they can at once and keeps nothing. */
  public ByteBuffer bytes(Framing framing) {
    return made(framing).asTheyLie();
  }

  private Made made(Framing framing) {
    for (int i = 0; i < made.size(); i++) {
      if (made.get(i).framing == framing) {
        return made.get(i);
      }
    }
    Made young = new Made(framing, framing.encode(packets));
    made.add(young);
    return young;
  }

  /** About how many bytes it takes. */
  public long size() {
    long size = 0;
    for (int i = 0; i < packets.size(); i++) {
      size += packets.get(i).size();
    }
    return size;
  }

  /** One more will ask later, and release it then. */
  public void retain() {
    holders++;
  }

  /** One of those who hold it will not ask any more. */
  public void release() {
    holders--;
    if (holders == 0) {
      made.forEach(one -> one.bytes.release());
      made.clear();
    }
  }
}
