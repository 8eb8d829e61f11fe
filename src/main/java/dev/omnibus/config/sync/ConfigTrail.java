package dev.omnibus.config.sync;

import dev.omnibus.config.check.HiddenSecrets;
import dev.omnibus.trail.AuditEntry;
import dev.omnibus.trail.AuditTrail;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Notes down what a new version of a file changed, value by value, without any secret: one act for
 * the file, and for {@code servers.json} one for each server, so that who may not see a server
 * reads nothing of it.
 *
 * <p>{@code {"action":"config.changed","user":"ann","server":"files","detail":{"file":
 * "servers.json","version":7,"diff":[{"path":"args.1","was":"/a","is":"/b"}]}}}
 */
final class ConfigTrail {

  private static final String ACTION = "config.changed";
  private static final int MOST = 40;
  private static final int LONGEST = 200;

  /** Who saves a file proves nothing to us. */
  private static final String SAVED = "file";

  private final AuditTrail trail;

  ConfigTrail(AuditTrail trail) {
    this.trail = trail;
  }

  /** Both texts are as they stand in the file. */
  void changed(ConfigVersion young, String before, ConfigDiff names) {
    JsonObject detail = young.summary();
    detail.remove("node");
    Leaves old = Leaves.of(before);
    Leaves now = Leaves.of(young.text());
    switch (young.file()) {
      case SERVERS -> {
        note(young, null, detail.mergeIn(counts(names)));
        names.toJson().forEach(kind -> servers(young, (JsonArray) kind.getValue(), old, now));
      }
      case ACCESS, OMNIBUS ->
          note(young, null, detail.mergeIn(names.toJson()).put("diff", diff(old, now, "")));
    }
  }

  private static JsonObject counts(ConfigDiff names) {
    return new JsonObject()
        .put("added", names.added().size())
        .put("changed", names.changed().size())
        .put("removed", names.removed().size());
  }

  private void servers(ConfigVersion young, JsonArray servers, Leaves old, Leaves now) {
    for (Object server : servers) {
      JsonObject detail =
          new JsonObject()
              .put("file", young.file().fileName())
              .put("version", young.version())
              .put("by", young.by())
              .put("diff", diff(old, now, "mcpServers." + server + "."));
      note(young, server.toString(), detail);
    }
  }

  private void note(ConfigVersion young, String server, JsonObject detail) {
    boolean known = !young.by().equals(SAVED);
    trail.record(
        new AuditEntry(
            young.at(),
            known ? young.by() : null,
            ACTION,
            server,
            null,
            AuditEntry.OK,
            null,
            detail));
  }

  private static JsonArray diff(Leaves old, Leaves now, String prefix) {
    TreeSet<String> paths = new TreeSet<>(old.plain.keySet());
    paths.addAll(now.plain.keySet());
    JsonArray diff = new JsonArray();
    for (String path : paths) {
      boolean changed = !Objects.equals(old.plain.get(path), now.plain.get(path));
      if (path.startsWith(prefix) && changed) {
        if (diff.size() == MOST) {
          return diff.add(new JsonObject().put("more", true));
        }
        JsonObject one = new JsonObject().put("path", path.substring(prefix.length()));
        put(one, "was", old, path);
        put(one, "is", now, path);
        diff.add(one);
      }
    }
    return diff;
  }

  /** What is not there is left out. */
  private static void put(JsonObject to, String key, Leaves leaves, String path) {
    if (leaves.plain.containsKey(path)) {
      Object shown = leaves.shown.getOrDefault(path, HiddenSecrets.HIDDEN);
      to.put(key, shown instanceof String text && text.length() > LONGEST ? cut(text) : shown);
    }
  }

  private static String cut(String text) {
    return text.substring(0, LONGEST) + "…";
  }

  /**
   * The single values of a text by where they stand.
   *
   * @param plain to compare
   * @param shown without secrets
   */
  private record Leaves(Map<String, Object> plain, Map<String, Object> shown) {

    static Leaves of(String text) {
      return new Leaves(leaves(text), leaves(HiddenSecrets.hide(text)));
    }

    /** A text that is broken has none. */
    private static Map<String, Object> leaves(String text) {
      Map<String, Object> leaves = new TreeMap<>();
      try {
        walk("", new JsonObject(text), leaves);
      } catch (DecodeException broken) {
        leaves.clear();
      }
      return leaves;
    }

    private static void walk(String path, Object value, Map<String, Object> to) {
      if (value instanceof JsonObject object && !object.isEmpty()) {
        object.forEach(field -> walk(join(path, field.getKey()), field.getValue(), to));
      } else if (value instanceof JsonArray array && !array.isEmpty()) {
        for (int i = 0; i < array.size(); i++) {
          walk(join(path, Integer.toString(i)), array.getValue(i), to);
        }
      } else {
        to.put(path, value);
      }
    }

    private static String join(String path, String key) {
      return path.isEmpty() ? key : path + "." + key;
    }
  }
}
