package dev.omnibus.people;

import dev.omnibus.presence.Present;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * What this node says of its own people. Whoever has lost the last connection is here for a while
 * longer: a page that is loaded anew, or goes to another node, is no leave and no join. Whoever
 * signed out or was blocked gets no such while.
 */
final class OwnPeople {

  /** In one word to the other nodes; what is more goes with the next ones. */
  static final int MOST_TOLD = 500;

  /** The sockets of a session that ended close at once, or have closed just before. */
  private static final long AT_ONCE = Duration.ofSeconds(1).toNanos();

  private final String node;
  private final long grace;

  /** Everybody that was told of, since when they are here. */
  private final Map<String, Instant> here = new HashMap<>();

  /** Since when they have no connection, those first who lost it first. */
  private final Map<String, Long> leaving = new LinkedHashMap<>();

  /** Who gets no such while, and until when. */
  private final Map<String, Long> out = new HashMap<>();

  private long revision;

  /**
   * @param grace how long one without a connection counts as here
   */
  OwnPeople(String node, Duration grace) {
    this.node = node;
    this.grace = grace.toNanos();
  }

  /**
   * A session has ended by intent: with their last connection they are gone, if it was of that
   * session. Who has others as well may load a page of these anew some seconds later.
   *
   * @param session null for all of the user's
   */
  void signedOut(String user, String session, long nanos) {
    if (here.containsKey(user)) {
      long until = nanos + (session == null ? grace : AT_ONCE);
      out.merge(user, until, (before, now) -> before - now > 0 ? before : now);
    }
  }

  /**
   * What there is to tell, one word after the other. It takes all that changed: whoever were left
   * for later would be gone by the clock while the word that they are back still waits.
   *
   * @param changed of whom something changed on this node
   * @param known who is here as far as anybody knows: whoever comes from another node has been here
   *     since they came there
   */
  List<Told> turn(
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
    Set<String> gone = gone(nanos);
    people.removeIf(person -> gone.contains(person.user()));
    return words(people, List.copyOf(gone));
  }

  private List<Told> words(List<Person> people, List<String> gone) {
    List<Told> words = new ArrayList<>();
    for (int at = 0; at < Math.max(people.size(), gone.size()); at += MOST_TOLD) {
      words.add(new Told(node, revision, ++revision, piece(people, at), piece(gone, at)));
    }
    return words;
  }

  private static <T> List<T> piece(List<T> all, int at) {
    return all.subList(Math.min(at, all.size()), Math.min(at + MOST_TOLD, all.size()));
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

  private Set<String> gone(long nanos) {
    Set<String> gone =
        leaving.entrySet().stream()
            .filter(one -> nanos - one.getValue() >= grace || out.containsKey(one.getKey()))
            .map(Map.Entry::getKey)
            .collect(Collectors.toCollection(LinkedHashSet::new));
    gone.forEach(leaving::remove);
    gone.forEach(here::remove);
    gone.forEach(out::remove);
    out.values().removeIf(until -> nanos - until >= 0);
    return gone;
  }
}
