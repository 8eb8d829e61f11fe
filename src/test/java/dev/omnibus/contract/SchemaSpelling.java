package dev.omnibus.contract;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Finds in a schema what a validator silently passes over: keywords that there are not, types that
 * there are not, references that lead nowhere.
 */
final class SchemaSpelling {

  private static final Set<String> OF_SCHEMAS = Set.of("properties", "patternProperties");
  private static final Set<String> SCHEMAS = Set.of("anyOf", "oneOf", "allOf", "prefixItems");
  private static final Set<String> SCHEMA =
      Set.of("items", "additionalProperties", "propertyNames", "not", "if", "then", "else");
  private static final Set<String> PLAIN =
      Set.of(
          "type",
          "enum",
          "const",
          "format",
          "pattern",
          "patternErrorMessage", // said instead of the pattern, see SchemaKeyword
          "minimum",
          "maximum",
          "exclusiveMinimum",
          "exclusiveMaximum",
          "minLength",
          "maxLength",
          "minItems",
          "maxItems",
          "minProperties",
          "maxProperties",
          "uniqueItems",
          "required",
          "description",
          "title",
          "default",
          "examples",
          "contentMediaType",
          "contentEncoding",
          "$ref");
  private static final Set<String> TYPES =
      Set.of("object", "array", "string", "number", "integer", "boolean", "null");

  private final List<String> found = new ArrayList<>();

  private SchemaSpelling() {}

  static List<String> complaints(JsonObject schema) {
    SchemaSpelling spelling = new SchemaSpelling();
    spelling.schema(schema, "#");
    return spelling.found;
  }

  private void schema(Object value, String at) {
    if (value instanceof Boolean) {
      return;
    }
    if (!(value instanceof JsonObject schema)) {
      found.add(at + " is no schema");
      return;
    }
    schema.forEach(keyword -> keyword(keyword.getKey(), keyword.getValue(), at));
    required(schema, at);
  }

  private void keyword(String name, Object value, String at) {
    String here = at + "/" + name;
    if (OF_SCHEMAS.contains(name)) {
      ((JsonObject) value).forEach(p -> schema(p.getValue(), here + "/" + p.getKey()));
    } else if (SCHEMAS.contains(name)) {
      ((JsonArray) value).forEach(one -> schema(one, here));
    } else if (SCHEMA.contains(name)) {
      schema(value, here);
    } else if (!PLAIN.contains(name)) {
      found.add(here + " is no keyword that is used here");
    } else {
      plain(name, value, here);
    }
  }

  private void plain(String name, Object value, String here) {
    if (name.equals("type")) {
      List<?> types = value instanceof JsonArray several ? several.getList() : List.of(value);
      if (!TYPES.containsAll(types)) {
        found.add(here + " is none");
      }
    } else if (name.equals("$ref")) {
      reference(String.valueOf(value), here);
    }
  }

  private void reference(String ref, String here) {
    if (!ref.startsWith(Types.PREFIX)
        || !Contract.ours().types().all().containsKey(ref.substring(Types.PREFIX.length()))) {
      found.add(here + " leads nowhere: " + ref);
    }
  }

  /** A required field that the schema does not describe is mostly a slip. */
  private void required(JsonObject schema, String at) {
    JsonObject properties = schema.getJsonObject("properties", new JsonObject());
    for (Object name : schema.getJsonArray("required", new JsonArray())) {
      if (!properties.containsKey((String) name)) {
        found.add(at + " requires '" + name + "' and does not say what it is");
      }
    }
  }
}
