package dev.omnibus.trail;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.Map;

/** About how many bytes of memory an entry takes while it waits. */
final class Weight {

  /** The entry itself, its time and its place in the queue. */
  private static final int ENTRY = 150;

  private static final int TEXT = 48;
  private static final int OBJECT = 160;
  private static final int FIELD = 64;
  private static final int NUMBER = 16;

  private Weight() {}

  static long of(AuditEntry entry) {
    return ENTRY
        + text(entry.user())
        + text(entry.server())
        + text(entry.tool())
        + (entry.detail() == null ? 0 : of(entry.detail().getMap()));
  }

  private static long text(String text) {
    return text == null ? 0 : TEXT + text.length();
  }

  private static long of(Map<?, ?> fields) {
    long weight = OBJECT;
    for (Map.Entry<?, ?> field : fields.entrySet()) {
      weight += FIELD + String.valueOf(field.getKey()).length() + value(field.getValue());
    }
    return weight;
  }

  private static long value(Object value) {
    if (value instanceof String text) {
      return text(text);
    }
    if (value instanceof JsonObject object) {
      return of(object.getMap());
    }
    if (value instanceof Map<?, ?> map) {
      return of(map);
    }
    if (value instanceof JsonArray array) {
      return of(array.getList());
    }
    return value instanceof Iterable<?> list ? of(list) : NUMBER;
  }

  private static long of(Iterable<?> list) {
    long weight = OBJECT;
    for (Object one : list) {
      weight += FIELD + value(one);
    }
    return weight;
  }
}
