package dev.omnibus.coordinator.ways;

import dev.omnibus.mcp.wire.Envelope;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

/** All whose ways end at one terminal, in the order they came. */
final class Guests {

  private final Set<Guest> guests = new LinkedHashSet<>();

  void add(Guest guest) {
    guests.add(guest);
  }

  void remove(Guest guest) {
    guests.remove(guest);
  }

  boolean has(Guest guest) {
    return guests.contains(guest);
  }

  int size() {
    return guests.size();
  }

  List<Guest> all() {
    return List.copyOf(guests);
  }

  boolean anyHears() {
    return guests.stream().anyMatch(Guest::hears);
  }

  /** Those with a request under way. */
  List<Guest> busy() {
    return guests.stream().filter(guest -> !guest.passages().isEmpty()).toList();
  }

  /** Of those that want it, the one that came last; or null. */
  Guest newest(Predicate<Guest> wanted) {
    return guests.stream().filter(wanted).reduce((a, b) -> b).orElse(null);
  }

  /** On nobody's account. */
  void tell(Envelope message, Predicate<Guest> wants) {
    guests.stream().filter(wants).forEach(guest -> guest.message(message));
  }
}
