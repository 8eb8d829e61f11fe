package dev.omnibus.bridge.socket;

import dev.omnibus.bridge.hub.Packet;
import dev.omnibus.bridge.hub.Parcel;
import java.util.ArrayList;
import java.util.List;

/**
 * What one socket writes when the present task of its loop is over: all of it in one go, in its
 * order. Until then nothing of the socket is touched, so that its memory is fetched once and what
 * Netty needs for a write is free again for the next socket.
 */
final class Outbox implements Runnable {

  private final Wire wire;
  private Parcel first;
  private List<Parcel> more = List.of();
  private long bytes;
  private long unsent;

  Outbox(Wire wire) {
    this.wire = wire;
  }

  /** Whether no more than this waits here and in the wire, as far as was seen. */
  boolean hasRoom(long limit) {
    if (bytes + unsent > limit) {
      unsent = wire.pending();
    }
    return bytes + unsent <= limit;
  }

  boolean isEmpty() {
    return first == null;
  }

  /** What goes to this socket alone. */
  void add(Packet packet) {
    Parcel parcel = Parcel.forOne(List.of(packet));
    add(parcel);
    parcel.release();
  }

  void add(Parcel parcel) {
    parcel.retain();
    bytes += parcel.size();
    if (first == null) {
      first = parcel;
      return;
    }
    if (more.isEmpty()) {
      more = new ArrayList<>();
    }
    more.add(parcel);
  }

  /** Writes what goes to this socket alone, and before it what was put in. */
  void write(Packet packet) {
    Parcel parcel = Parcel.forOne(List.of(packet));
    write(parcel);
    parcel.release();
  }

  /**
   * Writes at once, and before it what was put in. Nothing of it is kept here then: to have old
   * memory refer to young costs the collector.
   */
  void write(Parcel parcel) {
    if (isEmpty()) {
      wire.writeOnly(parcel);
      unsent = wire.pending();
    } else {
      add(parcel);
      flush();
    }
  }

  void flush() {
    if (isEmpty()) {
      return;
    }
    if (more.isEmpty()) {
      wire.writeOnly(first);
    } else {
      writeAll();
    }
    drop();
    unsent = wire.pending();
  }

  private void writeAll() {
    wire.write(first);
    // An iterator would be most of what a delivery allocates.
    for (int i = 0; i < more.size(); i++) {
      wire.write(more.get(i));
    }
    wire.flush();
  }

  /** When the task is over. */
  @Override
  public void run() {
    flush();
  }

  /** Nobody will read it. */
  void drop() {
    if (!isEmpty()) {
      first.release();
      for (int i = 0; i < more.size(); i++) {
        more.get(i).release();
      }
      first = null;
      more = List.of();
      bytes = 0;
    }
  }
}
