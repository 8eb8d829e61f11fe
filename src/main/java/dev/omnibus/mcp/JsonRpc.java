package dev.omnibus.mcp;

import io.vertx.core.json.JsonObject;

/** The words of JSON-RPC 2.0, as far as both sides of MCP need them. */
public final class JsonRpc {
  public static final int METHOD_NOT_FOUND = -32601;
  public static final int INVALID_PARAMS = -32602;
  public static final int HEADER_MISMATCH = -32020;
  public static final int MISSING_CAPABILITY = -32021;
  public static final int UNSUPPORTED_VERSION = -32022;

  private JsonRpc() {}

  public static JsonObject request(int id, String method, JsonObject params) {
    return notification(method, params).put("id", id);
  }

  public static JsonObject notification(String method, JsonObject params) {
    JsonObject message = new JsonObject().put("jsonrpc", "2.0").put("method", method);
    return params == null ? message : message.put("params", params);
  }

  public static JsonObject result(Object id, JsonObject result) {
    return new JsonObject().put("jsonrpc", "2.0").put("id", id).put("result", result);
  }

  public static JsonObject error(Object id, int code, String text) {
    JsonObject error = new JsonObject().put("code", code).put("message", text);
    return new JsonObject().put("jsonrpc", "2.0").put("id", id).put("error", error);
  }

  public static boolean isReply(JsonObject message) {
    return !message.containsKey("method")
        && (message.containsKey("result") || message.containsKey("error"));
  }

  /** A reply to the request with this id of ours: an integer, whatever way it is written. */
  public static boolean answers(JsonObject message, Object id) {
    return isReply(message)
        && id instanceof Number ours
        && message.getValue("id") instanceof Number theirs
        && theirs.doubleValue() == ours.doubleValue();
  }

  public static boolean isRequest(JsonObject message) {
    return message.getValue("method") instanceof String && message.containsKey("id");
  }

  /** The object under that key; empty when there is none. */
  static JsonObject objectIn(JsonObject parent, String key) {
    return parent.getValue(key) instanceof JsonObject child ? child : new JsonObject();
  }
}
