package dev.omnibus.bridge.hub;

import io.vertx.core.json.Json;
import io.vertx.core.json.JsonObject;

/**
 * One message on its way out, encoded at most once per wire form however many sockets get it: plain
 * text, and the text escaped as a string of a SockJS frame.
 */
public final class Packet {

  private final String text;

  /**
   * Computed when the first SockJS socket asks; two loops may both compute it, to the same text.
   */
  private String escaped;

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

  /** The SockJS frame {@code a["..."]} that carries the text. */
  public String sockJs() {
    String frame = escaped;
    if (frame == null) {
      frame = "a[" + Json.encode(text) + "]";
      escaped = frame;
    }
    return frame;
  }

  /** What it counts in a queue. */
  public int size() {
    return text.length();
  }
}
