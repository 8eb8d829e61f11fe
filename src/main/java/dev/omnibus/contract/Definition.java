package dev.omnibus.contract;

import dev.omnibus.model.Fields;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;

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
 * @param revalidates whether a caller may keep the reply and ask whether it is still the same
 * @param request null for an event
 * @param reply null for an event
 * @param data of an event's envelope; null for a command or query
 * @param exampleStatus what the example may be answered with over HTTP by a node whose server
 *     {@code files} is the demo
 */
public record Definition(
    String address,
    String summary,
    String description,
    RestLine rest,
    boolean revalidates,
    JsonObject request,
    JsonObject reply,
    JsonObject data,
    JsonObject example,
    List<Integer> exampleStatus) {

  static Definition fromJson(String address, JsonObject json) {
    Fields f = Fields.of(json);
    return new Definition(
        address,
        f.text("summary"),
        f.textOrNull("description"),
        f.wordOrNull("rest", RestLine::of),
        json.getBoolean("revalidates", false),
        f.objectOrNull("request", schema -> schema),
        f.objectOrNull("reply", schema -> schema),
        f.objectOrNull("data", schema -> schema),
        f.object("example", example -> example),
        json.getJsonArray("exampleStatus", JsonArray.of(200)).stream()
            .map(Integer.class::cast)
            .toList());
  }

  /** Whether it is something that happened, and not something to ask. */
  public boolean isEvent() {
    return data != null;
  }
}
