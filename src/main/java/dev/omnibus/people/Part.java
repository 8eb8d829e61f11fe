package dev.omnibus.people;

import dev.omnibus.model.Fields;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * The people of one node, whole: {@code {"node":"n1@k3f9","revision":42,"people":[..]}}.
 *
 * @param people by name
 */
record Part(String node, long revision, Map<String, Person> people) {

  Part {
    people = Map.copyOf(people);
  }

  static Part fromJson(JsonObject json) {
    Fields f = Fields.of(json);
    return new Part(
        f.text("node"),
        f.number("revision"),
        f.objects("people", Person::fromJson).stream()
            .collect(Collectors.toMap(Person::user, person -> person, (a, b) -> b)));
  }

  JsonObject toJson() {
    JsonArray all = new JsonArray();
    people.values().forEach(person -> all.add(person.toJson()));
    return new JsonObject().put("node", node).put("revision", revision).put("people", all);
  }

  Map<String, Person> copy() {
    return new HashMap<>(people);
  }
}
