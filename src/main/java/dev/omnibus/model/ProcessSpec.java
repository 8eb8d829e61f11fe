package dev.omnibus.model;

import io.vertx.core.json.JsonObject;

/**
 * How the process of one server is kept, beside the command itself; null means no limit, or the
 * node's default. The keys stand in the entry of the server.
 *
 * <p>{@code {"lazy":true,"idleStopMs":600000,"maxMemoryMb":512,"maxOpenFiles":256,
 * "maxLineBytes":1048576}}
 *
 * @param lazy whether it starts with the first call, and not before
 * @param idleStopMs so long without a call and it is stopped until the next one
 * @param maxMemoryMb resident memory of it and of all it started; with more it is ended
 * @param maxOpenFiles what the operating system lets it have open
 * @param maxLineBytes longest message it may write
 */
public record ProcessSpec(
    boolean lazy,
    Integer idleStopMs,
    Integer maxMemoryMb,
    Integer maxOpenFiles,
    Integer maxLineBytes) {

  /** Runs all the time, and may have what it wants. */
  public static final ProcessSpec DEFAULT = new ProcessSpec(false, null, null, null, null);

  /** Whether it may be asleep: nothing runs, and the next call starts it. */
  public boolean sleeps() {
    return lazy || idleStopMs != null;
  }

  static ProcessSpec fromJson(JsonObject entry) {
    Fields f = Fields.of(entry);
    return new ProcessSpec(
        entry.getBoolean("lazy", false),
        f.intOrNull("idleStopMs"),
        f.intOrNull("maxMemoryMb"),
        f.intOrNull("maxOpenFiles"),
        f.intOrNull("maxLineBytes"));
  }

  void into(JsonObject entry) {
    if (lazy) {
      entry.put("lazy", true);
    }
    put(entry, "idleStopMs", idleStopMs);
    put(entry, "maxMemoryMb", maxMemoryMb);
    put(entry, "maxOpenFiles", maxOpenFiles);
    put(entry, "maxLineBytes", maxLineBytes);
  }

  private static void put(JsonObject json, String key, Integer value) {
    if (value != null) {
      json.put(key, value);
    }
  }
}
