package dev.omnibus.mcp;

import dev.omnibus.mcp.wire.Envelope;
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

  /** A message of ours as the bytes it goes in. */
  public static Envelope envelope(JsonObject message) {
    return Envelope.of(message.toBuffer());
  }

  /**
   * @param id raw JSON
   * @param result raw JSON
   */
  public static Envelope resultOf(String id, String result) {
    return Envelope.of("{\"jsonrpc\":\"2.0\",\"id\":" + id + ",\"result\":" + result + "}");
  }

  /**
   * @param id raw JSON
   */
  public static Envelope errorOf(String id, int code, String text) {
    JsonObject error = new JsonObject().put("code", code).put("message", text);
    return errorOf(id, error.encode());
  }

  /**
   * @param id raw JSON
   * @param error raw JSON
   */
  public static Envelope errorOf(String id, String error) {
    return Envelope.of("{\"jsonrpc\":\"2.0\",\"id\":" + id + ",\"error\":" + error + "}");
  }

  /** The object under that key; empty when there is none. */
  static JsonObject objectIn(JsonObject parent, String key) {
    return parent.getValue(key) instanceof JsonObject child ? child : new JsonObject();
  }
}
