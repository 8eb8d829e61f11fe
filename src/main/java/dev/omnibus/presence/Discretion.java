package dev.omnibus.presence;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;

/**
 * What of people is shown to whom: that somebody is at a server only to those for whom that server
 * exists. To all others that connection is one without a place.
 */
public final class Discretion {

  /** In a snapshot and in a diff. */
  private static final List<String> LISTS = List.of("members", "changes");

  /** What of a connection says nothing of where it is. */
  private static final List<String> NO_PLACE = List.of("node", "program", "connections");

  private Discretion() {}

  /** The servers that are named in a snapshot or a diff. */
  public static Set<String> servers(JsonObject data) {
    Set<String> servers = new TreeSet<>();
    for (String list : LISTS) {
      for (Object person : data.getJsonArray(list, new JsonArray())) {
        for (Object place : ((JsonObject) person).getJsonArray("at", new JsonArray())) {
          String server = ((JsonObject) place).getString("server");
          if (server != null) {
            servers.add(server);
          }
        }
      }
    }
    return servers;
  }

  /** The same snapshot or diff; who is at a server that is not to be seen is nowhere there. */
  public static JsonObject narrowed(JsonObject data, Predicate<String> seen) {
    JsonObject narrowed = new JsonObject();
    data.forEach(field -> narrowed.put(field.getKey(), field.getValue()));
    for (String list : LISTS) {
      if (data.getValue(list) instanceof JsonArray people) {
        JsonArray some = new JsonArray();
        people.forEach(person -> some.add(narrowedPerson((JsonObject) person, seen)));
        narrowed.put(list, some);
      }
    }
    return narrowed;
  }

  private static JsonObject narrowedPerson(JsonObject person, Predicate<String> seen) {
    JsonArray at = new JsonArray();
    for (Object place : person.getJsonArray("at", new JsonArray())) {
      String server = ((JsonObject) place).getString("server");
      at.add(server == null || seen.test(server) ? place : nowhere((JsonObject) place));
    }
    JsonObject narrowed = new JsonObject();
    person.forEach(field -> narrowed.put(field.getKey(), field.getValue()));
    return narrowed.put("at", at);
  }

  private static JsonObject nowhere(JsonObject place) {
    JsonObject connection = new JsonObject();
    for (String key : NO_PLACE) {
      if (place.containsKey(key)) {
        connection.put(key, place.getValue(key));
      }
    }
    return connection;
  }
}
