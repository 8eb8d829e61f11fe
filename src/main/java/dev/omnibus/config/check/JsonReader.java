package dev.omnibus.config.check;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.UncheckedIOException;

/** Walks a JSON text token by token and notes in a {@link JsonDocument} where everything stands. */
final class JsonReader {

  private static final JsonFactory JSON = JsonFactory.builder().build();

  private final JsonDocument document;

  JsonReader(JsonDocument document) {
    this.document = document;
  }

  void read(String text) {
    if (text.isBlank()) {
      document.broken(Place.TOP, "the file is empty");
      return;
    }
    try (JsonParser parser = JSON.createParser(text)) {
      readRoot(parser);
    } catch (JsonProcessingException e) {
      document.broken(place(e.getLocation()), harmless(e.getOriginalMessage()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void readRoot(JsonParser parser) throws IOException {
    if (parser.nextToken() != JsonToken.START_OBJECT) {
      document.broken(place(parser.currentTokenLocation()), "must be a JSON object: { ... }");
      return;
    }
    JsonObject root = object(parser, "");
    if (parser.nextToken() != null) {
      Place place = place(parser.currentTokenLocation());
      document.broken(place, "there is something behind the end of the object");
    }
    document.root(root);
  }

  private JsonObject object(JsonParser parser, String pointer) throws IOException {
    document.value(pointer, place(parser.currentTokenLocation()));
    JsonObject object = new JsonObject();
    while (parser.nextToken() != JsonToken.END_OBJECT) {
      String key = parser.currentName();
      String child = Pointer.child(pointer, key);
      document.key(child, place(parser.currentTokenLocation()));
      parser.nextToken();
      object.getMap().put(key, value(parser, child));
    }
    return object;
  }

  private JsonArray array(JsonParser parser, String pointer) throws IOException {
    document.value(pointer, place(parser.currentTokenLocation()));
    JsonArray array = new JsonArray();
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      array.add(value(parser, pointer + "/" + array.size()));
    }
    return array;
  }

  private Object value(JsonParser parser, String pointer) throws IOException {
    JsonToken token = parser.currentToken();
    if (token == JsonToken.START_OBJECT) {
      return object(parser, pointer);
    }
    if (token == JsonToken.START_ARRAY) {
      return array(parser, pointer);
    }
    JsonLocation start = parser.currentTokenLocation();
    Object value = scalar(parser, token);
    int end = (int) parser.currentLocation().getCharOffset();
    Place place = place(start);
    document.value(pointer, new Place(place.line(), place.column(), place.start(), end));
    return value;
  }

  private static Object scalar(JsonParser parser, JsonToken token) throws IOException {
    return switch (token) {
      case VALUE_STRING -> parser.getText();
      case VALUE_NUMBER_INT -> parser.getNumberValue();
      case VALUE_NUMBER_FLOAT -> parser.getDoubleValue();
      case VALUE_TRUE -> true;
      case VALUE_FALSE -> false;
      case VALUE_NULL -> null;
      default -> throw new IllegalStateException("a parser that loses count: " + token);
    };
  }

  private static Place place(JsonLocation at) {
    int offset = (int) at.getCharOffset();
    return new Place(at.getLineNr(), at.getColumnNr(), offset, offset);
  }

  /** A token without quotes may be half of a secret; the place says enough. */
  private static String harmless(String message) {
    return message
        .replaceFirst("(?s)Unrecognized token '.*?':", "unquoted or unknown word:")
        .replaceFirst(" \\(code \\d+\\)", "")
        .replaceFirst("maybe a \\(non-standard\\) comment\\?.*", "JSON has no comments")
        .replaceFirst("\\[Source: .*?; (line: \\d+, column: \\d+)]", "$1");
  }
}
