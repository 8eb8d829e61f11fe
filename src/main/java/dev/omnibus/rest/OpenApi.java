package dev.omnibus.rest;

import dev.omnibus.contract.Contract;
import dev.omnibus.contract.Definition;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Locale;

/** The commands and queries that are to be had over HTTP, as an OpenAPI 3.1 document. */
final class OpenApi {

  private static final String PROBLEM = "#/components/responses/Problem";

  private final Contract contract;

  OpenApi(Contract contract) {
    this.contract = contract;
  }

  JsonObject document() {
    JsonObject paths = new JsonObject();
    contract.definitions().stream()
        .filter(definition -> definition.rest() != null)
        .forEach(definition -> add(paths, definition));
    return new JsonObject()
        .put("openapi", "3.1.0")
        .put("info", Info.of("Omnibus", "Commands and queries of a fleet of MCP servers."))
        // As seen from the document: a node may have a path at a proxy.
        .put("servers", JsonArray.of(new JsonObject().put("url", "./")))
        .put("security", JsonArray.of(new JsonObject().put("bearer", new JsonArray())))
        .put("paths", paths)
        .put("components", components());
  }

  private void add(JsonObject paths, Definition definition) {
    JsonObject path = paths.getJsonObject(definition.rest().path(), new JsonObject());
    path.put(definition.rest().method().toLowerCase(Locale.ROOT), operation(definition));
    paths.put(definition.rest().path(), path);
  }

  private JsonObject operation(Definition definition) {
    JsonObject operation =
        new JsonObject()
            .put("operationId", definition.address())
            .put("tags", JsonArray.of(definition.address().split("\\.")[1]))
            .put("summary", definition.summary());
    if (definition.description() != null) {
      operation.put("description", definition.description());
    }
    operation.put("parameters", parameters(definition));
    if (definition.rest().hasBody()) {
      operation.put("requestBody", body(definition));
    }
    return operation.put(
        "responses",
        new JsonObject()
            .put("200", reply(definition))
            .put("default", new JsonObject().put("$ref", PROBLEM)));
  }

  private JsonArray parameters(Definition definition) {
    JsonArray parameters = new JsonArray();
    List<String> inPath = definition.rest().parameters();
    properties(definition)
        .forEach(
            property -> {
              boolean path = inPath.contains(property.getKey());
              if (path || !definition.rest().hasBody()) {
                parameters.add(parameter(definition, property.getKey(), path));
              }
            });
    return parameters;
  }

  private static JsonObject parameter(Definition definition, String name, boolean inPath) {
    JsonObject schema = properties(definition).getJsonObject(name);
    return new JsonObject()
        .put("name", name)
        .put("in", inPath ? "path" : "query")
        .put("required", inPath || required(definition).contains(name))
        .put("schema", Schemas.published(schema));
  }

  /** What stands in the path need not be said again. */
  private static JsonObject body(Definition definition) {
    JsonObject schema = Schemas.published(definition.request());
    JsonObject example = definition.example().getJsonObject("request").copy();
    JsonArray required = new JsonArray();
    for (Object name : required(definition)) {
      if (!definition.rest().parameters().contains((String) name)) {
        required.add(name);
      }
    }
    for (String name : definition.rest().parameters()) {
      schema.getJsonObject("properties").remove(name);
      example.remove(name);
    }
    schema.remove("required");
    if (!required.isEmpty()) {
      schema.put("required", required);
    }
    return new JsonObject()
        .put("required", !required.isEmpty())
        .put("content", json(schema, example));
  }

  private static JsonObject reply(Definition definition) {
    return new JsonObject()
        .put("description", definition.summary())
        .put(
            "content",
            json(
                Schemas.published(definition.reply()),
                definition.example().getJsonObject("reply")));
  }

  private static JsonObject json(JsonObject schema, JsonObject example) {
    return new JsonObject()
        .put(Negotiation.JSON, new JsonObject().put("schema", schema).put("example", example));
  }

  private static JsonObject properties(Definition definition) {
    return definition.request().getJsonObject("properties", new JsonObject());
  }

  private static JsonArray required(Definition definition) {
    return definition.request().getJsonArray("required", new JsonArray());
  }

  private JsonObject components() {
    JsonObject bearer =
        new JsonObject()
            .put("type", "http")
            .put("scheme", "bearer")
            .put("description", "An access token of /auth/api/v1/auth/login, or an API key.");
    return new JsonObject()
        .put("schemas", Schemas.all(contract.types()).put("Problem", problem()))
        .put("responses", new JsonObject().put("Problem", problemResponse()))
        .put("securitySchemes", new JsonObject().put("bearer", bearer));
  }

  private static JsonObject problemResponse() {
    JsonObject schema = new JsonObject().put("$ref", Schemas.COMPONENTS + "Problem");
    return new JsonObject()
        .put("description", "Why it failed (RFC 9457).")
        .put(
            "content",
            new JsonObject().put(Problem.MEDIA_TYPE, new JsonObject().put("schema", schema)));
  }

  private static JsonObject problem() {
    JsonObject text = new JsonObject().put("type", "string");
    JsonObject error =
        new JsonObject()
            .put("type", "object")
            .put("properties", new JsonObject().put("pointer", text).put("detail", text));
    return new JsonObject()
        .put("type", "object")
        .put("required", JsonArray.of("type", "title", "status", "code"))
        .put(
            "properties",
            new JsonObject()
                .put("type", text)
                .put("title", text)
                .put("status", new JsonObject().put("type", "integer"))
                .put("detail", text)
                .put("instance", text)
                .put("code", text)
                .put("retry", new JsonObject().put("type", "boolean"))
                .put("errors", new JsonObject().put("type", "array").put("items", error)));
  }
}
