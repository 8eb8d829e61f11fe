package dev.omnibus.bridge;

import dev.omnibus.config.BridgeConfig;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.Json;
import io.vertx.core.json.JsonObject;
import java.util.Locale;

/**
 * One frame of a client of the event-bus bridge, checked against all limits.
 *
 * <p>{@code {"type":"send","address":"query.server.list","headers":{},"body":{},"replyAddress":
 * "0c5f.."}}
 *
 * @param address null for a ping only
 * @param replyAddress null when no reply is wanted
 * @param headers never null
 * @param body of a send; never null
 */
record ClientFrame(
    Type type, String address, String replyAddress, JsonObject headers, JsonObject body) {

  /** What most of thousands of idle clients say, and it alone: nothing has to be read in it. */
  private static final String STOCK_PING = "{\"type\":\"ping\"}";

  private static final ClientFrame PING =
      new ClientFrame(Type.PING, null, null, new JsonObject(), new JsonObject());

  enum Type {
    PING,
    REGISTER,
    UNREGISTER,
    SEND,
    PUBLISH
  }

  /** A frame that can't be understood; {@code address} is where the client waits, if it said so. */
  static final class BadFrame extends Exception {
    private static final long serialVersionUID = 1L;
    private final String address;

    BadFrame(String message, String address) {
      super(message, null, false, false);
      this.address = address;
    }

    String address() {
      return address;
    }
  }

  /** Where the client expects the outcome: at its reply address, else at the address. */
  String returnAddress() {
    return replyAddress == null ? address : replyAddress;
  }

  /** The same with another body. */
  ClientFrame with(JsonObject other) {
    return new ClientFrame(type, address, replyAddress, headers, other);
  }

  static ClientFrame parse(String text, BridgeConfig config) throws BadFrame {
    if (text.equals(STOCK_PING)) {
      return PING;
    }
    JsonObject json = object(text);
    Type type = type(json);
    if (type == Type.PING) {
      return PING;
    }
    String address = address(json, "address", config);
    if (address == null) {
      throw new BadFrame("missing 'address'", null);
    }
    String reply = address(json, "replyAddress", config);
    String back = reply == null ? address : reply;
    JsonObject headers = objectOrEmpty(json, "headers", back);
    if (!headers.isEmpty() && headers.encode().length() > config.maxHeaderBytes()) {
      throw new BadFrame("'headers' are too large", back);
    }
    JsonObject body = type == Type.SEND ? objectOrEmpty(json, "body", back) : new JsonObject();
    return new ClientFrame(type, address, reply, headers, body);
  }

  private static JsonObject object(String text) throws BadFrame {
    try {
      if (Json.decodeValue(text) instanceof JsonObject json) {
        return json;
      }
      throw new BadFrame("a frame is a JSON object", null);
    } catch (DecodeException e) {
      throw new BadFrame("a frame is JSON", null);
    }
  }

  private static Type type(JsonObject json) throws BadFrame {
    if (json.getValue("type") instanceof String word) {
      for (Type type : Type.values()) {
        if (type.name().toLowerCase(Locale.ROOT).equals(word)) {
          return type;
        }
      }
    }
    throw new BadFrame("'type' is none of ping, register, unregister, send, publish", null);
  }

  private static String address(JsonObject json, String key, BridgeConfig config) throws BadFrame {
    Object value = json.getValue(key);
    if (value == null) {
      return null;
    }
    if (!(value instanceof String address) || address.isBlank()) {
      throw new BadFrame("'" + key + "' is not a text", null);
    }
    if (address.length() > config.maxAddressLength()) {
      throw new BadFrame("'" + key + "' is too long", null);
    }
    if (address.chars().anyMatch(Character::isISOControl)) {
      throw new BadFrame("'" + key + "' holds a control character", null);
    }
    return address;
  }

  private static JsonObject objectOrEmpty(JsonObject json, String key, String back)
      throws BadFrame {
    Object value = json.getValue(key);
    if (value == null) {
      return new JsonObject();
    }
    if (value instanceof JsonObject object) {
      return object;
    }
    throw new BadFrame("'" + key + "' is not an object", back);
  }
}
