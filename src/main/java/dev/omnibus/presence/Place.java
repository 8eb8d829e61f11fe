package dev.omnibus.presence;

import io.vertx.core.json.JsonObject;

/**
 * Where one connection is: at a page of the dashboard, at a server, or nobody knows. A program is
 * called what it calls itself.
 *
 * <p>{@code {"page":"fleet","server":"files"}}, {@code {"program":"omnibus-tail"}}; null means
 * absent.
 *
 * @param program null for a page in a browser
 */
public record Place(String program, String page, String server) {

  /** A page in a browser that has not said yet what it shows. */
  public static final Place UNKNOWN = new Place(null, null, null);

  /** A program. */
  public static Place of(String program) {
    return program == null ? UNKNOWN : new Place(program, null, null);
  }

  public static Place fromJson(JsonObject json) {
    return new Place(json.getString("program"), json.getString("page"), json.getString("server"));
  }

  public JsonObject toJson() {
    JsonObject json = new JsonObject();
    put(json, "program", program);
    put(json, "page", page);
    put(json, "server", server);
    return json;
  }

  private static void put(JsonObject json, String key, String value) {
    if (value != null) {
      json.put(key, value);
    }
  }
}
