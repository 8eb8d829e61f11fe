package dev.omnibus.people;

import dev.omnibus.model.Fields;
import dev.omnibus.presence.Present;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;

/**
 * Somebody who is here, over one node or over all of them.
 *
 * <p>{@code {"user":"ann","since":"2026-11-22T10:00:00Z","connections":2,"at":[{"node":"n1@k3f9",
 * "page":"fleet","connections":2}]}}
 *
 * @param connections 0 for one who just left and may come back
 * @param at where most of these are; not all when they are at many places
 */
record Person(String user, Instant since, int connections, List<Sight> at) {

  /** What somebody can make others keep of them, for each node. */
  private static final int MOST_PLACES = 16;

  Person {
    at = List.copyOf(at);
  }

  /** As one node sees it. */
  static Person of(String node, Present present, Instant since) {
    List<Sight> at =
        present.places().entrySet().stream()
            .map(place -> new Sight(node, place.getKey(), place.getValue()))
            .sorted(Sight.ORDER)
            .limit(MOST_PLACES)
            .toList();
    return new Person(present.user(), since, present.connections(), at);
  }

  /** The same one without a connection. */
  Person away() {
    return new Person(user, since, 0, List.of());
  }

  /** What two nodes say of the same one, as one. */
  Person and(Person other) {
    return new Person(
        user,
        since.isBefore(other.since) ? since : other.since,
        connections + other.connections,
        Stream.concat(at.stream(), other.at.stream()).toList());
  }

  boolean isAt(String server) {
    return at.stream().anyMatch(sight -> server.equals(sight.place().server()));
  }

  static Person fromJson(JsonObject json) {
    Fields f = Fields.of(json);
    return new Person(
        f.text("user"),
        f.instant("since"),
        (int) f.number("connections"),
        f.objects("at", Sight::fromJson));
  }

  JsonObject toJson() {
    JsonArray places = new JsonArray();
    at.forEach(sight -> places.add(sight.toJson()));
    return new JsonObject()
        .put("user", user)
        .put("since", since.toString())
        .put("connections", connections)
        .put("at", places);
  }
}
