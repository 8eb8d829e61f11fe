package dev.omnibus.people;

import java.time.Duration;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * What this node believes of who is here: the last word of each node about its own people, and of a
 * node that is gone its people for a while longer, since they come back elsewhere. To hear a word
 * twice changes nothing. It knows no bus and no clock.
 */
final class PeopleBoard {

  private static final class Known {
    private long revision;
    private final Map<String, Person> people;
    private Long awaySince;

    private Known(long revision, Map<String, Person> people) {
      this.revision = revision;
      this.people = people;
    }
  }

  private final long grace;

  /** In the order of their names: all nodes tell the same of somebody who is at several. */
  private final Map<String, Known> nodes = new TreeMap<>();

  private final Set<String> touched = new LinkedHashSet<>();

  /**
   * @param grace how long people of a node that is gone count as here
   */
  PeopleBoard(Duration grace) {
    this.grace = grace.toNanos();
  }

  /**
   * Takes what a node told.
   *
   * @return false when something before it is missing: the node has to be asked for all
   */
  boolean take(Told told) {
    Known known = nodes.get(told.node());
    if (known == null || known.awaySince != null) {
      return false;
    }
    if (told.to() <= known.revision) {
      return true;
    }
    if (told.from() != known.revision) {
      return false;
    }
    known.revision = told.to();
    told.people().forEach(person -> known.people.put(person.user(), person));
    told.people().forEach(person -> touched.add(person.user()));
    told.gone().forEach(known.people::remove);
    touched.addAll(told.gone());
    return true;
  }

  /** Takes all that a node has; what is older than what is known of it changes nothing. */
  void take(Part whole) {
    Known known = nodes.get(whole.node());
    if (known != null && known.awaySince == null && whole.revision() < known.revision) {
      return;
    }
    touch(known);
    Known young = new Known(whole.revision(), whole.copy());
    nodes.put(whole.node(), young);
    touch(young);
  }

  /** Takes the people of a node that is gone, if nothing is known of it. */
  void takeAway(Part whole, long nanos) {
    if (!nodes.containsKey(whole.node())) {
      take(whole);
      away(whole.node(), nanos);
    }
  }

  /** A node is gone; its people have no connection now, and some time to come back. */
  void away(String node, long nanos) {
    Known known = nodes.get(node);
    if (known != null && known.awaySince == null) {
      known.awaySince = nanos;
      touch(known);
    }
  }

  /** Forgets those whose time to come back is over. */
  void settle(long nanos) {
    Iterator<Known> all = nodes.values().iterator();
    while (all.hasNext()) {
      Known known = all.next();
      if (known.awaySince != null && nanos - known.awaySince >= grace) {
        all.remove();
        touch(known);
      }
    }
  }

  private void touch(Known known) {
    if (known != null) {
      touched.addAll(known.people.keySet());
    }
  }

  /** Nodes that are not gone. */
  Set<String> present() {
    Set<String> names = new LinkedHashSet<>();
    nodes.forEach(
        (name, known) -> {
          if (known.awaySince == null) {
            names.add(name);
          }
        });
    return names;
  }

  /** Somebody, over all nodes; empty when nobody has seen them. */
  Optional<Person> of(String user) {
    return nodes.values().stream()
        .map(known -> person(known, user))
        .filter(Objects::nonNull)
        .reduce(Person::and);
  }

  private static Person person(Known known, String user) {
    Person person = known.people.get(user);
    return person == null || known.awaySince == null ? person : person.away();
  }

  /** The people of one node, whole. */
  Part part(String node) {
    Known known = nodes.get(node);
    return known == null
        ? new Part(node, 0, Map.of())
        : new Part(node, known.revision, known.people);
  }

  /** The people of those nodes that are gone. */
  List<Part> away() {
    return nodes.entrySet().stream()
        .filter(node -> node.getValue().awaySince != null)
        .map(node -> part(node.getKey()))
        .toList();
  }

  /** Of whom something may have changed since this was asked before. */
  Set<String> takeTouched() {
    Set<String> taken = new LinkedHashSet<>(touched);
    touched.clear();
    return taken;
  }
}
