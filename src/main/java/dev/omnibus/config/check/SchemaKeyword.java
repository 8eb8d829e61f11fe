package dev.omnibus.config.check;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * One keyword of a schema, found by the way that a validator went to it.
 *
 * @param owner the schema it stands in
 * @param ofName whether it speaks about the name of a key
 */
public record SchemaKeyword(JsonObject owner, String name, boolean ofName) {

  /** Follows a keyword location such as {@code /properties/http/properties/port/minimum}. */
  public static SchemaKeyword at(JsonObject schema, String location) {
    List<String> steps = Pointer.steps(location);
    Object here = schema;
    for (String step : steps.subList(0, steps.size() - 1)) {
      here = here instanceof JsonObject object ? object.getValue(step) : null;
    }
    JsonObject owner = here instanceof JsonObject object ? object : new JsonObject();
    return new SchemaKeyword(owner, steps.get(steps.size() - 1), steps.contains("propertyNames"));
  }

  /** What it says. */
  public Object value() {
    return owner.getValue(name);
  }

  /** The keys that the schema names. */
  public Set<String> keys() {
    return new TreeSet<>(owner.getJsonObject("properties", new JsonObject()).fieldNames());
  }

  /** Whether unknown keys that are no typo belong to other programs. */
  boolean lenient() {
    return owner.getBoolean("x-lenient", false);
  }

  /** What a value must be, in words; never the value itself, which may be a secret. */
  public Optional<String> reason() {
    return Optional.ofNullable(
        switch (name) {
          case "type" -> "must be " + (value() instanceof JsonArray a ? words(a) : a(value()));
          case "enum" -> "must be one of " + words((JsonArray) value());
          case "minimum" -> "must be at least " + value();
          case "maximum" -> "must be at most " + value();
          case "minLength" -> "must not be empty";
          case "maxLength" -> "must have at most " + value() + " characters";
          case "maxItems", "maxProperties" -> "must have at most " + value() + " entries";
          case "pattern" -> owner.getString("patternErrorMessage", "must match " + value());
          default -> null;
        });
  }

  private static String a(Object type) {
    return switch (String.valueOf(type)) {
      case "array" -> "an array";
      case "object" -> "an object";
      case "integer" -> "a whole number";
      case "boolean" -> "true or false";
      default -> "a " + type;
    };
  }

  private static String words(JsonArray values) {
    return values.stream().map(String::valueOf).collect(Collectors.joining(", "));
  }
}
