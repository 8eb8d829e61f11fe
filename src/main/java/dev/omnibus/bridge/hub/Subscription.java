package dev.omnibus.bridge.hub;

import dev.omnibus.access.Caller;

/** One socket's interest in one address. It is opened by the {@link Hub} and closed for good. */
public final class Subscription {

  private final Sink sink;
  private final String address;
  private final EventFilter filter;
  private final Caller caller;

  /** Touched on the sink's loop only. */
  private boolean open = true;

  /** In the circle of those who hear the same; touched on the sink's loop only. */
  private int place = -1;

  /** Touched on the hub's loop only; null before it joined and after it left. */
  private Group group;

  Subscription(Sink sink, String address, EventFilter filter, Caller caller) {
    this.sink = sink;
    this.address = address;
    this.filter = filter;
    this.caller = caller;
  }

  public String address() {
    return address;
  }

  Sink sink() {
    return sink;
  }

  EventFilter filter() {
    return filter;
  }

  /** To be asked on the sink's loop. */
  public boolean isOpen() {
    return open;
  }

  void close() {
    open = false;
  }

  Caller caller() {
    return caller;
  }

  int place() {
    return place;
  }

  void place(int now) {
    place = now;
  }

  Group group() {
    return group;
  }

  void group(Group young) {
    group = young;
  }

  void deliver(Batch batch) {
    if (open) {
      sink.deliver(this, batch);
    }
  }

  void passed(Cursor cursor) {
    if (open) {
      sink.passed(this, cursor);
    }
  }

  /** Tells the sink that events of a node are lost, here or on the way. */
  public void missed(String node, long first, long last) {
    if (open) {
      sink.missed(this, node, first, last);
    }
  }
}
