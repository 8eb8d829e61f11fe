package dev.omnibus.model;

import io.vertx.core.json.JsonObject;

/**
 * How one server wants to be probed where it differs from the node's defaults; null means the
 * default. Times in milliseconds.
 *
 * <p>{@code {"intervalMs":10000,"timeoutMs":5000,"slowMs":1000,"rise":2,"fall":3}}
 */
public record ProbeSpec(
    Integer intervalMs, Integer timeoutMs, Integer slowMs, Integer rise, Integer fall) {

  /** Everything as the node has it. */
  public static final ProbeSpec DEFAULT = new ProbeSpec(null, null, null, null, null);

  public JsonObject toJson() {
    JsonObject json = new JsonObject();
    put(json, "intervalMs", intervalMs);
    put(json, "timeoutMs", timeoutMs);
    put(json, "slowMs", slowMs);
    put(json, "rise", rise);
    put(json, "fall", fall);
    return json;
  }

  public static ProbeSpec fromJson(JsonObject json) {
    Fields f = Fields.of(json);
    return new ProbeSpec(
        f.intOrNull("intervalMs"),
        f.intOrNull("timeoutMs"),
        f.intOrNull("slowMs"),
        f.intOrNull("rise"),
        f.intOrNull("fall"));
  }

  private static void put(JsonObject json, String key, Integer value) {
    if (value != null) {
      json.put(key, value);
    }
  }
}
