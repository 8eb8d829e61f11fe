package dev.omnibus.bridge.hub;

import io.vertx.core.json.Json;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;

/**
 * One message on its way out. Its bytes are made at most once per form, however many sockets get
 * it; two loops may both make them, to the same end.
 */
public final class Packet {

  private final String text;
  private byte[] plain;
  private byte[] quoted;

  private Packet(String text) {
    this.text = text;
  }

  public static Packet of(JsonObject json) {
    return new Packet(json.encode());
  }

  static Packet of(String text) {
    return new Packet(text);
  }

  /** The JSON text itself. */
  public String text() {
    return text;
  }

  /** The text in UTF-8; not to be changed. */
  public byte[] plain() {
    byte[] bytes = plain;
    if (bytes == null) {
      bytes = text.getBytes(StandardCharsets.UTF_8);
      plain = bytes;
    }
    return bytes;
  }

  /** The text as a JSON string in UTF-8, quotes included; not to be changed. */
  public byte[] quoted() {
    byte[] bytes = quoted;
    if (bytes == null) {
      bytes = Json.encode(text).getBytes(StandardCharsets.UTF_8);
      quoted = bytes;
    }
    return bytes;
  }

  /** What it counts in a queue. */
  public int size() {
    return text.length();
  }
}
