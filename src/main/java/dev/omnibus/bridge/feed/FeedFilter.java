package dev.omnibus.bridge.feed;

import dev.omnibus.bridge.hub.Event;
import dev.omnibus.bridge.hub.EventFilter;
import dev.omnibus.bridge.hub.HeaderFilter;
import dev.omnibus.model.BreakerState;
import dev.omnibus.model.ServerState;
import dev.omnibus.model.Severity;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import java.util.function.Consumer;

/**
 * The filters of one feed subscription; all must hold, an empty one always does. One that asks for
 * a field which an event does not have lets the event pass.
 *
 * <p>{@code {"mcp_names":["files"],"severity":["error","critical"],"state":["open"],
 * "health_status":["disconnected"],"old_status":"healthy","new_status":"degraded",
 * "failure_count":3}}
 */
record FeedFilter(
    Set<String> names,
    Set<Severity> severities,
    Set<String> states,
    Set<String> healths,
    String oldStatus,
    String newStatus,
    int failures)
    implements EventFilter {

  static final Set<String> KEYS =
      Set.of(
          "mcp_names",
          "severity",
          "state",
          "health_status",
          "old_status",
          "new_status",
          "failure_count");

  private static final int MAX_VALUES = 1_000;

  FeedFilter {
    names = Set.copyOf(names);
    severities = Set.copyOf(severities);
    states = Set.copyOf(states);
    healths = Set.copyOf(healths);
  }

  /** Reads filters; null means none, anything wrong is an IllegalArgumentException naming it. */
  static FeedFilter of(Object filters) {
    if (filters != null && !(filters instanceof JsonObject)) {
      throw new IllegalArgumentException("'filters' is not an object");
    }
    JsonObject json = filters == null ? new JsonObject() : (JsonObject) filters;
    for (String key : json.fieldNames()) {
      if (!KEYS.contains(key)) {
        throw new IllegalArgumentException("there is no filter '" + shown(key) + "'");
      }
    }
    Set<Severity> severities = new HashSet<>();
    texts(json, "severity", word -> severities.add(HeaderFilter.severity(word)));
    return new FeedFilter(
        texts(json, "mcp_names", name -> {}),
        severities,
        texts(json, "state", FeedFilter::breaker),
        texts(json, "health_status", word -> server("health_status", word)),
        status(json, "old_status"),
        status(json, "new_status"),
        failures(json));
  }

  @Override
  public boolean admits(Event event) {
    JsonObject data = event.envelope().getJsonObject("data");
    boolean aboutBreaker = event.address().equals(FeedType.BREAKER.address());
    return (names.isEmpty() || event.server() == null || names.contains(event.server()))
        && (severities.isEmpty() || severities.contains(event.severity()))
        && oneOf(states, aboutBreaker ? data.getValue("to") : null)
        && oneOf(healths, nested(data, "status", "state"))
        && (aboutBreaker || same(oldStatus, data.getValue("from")))
        && (aboutBreaker || same(newStatus, data.getValue("to")))
        && enough(nested(data, "breaker", "failures"));
  }

  private static boolean oneOf(Set<String> wanted, Object value) {
    return wanted.isEmpty() || !(value instanceof String word) || wanted.contains(word);
  }

  private static boolean same(String wanted, Object value) {
    return wanted == null || value == null || wanted.equals(value);
  }

  private boolean enough(Object value) {
    return !(value instanceof Number number) || number.intValue() >= failures;
  }

  private static Object nested(JsonObject data, String key, String inner) {
    return data.getValue(key) instanceof JsonObject object ? object.getValue(inner) : null;
  }

  private static Set<String> texts(JsonObject json, String key, Consumer<String> check) {
    Object value = json.getValue(key);
    if (value == null) {
      return Set.of();
    }
    if (!(value instanceof JsonArray array) || array.size() > MAX_VALUES) {
      throw new IllegalArgumentException("'" + key + "' is not a list of at most " + MAX_VALUES);
    }
    Set<String> texts = new HashSet<>();
    for (Object entry : array) {
      if (!(entry instanceof String text)) {
        throw new IllegalArgumentException("'" + key + "' holds something that is no text");
      }
      check.accept(text);
      texts.add(text);
    }
    return texts;
  }

  private static String status(JsonObject json, String key) {
    Object value = json.getValue(key);
    if (value == null) {
      return null;
    }
    if (!(value instanceof String word)) {
      throw new IllegalArgumentException("'" + key + "' is not a text");
    }
    server(key, word);
    return word;
  }

  private static void server(String key, String word) {
    for (ServerState state : ServerState.values()) {
      if (state.word().equals(word)) {
        return;
      }
    }
    throw new IllegalArgumentException("'" + key + "' knows no '" + shown(word) + "'");
  }

  private static void breaker(String word) {
    for (BreakerState state : BreakerState.values()) {
      if (state.word().equals(word)) {
        return;
      }
    }
    throw new IllegalArgumentException("'state' knows no '" + shown(word) + "'");
  }

  private static int failures(JsonObject json) {
    Object value = json.getValue("failure_count");
    if (value != null && (!(value instanceof Integer number) || number < 0)) {
      throw new IllegalArgumentException("'failure_count' is not a number from 0");
    }
    return value == null ? 0 : (Integer) value;
  }

  private static String shown(String word) {
    String line = word.replaceAll("\\p{Cntrl}", "?");
    return line.substring(0, Math.min(line.length(), 40)).toLowerCase(Locale.ROOT);
  }
}
