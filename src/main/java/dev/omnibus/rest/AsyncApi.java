package dev.omnibus.rest;

import dev.omnibus.contract.Contract;
import dev.omnibus.contract.Definition;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;

/** All addresses of the bus as an AsyncAPI 3.0 document: what is sent and what may be asked. */
final class AsyncApi {

  private static final String BRIDGE = "#/components/securitySchemes/bearer";

  private final Contract contract;

  AsyncApi(Contract contract) {
    this.contract = contract;
  }

  JsonObject document() {
    JsonObject channels = new JsonObject();
    JsonObject operations = new JsonObject();
    for (Definition definition : contract.definitions()) {
      channels.put(definition.address(), channel(definition));
      operations.put(definition.address(), operation(definition));
    }
    return new JsonObject()
        .put("asyncapi", "3.0.0")
        .put("info", Info.of("Omnibus", "The event bus of a fleet of MCP servers."))
        .put("defaultContentType", Negotiation.JSON)
        .put("servers", new JsonObject().put("node", server()))
        .put("channels", channels)
        .put("operations", operations)
        .put(
            "components",
            new JsonObject()
                .put("schemas", Schemas.all(contract.types()))
                .put("securitySchemes", new JsonObject().put("bearer", bearer())));
  }

  private static JsonObject server() {
    return new JsonObject()
        .put("host", "127.0.0.1:8080")
        .put("pathname", "/eventbus/websocket")
        .put("protocol", "ws")
        .put("description", "The event-bus bridge protocol of Vert.x; SockJS is at /eventbus.")
        .put("security", JsonArray.of(new JsonObject().put("$ref", BRIDGE)));
  }

  private static JsonObject bearer() {
    return new JsonObject().put("type", "http").put("scheme", "bearer");
  }

  private static JsonObject channel(Definition definition) {
    JsonObject messages = new JsonObject();
    if (definition.isEvent()) {
      messages.put("event", message(envelope(definition.data()), null));
    } else {
      JsonObject example = definition.example();
      messages
          .put("request", message(definition.request(), example.getJsonObject("request")))
          .put("reply", message(definition.reply(), example.getJsonObject("reply")));
    }
    return new JsonObject().put("address", definition.address()).put("messages", messages);
  }

  private static JsonObject message(JsonObject payload, JsonObject example) {
    JsonObject message = new JsonObject().put("payload", Schemas.published(payload));
    return example == null
        ? message
        : message.put("examples", JsonArray.of(new JsonObject().put("payload", example)));
  }

  /** An event's data comes in the envelope of all events. */
  private static JsonObject envelope(JsonObject data) {
    return new JsonObject()
        .put(
            "allOf",
            JsonArray.of(
                new JsonObject().put("$ref", Schemas.COMPONENTS + "Envelope"),
                new JsonObject()
                    .put("type", "object")
                    .put("properties", new JsonObject().put("data", data))));
  }

  private static JsonObject operation(Definition definition) {
    JsonObject channel = ref("#/channels/" + definition.address());
    JsonObject operation =
        new JsonObject()
            .put("action", definition.isEvent() ? "send" : "receive")
            .put("channel", channel)
            .put("summary", definition.summary());
    if (definition.description() != null) {
      operation.put("description", definition.description());
    }
    if (definition.isEvent()) {
      return operation.put("messages", JsonArray.of(message(definition, "event")));
    }
    return operation
        .put("messages", JsonArray.of(message(definition, "request")))
        .put(
            "reply",
            new JsonObject()
                .put("channel", channel)
                .put("messages", JsonArray.of(message(definition, "reply"))));
  }

  private static JsonObject message(Definition definition, String name) {
    return ref("#/channels/" + definition.address() + "/messages/" + name);
  }

  private static JsonObject ref(String to) {
    return new JsonObject().put("$ref", to);
  }
}
