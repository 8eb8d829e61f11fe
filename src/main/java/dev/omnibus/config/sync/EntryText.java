package dev.omnibus.config.sync;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.omnibus.bus.Failure;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.util.Map;
import java.util.TreeMap;

/**
 * The entry of one server in the text of {@code servers.json}. What is changed of it is changed
 * there and nowhere else: all around it stays as somebody wrote it.
 */
final class EntryText {

  private static final JsonFactory JSON = JsonFactory.builder().build();
  private static final String SERVERS = "mcpServers";

  private record Range(int start, int end) {}

  private final String text;
  private final String server;
  private final Range whole;
  private final Map<String, Range> members = new TreeMap<>();

  /** Fails with NOT_FOUND where the text has no such entry. */
  EntryText(String text, String server) {
    this.text = text;
    this.server = server;
    try (JsonParser parser = JSON.createParser(text)) {
      this.whole = find(parser);
    } catch (IOException e) {
      throw Failure.BUG.because(null);
    }
    if (whole == null) {
      throw Failure.NOT_FOUND.because("servers.json has no entry '" + server + "'");
    }
  }

  private Range find(JsonParser parser) throws IOException {
    parser.nextToken();
    return enter(parser, SERVERS) && enter(parser, server) ? entry(parser) : null;
  }

  /** From the start of an object to the value of one of its members. */
  private static boolean enter(JsonParser parser, String name) throws IOException {
    while (parser.nextToken() == JsonToken.FIELD_NAME) {
      boolean found = parser.currentName().equals(name);
      parser.nextToken();
      if (found) {
        return parser.currentToken() == JsonToken.START_OBJECT;
      }
      parser.skipChildren();
    }
    return false;
  }

  private Range entry(JsonParser parser) throws IOException {
    int start = at(parser.currentTokenLocation().getCharOffset());
    while (parser.nextToken() == JsonToken.FIELD_NAME) {
      String name = parser.currentName();
      parser.nextToken();
      int from = at(parser.currentTokenLocation().getCharOffset());
      parser.skipChildren();
      parser.finishToken();
      members.put(name, new Range(from, at(parser.currentLocation().getCharOffset())));
    }
    return new Range(start, at(parser.currentLocation().getCharOffset()));
  }

  private static int at(long offset) {
    return (int) offset;
  }

  /** The entry as it stands there. */
  String raw() {
    return text.substring(whole.start(), whole.end());
  }

  /** What it says, but for whether it is on. */
  JsonObject definition() {
    JsonObject json = new JsonObject(raw());
    json.remove("enabled");
    json.remove("disabled");
    return json;
  }

  boolean isOn() {
    JsonObject json = new JsonObject(raw());
    return json.getBoolean("enabled", !json.getBoolean("disabled", false));
  }

  /** The whole text with the entry on or off. */
  String enabled(boolean on) {
    boolean said = members.containsKey("enabled") || members.containsKey("disabled");
    if (!said) {
      return on ? text : with(raw().replaceFirst("^\\{(\\s*)", "{$1\"enabled\": false,$1"));
    }
    StringBuilder young = new StringBuilder(text);
    Range enabled = members.get("enabled");
    Range disabled = members.get("disabled");
    boolean enabledLater =
        enabled != null && disabled != null && enabled.start() > disabled.start();
    if (enabledLater) {
      set(young, enabled, on);
      set(young, disabled, !on);
    } else {
      set(young, disabled, !on);
      set(young, enabled, on);
    }
    return young.toString();
  }

  /** The later place first, so that the earlier one still stands where it stood. */
  private static void set(StringBuilder young, Range place, boolean value) {
    if (place != null) {
      young.replace(place.start(), place.end(), Boolean.toString(value));
    }
  }

  /** The whole text with another definition, set in as far as the old one was. */
  String defined(JsonObject definition) {
    int line = text.lastIndexOf('\n', whole.start()) + 1;
    int to = line;
    while (to < text.length() && (text.charAt(to) == ' ' || text.charAt(to) == '\t')) {
      to++;
    }
    return with(definition.encodePrettily().replace("\n", "\n" + text.substring(line, to)));
  }

  /** The whole text with another entry as it is. */
  String with(String raw) {
    return text.substring(0, whole.start()) + raw + text.substring(whole.end());
  }
}
