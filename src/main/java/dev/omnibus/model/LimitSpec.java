package dev.omnibus.model;

import io.vertx.core.json.JsonObject;

/**
 * How much one server may be asked by agents where that differs from the node's defaults; null
 * means the default. Times in milliseconds.
 *
 * <p>{@code {"concurrency":8,"queue":100,"queueMs":2000,"callTimeoutMs":60000}}
 */
public record LimitSpec(
    Integer concurrency, Integer queue, Integer queueMs, Integer callTimeoutMs) {

  /** Everything as the node has it. */
  public static final LimitSpec DEFAULT = new LimitSpec(null, null, null, null);

  public LimitSpec {
    positive("concurrency", concurrency);
    positive("queueMs", queueMs);
    positive("callTimeoutMs", callTimeoutMs);
    if (queue != null && queue < 0) {
      throw new IllegalArgumentException("'queue' must not be less than 0");
    }
  }

  private static void positive(String key, Integer value) {
    if (value != null && value <= 0) {
      throw new IllegalArgumentException("'" + key + "' must be more than 0");
    }
  }

  static LimitSpec fromJson(JsonObject json) {
    Fields f = Fields.of(json);
    return new LimitSpec(
        f.intOrNull("concurrency"),
        f.intOrNull("queue"),
        f.intOrNull("queueMs"),
        f.intOrNull("callTimeoutMs"));
  }

  void into(JsonObject entry) {
    if (!equals(DEFAULT)) {
      JsonObject limits = new JsonObject();
      put(limits, "concurrency", concurrency);
      put(limits, "queue", queue);
      put(limits, "queueMs", queueMs);
      put(limits, "callTimeoutMs", callTimeoutMs);
      entry.put("limits", limits);
    }
  }

  private static void put(JsonObject json, String key, Integer value) {
    if (value != null) {
      json.put(key, value);
    }
  }
}
