package dev.omnibus.people;

import dev.omnibus.presence.Present;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * What this node says of its own people. Whoever has lost the last connection is here for a while
 * longer: a page that is loaded anew, or goes to another node, is no leave and no join. Whoever
 * signed out or was blocked gets no such while.
 */
final class OwnPeople {

  private final String node;
  private final long grace;

  /** Everybody that was told of, since when they are here. */
  private final Map<String, Instant> here = new HashMap<>();

  /** Since when they have no connection, those first who lost it first. */
  private final Map<String, Long> leaving = new LinkedHashMap<>();

  private final Map<String, Long> out = new LinkedHashMap<>();
  private long revision;

  /**
   * @param grace how long one without a connection counts as here
   */
  OwnPeople(String node, Duration grace) {
    this.node = node;
    this.grace = grace.toNanos();
  }

  /** Their session has ended by intent: with their last connection they are gone. */
  void signedOut(String user, long nanos) {
    if (here.containsKey(user)) {
      out.put(user, nanos);
    }
  }

  /**
   * What there is to tell.
   *
   * @param changed of whom something changed on this node
   * @param known who is here as far as anybody knows: whoever comes from another node has been here
   *     since they came there
   */
  Optional<Told> turn(
      Collection<Present> changed,
      Function<String, Optional<Person>> known,
      Instant now,
      long nanos) {
    List<Person> people = new ArrayList<>();
    for (Present present : changed) {
      if (present.connections() > 0) {
        people.add(stays(present, known, now));
      } else if (here.containsKey(present.user())) {
        leaving.putIfAbsent(present.user(), nanos);
        people.add(Person.of(node, present, here.get(present.user())));
      }
    }
    List<String> gone = gone(nanos);
    people.removeIf(person -> gone.contains(person.user()));
    if (people.isEmpty() && gone.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(new Told(node, revision, ++revision, people, gone));
  }

  /** How far this node is: what others compare with what they know. */
  Told position() {
    return new Told(node, revision, revision, List.of(), List.of());
  }

  private Person stays(Present present, Function<String, Optional<Person>> known, Instant now) {
    leaving.remove(present.user());
    Instant since =
        here.computeIfAbsent(
            present.user(), user -> known.apply(user).map(Person::since).orElse(now));
    return Person.of(node, present, since);
  }

  private List<String> gone(long nanos) {
    List<String> gone =
        leaving.entrySet().stream()
            .filter(one -> nanos - one.getValue() >= grace || out.containsKey(one.getKey()))
            .map(Map.Entry::getKey)
            .toList();
    gone.forEach(leaving::remove);
    gone.forEach(here::remove);
    out.values().removeIf(at -> nanos - at >= grace);
    return gone;
  }
}
