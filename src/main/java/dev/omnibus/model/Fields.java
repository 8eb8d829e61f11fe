package dev.omnibus.model;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.List;
import java.util.function.Function;

/**
 * Reads a wire object leniently: unknown keys are ignored, a missing or mistyped required one is
 * named in the {@link IllegalArgumentException}.
 */
public record Fields(JsonObject json) {

  /** Wraps an object that came over the wire. */
  public static Fields of(JsonObject json) {
    if (json == null) {
      throw new IllegalArgumentException("missing object");
    }
    return new Fields(json);
  }

  /** A required text. */
  public String text(String key) {
    return required(key, String.class);
  }

  /** A required text, read as one of our words. */
  public <T> T word(String key, Function<String, T> of) {
    return of.apply(text(key));
  }

  /** An optional text, read as one of our words; null when absent. */
  public <T> T wordOrNull(String key, Function<String, T> of) {
    String word = textOrNull(key);
    return word == null ? null : of.apply(word);
  }

  /** An optional text; null when absent. */
  public String textOrNull(String key) {
    return optional(key, String.class);
  }

  /** A required whole number. */
  public long number(String key) {
    return required(key, Number.class).longValue();
  }

  /** An optional whole number that an {@code int} holds; null when absent. */
  public Integer intOrNull(String key) {
    Long number = longOrNull(key);
    if (number != null && number != number.intValue()) {
      throw new IllegalArgumentException("'" + key + "' is too large");
    }
    return number == null ? null : number.intValue();
  }

  /** An optional whole number with a default. */
  public int intOr(String key, int otherwise) {
    Integer value = intOrNull(key);
    return value == null ? otherwise : value;
  }

  /** An optional whole number above 0 with a default. */
  public int positiveOr(String key, int otherwise) {
    int value = intOr(key, otherwise);
    if (value <= 0) {
      throw new IllegalArgumentException("'" + key + "' must be more than 0");
    }
    return value;
  }

  /** An optional whole number; null when absent. */
  public Long longOrNull(String key) {
    Number number = optional(key, Number.class);
    return number == null ? null : number.longValue();
  }

  /** An optional number; null when absent. */
  public Double doubleOrNull(String key) {
    Number number = optional(key, Number.class);
    return number == null ? null : number.doubleValue();
  }

  /** An optional ISO-8601 instant; null when absent. */
  public Instant instantOrNull(String key) {
    return wordOrNull(key, Instant::parse);
  }

  /** A required ISO-8601 instant. */
  public Instant instant(String key) {
    return word(key, Instant::parse);
  }

  /** A required object, read by a record's own {@code fromJson}. */
  public <T> T object(String key, Function<JsonObject, T> fromJson) {
    return fromJson.apply(required(key, JsonObject.class));
  }

  /** An optional object; null when absent. */
  public <T> T objectOrNull(String key, Function<JsonObject, T> fromJson) {
    JsonObject object = optional(key, JsonObject.class);
    return object == null ? null : fromJson.apply(object);
  }

  /** An optional list of objects; empty when absent. */
  public <T> List<T> objects(String key, Function<JsonObject, T> fromJson) {
    JsonArray array = optional(key, JsonArray.class);
    return array == null
        ? List.of()
        : array.stream().map(JsonObject.class::cast).map(fromJson).toList();
  }

  /** An optional list of numbers; empty when absent. */
  public List<Double> doubles(String key) {
    JsonArray array = optional(key, JsonArray.class);
    return array == null
        ? List.of()
        : array.stream().map(Number.class::cast).map(Number::doubleValue).toList();
  }

  private <T> T required(String key, Class<T> type) {
    T value = optional(key, type);
    if (value == null) {
      throw new IllegalArgumentException("missing '" + key + "'");
    }
    return value;
  }

  private <T> T optional(String key, Class<T> type) {
    Object value = json.getValue(key);
    if (value != null && !type.isInstance(value)) {
      throw new IllegalArgumentException("'" + key + "' is not a " + type.getSimpleName());
    }
    return type.cast(value);
  }
}
