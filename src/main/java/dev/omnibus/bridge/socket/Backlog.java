package dev.omnibus.bridge.socket;

import dev.omnibus.bridge.hub.Event;
import dev.omnibus.bridge.hub.Packet;
import dev.omnibus.bridge.hub.Subscription;
import dev.omnibus.bus.Addresses;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What waits for a socket that does not keep up, bounded in bytes and in events. Of a state only
 * the newest counts: it takes the place of the older one of the same server. When there is no room
 * the oldest goes, and what went is told before what is left.
 */
final class Backlog {

  /** How an event is kept: states by what they are about, everything else by itself. */
  private record Slot(Subscription subscription, String address, String server, Event event) {
    static Slot of(Subscription s, Event e) {
      boolean state = e.server() != null && Addresses.STATES.contains(e.address());
      return new Slot(s, e.address(), e.server(), state ? null : e);
    }
  }

  private record Held(Subscription subscription, Event event, Event.Form form) {}

  private record Lost(Subscription subscription, String node) {}

  private record Range(long first, long last) {}

  private final long maxBytes;
  private final int maxEvents;
  private final Map<Slot, Held> held = new LinkedHashMap<>();
  private final Map<Lost, Range> lost = new LinkedHashMap<>();
  private long bytes;
  private long coalesced;
  private long dropped;

  Backlog(long maxBytes, int maxEvents) {
    this.maxBytes = maxBytes;
    this.maxEvents = maxEvents;
  }

  boolean isEmpty() {
    return held.isEmpty() && lost.isEmpty();
  }

  long bytes() {
    return bytes;
  }

  /** How many events gave way to a newer one since this was asked last. */
  long takeCoalesced() {
    long count = coalesced;
    coalesced = 0;
    return count;
  }

  /** How many were lost since this was asked last. */
  long takeDropped() {
    long count = dropped;
    dropped = 0;
    return count;
  }

  /** The newer state goes to the end, so that the order per node and address stays. */
  void add(Subscription subscription, Event event, Event.Form form) {
    Slot slot = Slot.of(subscription, event);
    Held older = held.remove(slot);
    if (older != null) {
      bytes -= older.event().size();
      coalesced++;
    }
    held.put(slot, new Held(subscription, event, form));
    bytes += event.size();
    trim();
  }

  private void trim() {
    Iterator<Held> oldest = held.values().iterator();
    while ((bytes > maxBytes || held.size() > maxEvents) && oldest.hasNext()) {
      Held gone = oldest.next();
      oldest.remove();
      bytes -= gone.event().size();
      dropped++;
      long seq = gone.event().seq();
      lost.merge(
          new Lost(gone.subscription(), gone.event().node()),
          new Range(seq, seq),
          (a, b) -> new Range(a.first(), b.last()));
    }
  }

  /** Tells the gaps, each where it belongs: before what comes after it. */
  void tellLost() {
    List<Map.Entry<Lost, Range>> gaps = new ArrayList<>(lost.entrySet());
    lost.clear();
    for (Map.Entry<Lost, Range> gap : gaps) {
      Range range = gap.getValue();
      gap.getKey().subscription().missed(gap.getKey().node(), range.first(), range.last());
    }
  }

  /** Takes the oldest, so many bytes of them; those of subscriptions that ended are left out. */
  List<Packet> take(long most) {
    List<Packet> taken = new ArrayList<>();
    long left = most;
    Iterator<Held> oldest = held.values().iterator();
    while (left > 0 && oldest.hasNext()) {
      Held next = oldest.next();
      oldest.remove();
      bytes -= next.event().size();
      left -= next.event().size();
      if (next.subscription().isOpen()) {
        taken.add(next.event().as(next.form()));
      }
    }
    return taken;
  }
}
