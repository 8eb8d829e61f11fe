package dev.omnibus.config;

import dev.omnibus.model.Fields;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.List;

/**
 * How acts are noted down.
 *
 * @param flush how long an act may wait in memory: as much is lost when a node is killed
 * @param spillAt how many acts may wait for a slow store before they are put aside in a file
 * @param keep how long rows are kept
 * @param maxRows how many rows of this node are kept at most
 * @param maxBytes what they take of the store at most, as far as that can be told
 * @param memoryBytes what acts take of the memory at most that neither the store nor a file takes
 * @param eventsPerSecond rows told on the bus; all are written
 * @param arguments the tools whose arguments are kept, {@code server/tool}
 */
public record AuditConfig(
    Duration flush,
    int spillAt,
    Duration keep,
    long maxRows,
    long maxBytes,
    long memoryBytes,
    int eventsPerSecond,
    List<String> arguments) {

  public static AuditConfig fromJson(JsonObject json) {
    Fields f = Fields.of(json);
    return new AuditConfig(
        Duration.ofMillis(number(f, "flushMs", 100)),
        (int) number(f, "spillAt", 50_000),
        Duration.ofDays(number(f, "keepDays", 400)),
        number(f, "maxRows", 50_000_000),
        number(f, "maxBytes", 64L << 30),
        number(f, "memoryBytes", 128L << 20),
        (int) number(f, "eventsPerSecond", 100),
        json.getJsonArray("arguments", new JsonArray()).stream().map(String.class::cast).toList());
  }

  private static long number(Fields f, String key, long otherwise) {
    Long value = f.longOrNull(key);
    if (value != null && value <= 0) {
      throw new IllegalArgumentException("'" + key + "' must be more than 0");
    }
    return value == null ? otherwise : value;
  }
}
