package dev.omnibus.presence;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The connections to this node: doors note who came, went and looks where, which costs them a
 * moment and nobody a message; who tells others fetches, now and then, of whom something changed.
 * Shared by all event loops.
 */
public final class Attendance {

  private record Guest(String user, Place place) {}

  private final Map<String, Guest> guests = new HashMap<>();
  private final Map<String, Map<Place, Integer>> users = new HashMap<>();
  private final Set<String> changed = new LinkedHashSet<>();

  /** A connection was opened by this user. */
  public synchronized void came(String connection, String user, Place place) {
    left(connection);
    enter(connection, user, place);
  }

  /**
   * A connection says what it looks at; what program it is stands since it came.
   *
   * @return false when there is no such connection
   */
  public synchronized boolean looks(String connection, String page, String server) {
    Guest guest = guests.get(connection);
    if (guest == null) {
      return false;
    }
    leave(guest);
    enter(connection, guest.user(), new Place(guest.place().program(), page, server));
    return true;
  }

  /** A connection is gone; of one that is not here nothing happens. */
  public synchronized void left(String connection) {
    Guest guest = guests.remove(connection);
    if (guest != null) {
      leave(guest);
    }
  }

  /** All those of whom something changed since they were fetched before, oldest first. */
  public synchronized List<Present> takeChanged() {
    List<Present> taken = new ArrayList<>(changed.size());
    for (String user : changed) {
      taken.add(new Present(user, users.getOrDefault(user, Map.of())));
    }
    changed.clear();
    return taken;
  }

  private void enter(String connection, String user, Place place) {
    guests.put(connection, new Guest(user, place));
    users.computeIfAbsent(user, name -> new HashMap<>()).merge(place, 1, Integer::sum);
    changed.add(user);
  }

  private void leave(Guest guest) {
    Map<Place, Integer> places = users.get(guest.user());
    places.computeIfPresent(guest.place(), (place, count) -> count == 1 ? null : count - 1);
    if (places.isEmpty()) {
      users.remove(guest.user());
    }
    changed.add(guest.user());
  }
}
