package dev.omnibus.config.check;

import dev.omnibus.config.ConfigFile;
import io.vertx.core.json.JsonObject;
import io.vertx.json.schema.Draft;
import io.vertx.json.schema.JsonSchema;
import io.vertx.json.schema.JsonSchemaOptions;
import io.vertx.json.schema.OutputFormat;
import io.vertx.json.schema.OutputUnit;
import io.vertx.json.schema.Validator;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Holds a document against the schema of its file and says in plain words what does not fit. */
final class SchemaCheck {

  private final JsonObject schema;
  private final Validator validator;

  private SchemaCheck(JsonObject schema) {
    this.schema = schema;
    JsonSchemaOptions options =
        new JsonSchemaOptions()
            .setBaseUri("https://omnibus.invalid/")
            .setDraft(Draft.DRAFT202012)
            .setOutputFormat(OutputFormat.Basic);
    this.validator = Validator.create(JsonSchema.of(schema.copy()), options);
  }

  /** The check of one file, with the schema that the jar carries. */
  static SchemaCheck of(ConfigFile file) {
    try (InputStream in = SchemaCheck.class.getResourceAsStream(file.schema())) {
      return new SchemaCheck(new JsonObject(new String(in.readAllBytes(), StandardCharsets.UTF_8)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Everything that does not fit. */
  List<Problem> check(JsonDocument document) {
    List<OutputUnit> errors = validator.validate(document.root()).getErrors();
    Stream<OutputUnit> all = errors == null ? Stream.empty() : errors.stream();
    return all.map(error -> problem(document, error)).flatMap(Optional::stream).distinct().toList();
  }

  private Optional<Problem> problem(JsonDocument document, OutputUnit error) {
    String at = decoded(error.getInstanceLocation());
    SchemaKeyword keyword = SchemaKeyword.at(schema, error.getKeywordLocation().substring(1));
    return switch (keyword.name()) {
      case "properties", "items", "$ref" -> Optional.empty();
      case "additionalProperties" -> unknownKey(document, at, keyword);
      case "propertyNames" -> Optional.empty();
      case "required" -> Optional.of(document.atKey(at, missing(error)));
      default -> Optional.of(wrong(document, at, keyword, error));
    };
  }

  /** The validator writes locations as URI fragments. */
  private static String decoded(String fragment) {
    return URLDecoder.decode(fragment.substring(1).replace("+", "%2B"), StandardCharsets.UTF_8);
  }

  /** The validator also names known keys whose value is wrong; those are said elsewhere. */
  private static Optional<Problem> unknownKey(
      JsonDocument document, String at, SchemaKeyword keyword) {
    String key = Pointer.last(at);
    if (!Boolean.FALSE.equals(keyword.value()) || keyword.keys().contains(key)) {
      return Optional.empty();
    }
    Optional<String> meant = NearestKey.of(key, keyword.keys());
    if (meant.isPresent()) {
      return Optional.of(document.atKey(at, "unknown key, did you mean '" + meant.get() + "'?"));
    }
    return Optional.of(
        keyword.lenient()
            ? document.warnKey(at, "is no key of ours and is ignored")
            : document.atKey(at, "unknown key; known are " + String.join(", ", keyword.keys())));
  }

  private static String missing(OutputUnit error) {
    return "missing " + error.getError().replaceFirst(".*\"(.*)\".*", "'$1'");
  }

  private static Problem wrong(
      JsonDocument document, String at, SchemaKeyword keyword, OutputUnit error) {
    String reason = keyword.reason().orElse(error.getError());
    return keyword.ofName() ? document.atKey(at, reason) : document.atValue(at, reason);
  }
}
