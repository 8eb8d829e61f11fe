package dev.omnibus.gateway.pins;

import dev.omnibus.gateway.agent.Listed;
import dev.omnibus.model.Fields;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/**
 * All pins of one server: one text that all nodes have the same of.
 *
 * <p>{@code {"server":"files","version":3,"by":"ann","at":"...","node":"n1@k3f9","told":"9f0c...",
 * "lists":{"tools":{"read":{"digest":"...","definition":"..."}}},"rejected":{"tools":{"read":
 * "<digest>"}}}}
 *
 * @param version counts from 1; the highest is the one that counts
 * @param by who made it: a user, or {@code first} for what was there when it was first seen
 * @param told the digest of the change that was told last, or null
 * @param lists only lists that were read once
 * @param rejected digests that an operator does not want to have, by list and name
 */
record Pins(
    String server,
    long version,
    String by,
    Instant at,
    String node,
    String told,
    Map<Listed, Map<String, Pin>> lists,
    Map<Listed, Map<String, String>> rejected) {

  Pins {
    lists = deep(lists);
    rejected = deep(rejected);
  }

  private static <T> Map<Listed, Map<String, T>> deep(Map<Listed, Map<String, T>> lists) {
    Map<Listed, Map<String, T>> copy = new EnumMap<>(Listed.class);
    lists.forEach((listed, items) -> copy.put(listed, Map.copyOf(items)));
    return Map.copyOf(copy);
  }

  /** Of a server that was never seen. */
  static Pins none(String server) {
    return new Pins(server, 0, "first", Instant.EPOCH, "", null, Map.of(), Map.of());
  }

  /** Null for a list that was not read yet. */
  Map<String, Pin> list(Listed listed) {
    return lists.get(listed);
  }

  String rejected(Listed listed, String name) {
    return rejected.getOrDefault(listed, Map.of()).get(name);
  }

  /** Of two versions with one number the same one counts everywhere. */
  boolean beats(Pins other) {
    return other == null
        || version > other.version
        || version == other.version && node.compareTo(other.node) > 0;
  }

  boolean isSame(Pins other) {
    return other != null && version == other.version && Objects.equals(node, other.node);
  }

  /** Whether nobody decided anything yet: it is what was there when it was first seen. */
  boolean isFirst() {
    return by.equals("first");
  }

  /**
   * Of two versions with one number, made in parts of a cluster that did not see each other, the
   * next one: the pins of the one that beats the other, and what either of them does not want to
   * have. Null when the other one does not want anything more.
   */
  static Pins merged(Pins one, Pins two, Instant at, String node) {
    Pins winner = one.beats(two) ? one : two;
    Pins loser = winner == one ? two : one;
    Map<Listed, Map<String, String>> all = new EnumMap<>(Listed.class);
    loser.rejected.forEach((listed, items) -> all.put(listed, new HashMap<>(items)));
    winner.rejected.forEach(
        (listed, items) -> all.computeIfAbsent(listed, m -> new HashMap<>()).putAll(items));
    return all.equals(winner.rejected)
        ? null
        : new Pins(
            winner.server, winner.version + 1, winner.by, at, node, winner.told, winner.lists, all);
  }

  /** A draft of the next version. */
  Draft next() {
    return new Draft(this);
  }

  /** A version in the making. */
  static final class Draft {
    private final Pins old;
    private final Map<Listed, Map<String, Pin>> lists = new EnumMap<>(Listed.class);
    private final Map<Listed, Map<String, String>> rejected = new EnumMap<>(Listed.class);
    private String told;

    private Draft(Pins old) {
      this.old = old;
      this.told = old.told;
      old.lists.forEach((listed, items) -> lists.put(listed, new HashMap<>(items)));
      old.rejected.forEach((listed, items) -> rejected.put(listed, new HashMap<>(items)));
    }

    /** There is such a list, though it may be empty. */
    Draft read(Listed listed) {
      lists.computeIfAbsent(listed, missing -> new HashMap<>());
      return this;
    }

    /** The change is in force. */
    void accept(Change change) {
      Map<String, Pin> pins = lists.computeIfAbsent(change.listed(), m -> new HashMap<>());
      if (change.after() == null) {
        pins.remove(change.name());
      } else {
        pins.put(change.name(), Pin.of(change.after()));
      }
      rejected.getOrDefault(change.listed(), new HashMap<>()).remove(change.name());
    }

    /** What it became is not wanted, whatever the server's policy. */
    void reject(Change change) {
      if (change.after() != null) {
        rejected
            .computeIfAbsent(change.listed(), m -> new HashMap<>())
            .put(change.name(), Canonical.digest(change.after()));
      }
    }

    Draft told(String digest) {
      told = digest;
      return this;
    }

    Pins by(String user, Instant at, String node) {
      return new Pins(old.server, old.version + 1, user, at, node, told, lists, rejected);
    }
  }

  JsonObject toJson() {
    return new JsonObject()
        .put("server", server)
        .put("version", version)
        .put("by", by)
        .put("at", at.toString())
        .put("node", node)
        .put("told", told)
        .put("lists", json(lists, Pin::toJson))
        .put("rejected", json(rejected, digest -> digest));
  }

  private interface Of<T> {
    Object json(T value);
  }

  private static <T> JsonObject json(Map<Listed, Map<String, T>> lists, Of<T> of) {
    JsonObject all = new JsonObject();
    for (Listed listed : new TreeMap<>(lists).keySet()) {
      JsonObject items = new JsonObject();
      new TreeMap<>(lists.get(listed)).forEach((name, value) -> items.put(name, of.json(value)));
      all.put(listed.key(), items);
    }
    return all;
  }

  static Pins fromJson(JsonObject json) {
    Fields f = Fields.of(json);
    Map<Listed, Map<String, Pin>> lists = new EnumMap<>(Listed.class);
    each(json, "lists", (listed, items) -> lists.put(listed, pins(items)));
    Map<Listed, Map<String, String>> rejected = new EnumMap<>(Listed.class);
    each(json, "rejected", (listed, items) -> rejected.put(listed, texts(items)));
    return new Pins(
        f.text("server"),
        f.number("version"),
        f.text("by"),
        f.instant("at"),
        f.text("node"),
        f.textOrNull("told"),
        lists,
        rejected);
  }

  private interface Each {
    void list(Listed listed, JsonObject items);
  }

  /** What a later version may list besides is passed over. */
  private static void each(JsonObject json, String key, Each each) {
    JsonObject lists = json.getJsonObject(key, new JsonObject());
    for (String name : lists.fieldNames()) {
      Listed listed = Listed.byKey(name);
      if (listed != null) {
        each.list(listed, lists.getJsonObject(name));
      }
    }
  }

  private static Map<String, Pin> pins(JsonObject items) {
    Map<String, Pin> pins = new HashMap<>();
    items.forEach(item -> pins.put(item.getKey(), Pin.fromJson((JsonObject) item.getValue())));
    return pins;
  }

  private static Map<String, String> texts(JsonObject items) {
    Map<String, String> texts = new HashMap<>();
    items.forEach(item -> texts.put(item.getKey(), (String) item.getValue()));
    return texts;
  }
}
