package dev.omnibus.config.check;

import dev.omnibus.model.Severity;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A JSON object together with the place of each of its keys and values, so that whoever finds
 * something wrong with a value can say where it stands.
 */
final class JsonDocument {

  private final String file;
  private final Map<String, Place> keys = new HashMap<>();
  private final Map<String, Place> values = new HashMap<>();
  private final List<Problem> problems = new ArrayList<>();
  private JsonObject root;

  private JsonDocument(String file) {
    this.file = file;
  }

  /** Reads a text; what is wrong with it as JSON is among the problems. */
  static JsonDocument read(String file, String text) {
    JsonDocument document = new JsonDocument(file);
    new JsonReader(document).read(text);
    return document;
  }

  /** What the text says; null when it is no JSON object. */
  JsonObject root() {
    return root;
  }

  /** Every reason why the text is not good JSON. */
  List<Problem> problems() {
    return problems;
  }

  /** Where a key, or an element of an array, stands; the nearest known place above it otherwise. */
  Place keyPlace(String pointer) {
    Place place = keys.getOrDefault(pointer, values.get(pointer));
    return place != null || pointer.isEmpty()
        ? place == null ? Place.TOP : place
        : keyPlace(Pointer.parent(pointer));
  }

  /** Where a value stands. */
  Place valuePlace(String pointer) {
    Place place = values.get(pointer);
    return place == null ? keyPlace(pointer) : place;
  }

  /** An error at a key. */
  Problem atKey(String pointer, String reason) {
    return problem(pointer, keyPlace(pointer), reason, Severity.ERROR);
  }

  /** An error at a value. */
  Problem atValue(String pointer, String reason) {
    return problem(pointer, valuePlace(pointer), reason, Severity.ERROR);
  }

  /** A warning at a key. */
  Problem warnKey(String pointer, String reason) {
    return problem(pointer, keyPlace(pointer), reason, Severity.WARNING);
  }

  /** A warning at a value. */
  Problem warnValue(String pointer, String reason) {
    return problem(pointer, valuePlace(pointer), reason, Severity.WARNING);
  }

  void root(JsonObject object) {
    root = object;
  }

  void value(String pointer, Place place) {
    values.put(pointer, place);
  }

  void key(String pointer, Place place) {
    Place first = keys.putIfAbsent(pointer, place);
    if (first != null) {
      String reason = "this key stands here again; it is already on line " + first.line();
      problems.add(problem(pointer, place, reason, Severity.ERROR));
      keys.keySet().removeIf(key -> key.startsWith(pointer + "/"));
    }
  }

  void broken(Place place, String reason) {
    problems.add(problem("", place, reason, Severity.ERROR));
  }

  private Problem problem(String pointer, Place place, String reason, Severity severity) {
    String key = Pointer.readable(pointer);
    return new Problem(file, place.line(), place.column(), key, reason, severity);
  }
}
