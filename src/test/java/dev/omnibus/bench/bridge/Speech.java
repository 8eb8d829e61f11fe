package dev.omnibus.bench.bridge;

import io.vertx.core.json.JsonObject;
import java.util.List;

/** How one kind of server wants to be spoken to, over a WebSocket. */
enum Speech {
  /** The event-bus protocol as it is. */
  RAW("/eventbus/websocket", "", ""),
  /** The same by a client that offers compression, and takes no message that builds on others. */
  RAW_DEFLATED("/eventbus/websocket", "", ""),
  /** The same within SockJS. */
  SOCKJS("/eventbus/000/%s/websocket", "[\"", "\"]"),
  /** Socket.IO over Engine.IO 4. */
  SOCKETIO("/socket.io/?EIO=4&transport=websocket", "", ""),
  /** Whoever connects hears. */
  PLAIN("/", "", "");

  private final String path;
  private final String before;
  private final String after;

  Speech(String path, String before, String after) {
    this.path = path;
    this.before = before;
    this.after = after;
  }

  /** Headers of the handshake besides those of all. */
  String headers() {
    return this == RAW_DEFLATED
        ? "Sec-WebSocket-Extensions: permessage-deflate; server_no_context_takeover;"
            + " client_no_context_takeover\r\n"
        : "";
  }

  /**
   * @param group what it wants to hear of; null for all
   */
  String path(int number, String group) {
    return this == PLAIN && group != null ? path + group : path.formatted("s" + number);
  }

  /** Whether an event-bus client has anything to say. */
  boolean isBus() {
    return this == RAW || this == RAW_DEFLATED || this == SOCKJS;
  }

  String wrap(String json) {
    return this == SOCKJS ? before + json.replace("\"", "\\\"") + after : json;
  }

  /**
   * What a client says first, once the server has greeted it.
   *
   * @param headers of each register
   */
  List<String> hello(List<String> addresses, JsonObject headers) {
    return switch (this) {
      case RAW, RAW_DEFLATED, SOCKJS ->
          addresses.stream()
              .map(
                  a ->
                      wrap(
                          "{\"type\":\"register\",\"address\":\""
                              + a
                              + "\",\"headers\":"
                              + headers
                              + "}"))
              .toList();
      case SOCKETIO -> List.of("40");
      case PLAIN -> List.of();
    };
  }

  /** What the stock bridge, which does not acknowledge, refuses once it has done all before. */
  String last() {
    return wrap("{\"type\":\"register\",\"address\":\"no.such\",\"headers\":{}}");
  }

  String ping() {
    return wrap("{\"type\":\"ping\"}");
  }

  /** A request whose reply carries the mark. */
  String ask(String mark) {
    return wrap(
        "{\"type\":\"send\",\"address\":\"query.server.list\",\"body\":{},\"headers\":{},"
            + "\"replyAddress\":\""
            + mark
            + "\"}");
  }
}
