package dev.omnibus.bridge.hub;

import dev.omnibus.model.Fields;
import dev.omnibus.model.Glob;
import io.vertx.core.json.JsonObject;
import java.util.Locale;

/**
 * What of the register headers is held against a live row of the audit log, as a search holds it
 * against rows; null means any. {@code action} may end in {@code *}; {@code text} stands somewhere
 * in details, action, server or tool, in capitals or small letters.
 *
 * <p>{@code {"user":"ann","tool":"read","action":"command.*","outcome":"ok","text":"word"}}
 */
record DataFilter(String user, String tool, String action, String outcome, String text) {

  private static final int LONGEST = 200;

  /** Null where there is nothing to hold against an event. */
  static DataFilter fromJson(JsonObject headers) {
    Fields f = Fields.of(headers);
    String text = word(f, "text");
    DataFilter filter =
        new DataFilter(
            word(f, "user"),
            word(f, "tool"),
            word(f, "action"),
            word(f, "outcome"),
            text == null ? null : text.toLowerCase(Locale.ROOT));
    return filter.equals(new DataFilter(null, null, null, null, null)) ? null : filter;
  }

  private static String word(Fields f, String key) {
    String word = f.textOrNull(key);
    if (word != null && word.length() > LONGEST) {
      throw new IllegalArgumentException("'" + key + "' has more than " + LONGEST + " characters");
    }
    return word == null || word.isEmpty() ? null : word;
  }

  boolean admits(Event event) {
    JsonObject data = event.envelope().getJsonObject("data");
    return data != null
        && is(user, data.getValue("user"))
        && is(tool, data.getValue("tool"))
        && is(outcome, data.getValue("outcome"))
        && begins(data.getValue("action"))
        && (text == null || event.words().contains(text));
  }

  private static boolean is(String wanted, Object value) {
    return wanted == null || wanted.equals(value);
  }

  private boolean begins(Object value) {
    return action == null || value instanceof String word && Glob.matches(action, word);
  }
}
