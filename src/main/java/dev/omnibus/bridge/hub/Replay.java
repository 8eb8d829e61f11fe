package dev.omnibus.bridge.hub;

import java.util.List;

/**
 * What a ring has for somebody who was away.
 *
 * @param recovered whether {@code events} is all that was missed; if not, it is empty and a
 *     snapshot has to be taken
 * @param cursor how far the ring itself has heard
 */
public record Replay(boolean recovered, List<Event> events, Cursor cursor) {

  public Replay {
    events = List.copyOf(events);
  }
}
