package dev.omnibus.contract;

import dev.omnibus.model.Fields;
import io.vertx.core.json.JsonObject;

/**
 * What one address of the bus takes and gives. Schemas are JSON Schema 2020-12; {@code
 * {"$ref":"#/$defs/ServerName"}} in them is a type that all definitions share.
 *
 * <p>Of a command or query: {@code {"summary":"..","rest":"POST /api/v1/servers/{server}/restart",
 * "request":{..},"reply":{..},"example":{"request":{..},"reply":{..}}}}; of an event: {@code
 * {"summary":"..","data":{..},"example":{..}}}.
 *
 * @param description what else is to be known, or null
 * @param rest null where it is not to be had over HTTP
 * @param request null for an event
 * @param reply null for an event
 * @param data of an event's envelope; null for a command or query
 */
public record Definition(
    String address,
    String summary,
    String description,
    RestLine rest,
    JsonObject request,
    JsonObject reply,
    JsonObject data,
    JsonObject example) {

  static Definition fromJson(String address, JsonObject json) {
    Fields f = Fields.of(json);
    return new Definition(
        address,
        f.text("summary"),
        f.textOrNull("description"),
        f.wordOrNull("rest", RestLine::of),
        f.objectOrNull("request", schema -> schema),
        f.objectOrNull("reply", schema -> schema),
        f.objectOrNull("data", schema -> schema),
        f.object("example", example -> example));
  }

  /** Whether it is something that happened, and not something to ask. */
  public boolean isEvent() {
    return data != null;
  }
}
