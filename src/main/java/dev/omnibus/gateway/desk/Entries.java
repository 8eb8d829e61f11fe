package dev.omnibus.gateway.desk;

import dev.omnibus.mcp.wire.Envelope;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;

/** What servers say on their way, as a transcript keeps it: short, and only what is known. */
final class Entries {

  private Entries() {}

  /** {@code {"progress":3,"total":10,"message":"3 of 10"}}. */
  static JsonObject progress(Envelope notification) {
    JsonObject progress = new JsonObject();
    number(progress, "progress", notification);
    number(progress, "total", notification);
    String message = Transcript.cut(notification.text("params", "message"));
    return message == null ? progress : progress.put("message", message);
  }

  private static void number(JsonObject into, String key, Envelope notification) {
    if (Results.parsed(notification.raw("params", key)) instanceof Number number) {
      into.put(key, number);
    }
  }

  /** {@code {"kind":"log","level":"info","logger":"demo","data":..}}. */
  static JsonObject log(Envelope notification) {
    JsonObject entry = new JsonObject().put("kind", "log");
    text(entry, "level", notification);
    text(entry, "logger", notification);
    String data = notification.raw("params", "data");
    boolean fits = data != null && data.length() <= Transcript.LONGEST;
    return entry.put("data", fits ? Results.parsed(data) : Transcript.cut(data));
  }

  private static void text(JsonObject into, String key, Envelope notification) {
    String text = notification.text("params", key);
    if (text != null) {
      into.put(key, text.length() > 200 ? text.substring(0, 200) : text);
    }
  }

  /**
   * {@code {"question":"1","mode":"form","message":"..","schema":{..}}}, or with {@code "url"} in
   * place of the schema.
   */
  static JsonObject question(String name, Envelope question) {
    boolean url = "url".equals(question.text("params", "mode"));
    JsonObject asked =
        new JsonObject()
            .put("question", name)
            .put("mode", url ? "url" : "form")
            .put("message", Transcript.cut(question.text("params", "message")));
    if (url) {
      return asked.put("url", Transcript.cut(question.text("params", "url")));
    }
    String schema = question.raw("params", "requestedSchema");
    boolean fits = schema != null && schema.length() <= Transcript.LONGEST;
    return asked.put("schema", known(fits ? Results.parsed(schema) : null));
  }

  private static Object known(Object schema) {
    return schema instanceof JsonObject || schema instanceof JsonArray ? schema : new JsonObject();
  }
}
