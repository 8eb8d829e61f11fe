package dev.omnibus.contract;

import dev.omnibus.config.check.Pointer;
import dev.omnibus.config.check.SchemaKeyword;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.json.schema.Draft;
import io.vertx.json.schema.JsonSchema;
import io.vertx.json.schema.JsonSchemaOptions;
import io.vertx.json.schema.OutputFormat;
import io.vertx.json.schema.OutputUnit;
import io.vertx.json.schema.Validator;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * A schema as a question: is this as it has to be? A yes is cheap; what is wrong is looked for only
 * where something is. Shared by all threads.
 */
public final class Shape {

  private static final int MOST = 10;

  /** A longer list at the top is refused before anybody walks along it. */
  private static final int MOST_ENTRIES = 1_000;

  /** What only says that something below it does not fit, which is said there. */
  private static final Set<String> AROUND =
      Set.of("properties", "items", "allOf", "additionalProperties", "propertyNames");

  private static final Pattern OF_SEVERAL = Pattern.compile("/(anyOf|oneOf)/\\d+/");

  private final JsonObject schema;
  private final Validator yes;
  private final Validator why;

  /**
   * @param schema without references to anything outside of it
   */
  Shape(JsonObject schema) {
    this.schema = schema;
    this.yes = validator(schema, OutputFormat.Flag);
    this.why = validator(schema, OutputFormat.Basic);
  }

  private static Validator validator(JsonObject schema, OutputFormat format) {
    JsonSchemaOptions options =
        new JsonSchemaOptions()
            .setBaseUri("https://omnibus.invalid/")
            .setDraft(Draft.DRAFT202012)
            .setOutputFormat(format);
    return Validator.create(JsonSchema.of(schema.copy()), options);
  }

  /** What does not fit; nothing when all does. Of very many the first. */
  public List<Mismatch> mismatches(Object value) {
    Optional<Mismatch> endless = endless(value);
    if (endless.isPresent()) {
      return List.of(endless.get());
    }
    if (yes.validate(value).getValid()) {
      return List.of();
    }
    List<OutputUnit> errors = why.validate(value).getErrors();
    List<Mismatch> said =
        errors.stream()
            .map(this::mismatch)
            .flatMap(Optional::stream)
            .distinct()
            .limit(MOST)
            .toList();
    return said.isEmpty() ? List.of(new Mismatch("", "is not as it has to be")) : said;
  }

  private static Optional<Mismatch> endless(Object value) {
    if (!(value instanceof JsonObject body)) {
      return Optional.empty();
    }
    return body.stream()
        .filter(f -> f.getValue() instanceof JsonArray list && list.size() > MOST_ENTRIES)
        .map(f -> new Mismatch(Pointer.child("", f.getKey()), "has too many entries"))
        .findFirst();
  }

  private Optional<Mismatch> mismatch(OutputUnit error) {
    String location = error.getKeywordLocation().substring(1);
    if (OF_SEVERAL.matcher(location).find()) {
      return Optional.empty();
    }
    String at = decoded(error.getInstanceLocation());
    SchemaKeyword keyword = SchemaKeyword.at(schema, location);
    if (AROUND.contains(keyword.name())) {
      return forbidden(keyword, at);
    }
    return Optional.of(
        switch (keyword.name()) {
          case "required" -> Mismatch.missing(Pointer.child(at, missing(error)));
          case "anyOf", "oneOf" -> new Mismatch(at, "fits none of its forms");
          case "format" -> new Mismatch(at, "must be a " + keyword.value());
          case "const" -> new Mismatch(at, "must be " + keyword.value());
          default -> new Mismatch(at, keyword.reason().orElse(error.getError()));
        });
  }

  /** The validator also names known keys whose value is wrong. */
  private static Optional<Mismatch> forbidden(SchemaKeyword keyword, String at) {
    boolean unknown =
        Boolean.FALSE.equals(keyword.value()) && !keyword.keys().contains(Pointer.last(at));
    return unknown ? Optional.of(new Mismatch(at, "is not known")) : Optional.empty();
  }

  private static String missing(OutputUnit error) {
    return error.getError().replaceFirst(".*\"(.*)\".*", "$1");
  }

  /** The validator writes locations as URI fragments. */
  private static String decoded(String fragment) {
    return URLDecoder.decode(fragment.substring(1).replace("+", "%2B"), StandardCharsets.UTF_8);
  }
}
