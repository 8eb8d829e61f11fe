package dev.omnibus.people;

import dev.omnibus.model.Fields;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;

/**
 * What a node tells of its own people: what changed from one revision to the next. Whoever knows
 * another revision than the first lacks something. Equal revisions and nothing else: how far it is.
 *
 * <p>{@code {"node":"n1@k3f9","from":41,"to":42,"people":[{"user":"ann",..}],"gone":["bob"]}}
 */
record Told(String node, long from, long to, List<Person> people, List<String> gone) {

  Told {
    people = List.copyOf(people);
    gone = List.copyOf(gone);
  }

  static Told fromJson(JsonObject json) {
    Fields f = Fields.of(json);
    return new Told(
        f.text("node"),
        f.number("from"),
        f.number("to"),
        f.objects("people", Person::fromJson),
        json.getJsonArray("gone", new JsonArray()).stream().map(String.class::cast).toList());
  }

  JsonObject toJson() {
    JsonArray some = new JsonArray();
    people.forEach(person -> some.add(person.toJson()));
    return new JsonObject()
        .put("node", node)
        .put("from", from)
        .put("to", to)
        .put("people", some)
        .put("gone", new JsonArray(gone));
  }
}
