package dev.omnibus.bridge.hub;

import java.util.ArrayList;
import java.util.List;

/**
 * Events of one address that go to equal listeners of one loop together, in their order. A parcel
 * is made once per form.
 */
public final class Batch {

  private record Made(Event.Form form, Parcel parcel) {}

  private final List<Event> events;
  private final boolean forOne;
  private final boolean alone;
  private final List<Made> made = new ArrayList<>(2);

  private Batch(List<Event> events, boolean forOne, boolean alone) {
    this.events = events;
    this.forOne = forOne;
    this.alone = alone;
  }

  /**
   * @param alone whether nothing else is at hand with which it could share a write
   */
  Batch(List<Event> events, boolean alone) {
    this(events, false, alone);
  }

  /** What one alone gets. */
  public static Batch forOne(List<Event> events) {
    return new Batch(events, true, false);
  }

  /** Whether it leaves at once, since nothing comes with which it could leave together. */
  public boolean isAlone() {
    return alone;
  }

  public List<Event> events() {
    return events;
  }

  public int size() {
    return events.size();
  }

  /** The same without some events; it has parcels of its own. */
  public Batch only(List<Event> some) {
    return new Batch(some, forOne, alone);
  }

  /** All events in a form. */
  public Parcel as(Event.Form form) {
    for (int i = 0; i < made.size(); i++) {
      if (made.get(i).form() == form) {
        return made.get(i).parcel();
      }
    }
    List<Packet> packets = events.stream().map(event -> event.as(form)).toList();
    Parcel parcel = forOne ? Parcel.forOne(packets) : new Parcel(packets);
    made.add(new Made(form, parcel));
    return parcel;
  }

  /** Everybody got it. */
  public void release() {
    made.forEach(one -> one.parcel().release());
    made.clear();
  }
}
