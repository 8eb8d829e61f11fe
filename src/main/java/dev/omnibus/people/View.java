package dev.omnibus.people;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * Who is here as the sockets of this node were told: snapshots and diffs are of one piece, and a
 * revision says which comes after which.
 */
final class View {

  /** In one diff; of whom more changed, the snapshot knows. */
  static final int MOST_CHANGES = 50;

  private static final Comparator<Person> ORDER =
      Comparator.comparing(Person::since).thenComparing(Person::user);

  private final String node;
  private final Map<String, Person> told = new HashMap<>();
  private List<Person> sorted = List.of();
  private long connections;
  private long revision;

  View(String node) {
    this.node = node;
  }

  /**
   * Takes over what changed.
   *
   * @param touched of whom it may be
   * @param now how they are
   * @return {@code {"node","revision","users","connections","changes":[{"change":"joined",
   *     "user","since","connections","at"}],"more"?}}; nothing when nothing is different
   */
  Optional<JsonObject> diff(Collection<String> touched, Function<String, Optional<Person>> now) {
    JsonArray changes = new JsonArray();
    int changed = 0;
    for (String user : touched) {
      Person before = told.get(user);
      Person after = now.apply(user).orElse(null);
      if (!Objects.equals(before, after)) {
        put(user, before, after);
        if (++changed <= MOST_CHANGES) {
          changes.add(change(before, after));
        }
      }
    }
    if (changed == 0) {
      return Optional.empty();
    }
    sorted = null;
    revision++;
    JsonObject diff = totals().put("changes", changes);
    return Optional.of(changed > MOST_CHANGES ? diff.put("more", true) : diff);
  }

  private void put(String user, Person before, Person after) {
    connections -= before == null ? 0 : before.connections();
    connections += after == null ? 0 : after.connections();
    if (after == null) {
      told.remove(user);
    } else {
      told.put(user, after);
    }
  }

  private static JsonObject change(Person before, Person after) {
    String word = before == null ? "joined" : after == null ? "left" : "changed";
    Person shown = after == null ? before.away() : after;
    return new JsonObject().put("change", word).mergeIn(shown.toJson());
  }

  private JsonObject totals() {
    return new JsonObject()
        .put("node", node)
        .put("revision", revision)
        .put("users", told.size())
        .put("connections", connections);
  }

  /**
   * Who is here now, those first who are here longest.
   *
   * @param server only those who look at this one; null for all
   */
  JsonObject snapshot(int limit, String server) {
    JsonArray members = new JsonArray();
    Stream<Person> all = sorted().stream();
    (server == null ? all : all.filter(person -> person.isAt(server)))
        .limit(limit)
        .forEach(person -> members.add(person.toJson()));
    return totals().put("members", members);
  }

  private List<Person> sorted() {
    if (sorted == null) {
      sorted = told.values().stream().sorted(ORDER).toList();
    }
    return sorted;
  }
}
