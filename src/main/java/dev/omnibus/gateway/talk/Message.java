package dev.omnibus.gateway.talk;

import dev.omnibus.gateway.agent.RpcException;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.Json;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;

/**
 * One JSON-RPC message of an agent: a request, or a notification when it has no id.
 *
 * @param id a text or a number, kept as it came; null for a notification
 * @param params never null
 */
record Message(Object id, String method, JsonObject params) {

  /** Reads a body; fails with the error that JSON-RPC has for what is wrong with it. */
  static Message parse(Buffer body) {
    Object json = json(body);
    if (json instanceof JsonArray) {
      throw invalid("batches are not supported");
    }
    if (!(json instanceof JsonObject message) || !"2.0".equals(message.getValue("jsonrpc"))) {
      throw invalid("not a JSON-RPC 2.0 message");
    }
    if (!(message.getValue("method") instanceof String method)) {
      throw invalid("no 'method'; nothing here waits for a response");
    }
    return new Message(id(message), method, params(message));
  }

  /** The id of what may be a request, for the answer to one that is not well-formed; or null. */
  static Object idOf(Buffer body) {
    try {
      return json(body) instanceof JsonObject message ? id(message) : null;
    } catch (RpcException unreadable) {
      return null;
    }
  }

  boolean isNotification() {
    return id == null;
  }

  /** An object among the params; empty when there is none. */
  JsonObject meta() {
    return params.getValue("_meta") instanceof JsonObject meta ? meta : new JsonObject();
  }

  /** A text among the params, or null. */
  String text(String key) {
    return params.getValue(key) instanceof String text ? text : null;
  }

  private static Object json(Buffer body) {
    try {
      return Json.decodeValue(body);
    } catch (DecodeException e) {
      throw RpcException.badRequest(RpcException.PARSE_ERROR, "Parse error: not JSON");
    }
  }

  private static Object id(JsonObject message) {
    Object id = message.getValue("id");
    if (message.containsKey("id") && !(id instanceof String || id instanceof Number)) {
      throw invalid("'id' is neither a text nor a number");
    }
    return id;
  }

  private static JsonObject params(JsonObject message) {
    Object params = message.getValue("params");
    if (params == null) {
      return new JsonObject();
    }
    if (params instanceof JsonObject object) {
      return object;
    }
    throw invalid("'params' is not an object");
  }

  private static RpcException invalid(String why) {
    return RpcException.badRequest(RpcException.INVALID_REQUEST, "Invalid Request: " + why);
  }
}
