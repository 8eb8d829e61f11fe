package dev.omnibus.trail;

import dev.omnibus.model.Glob;
import dev.omnibus.model.SecretName;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * Of which tools the arguments are kept in the audit log, by {@code server/tool} with a {@code *}
 * at the end of either, and what of them may stand there: no value of a name that means a secret,
 * no secret of the configuration, no long text.
 */
public final class KeptArguments {

  /** Of no tool. */
  public static final KeptArguments NONE = new KeptArguments(List.of(), text -> text);

  private static final String HIDDEN = "[hidden]";
  private static final int LONGEST = 500;
  private static final int MOST = 8 << 10;

  private final List<Named> tools;
  private final UnaryOperator<String> mask;

  /** Tools of servers, both by a glob. */
  private record Named(String server, String tool) {
    static Named of(String text) {
      int slash = text.indexOf('/');
      if (slash < 0) {
        throw new IllegalArgumentException("'" + text + "' is not server/tool");
      }
      return new Named(text.substring(0, slash), text.substring(slash + 1));
    }
  }

  /**
   * @param mask hides the secrets of the configuration in a text
   */
  public KeptArguments(List<String> tools, UnaryOperator<String> mask) {
    this.tools = tools.stream().map(Named::of).toList();
    this.mask = mask;
  }

  /** Whether those of this tool are kept. */
  public boolean covers(String server, String tool) {
    if (server == null || tool == null) {
      return false;
    }
    for (Named named : tools) {
      if (Glob.matches(named.server(), server) && Glob.matches(named.tool(), tool)) {
        return true;
      }
    }
    return false;
  }

  /** What of them may be kept; null when that is still too much. */
  public JsonObject redacted(JsonObject arguments) {
    JsonObject shown = object(arguments);
    return shown.encode().length() > MOST ? null : shown;
  }

  private JsonObject object(JsonObject object) {
    JsonObject shown = new JsonObject();
    object.forEach(
        field -> {
          boolean secret = SecretName.is(field.getKey());
          shown.put(mask.apply(field.getKey()), secret ? HIDDEN : value(field.getValue()));
        });
    return shown;
  }

  private Object value(Object value) {
    if (value instanceof JsonObject object) {
      return object(object);
    }
    if (value instanceof JsonArray array) {
      JsonArray shown = new JsonArray();
      array.forEach(one -> shown.add(value(one)));
      return shown;
    }
    return value instanceof String text ? brief(mask.apply(text)) : value;
  }

  private static String brief(String text) {
    return text.length() > LONGEST ? text.substring(0, LONGEST) + "…" : text;
  }
}
