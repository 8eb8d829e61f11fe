package dev.omnibus.mcp;

import dev.omnibus.mcp.wire.Envelope;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * A conversation with one MCP server, of the era in its type. Futures complete on the caller's
 * context; after {@link #closed()} every request fails at once.
 */
public sealed interface McpSession permits LegacySession, ModernSession {

  Era era();

  TransportKind transport();

  /** The revision both sides speak, such as {@code 2025-11-25}. */
  String protocolVersion();

  /** {@code {"name":..,"version":..}}, empty if the server does not say. */
  JsonObject serverInfo();

  default JsonObject capabilities() {
    return JsonRpc.objectIn(described(), "capabilities");
  }

  /** What the server tells those who use it; empty if it does not. */
  default Optional<String> instructions() {
    return Optional.ofNullable(described().getValue("instructions"))
        .filter(String.class::isInstance)
        .map(String.class::cast);
  }

  /** Process id of a stdio server. */
  OptionalLong pid();

  /** Completes with the {@code result} object, or fails with an {@link McpException}. */
  Future<JsonObject> request(String method, JsonObject params, RequestOptions options);

  /**
   * Completes with the whole reply in the server's own words, or fails with an {@link
   * McpException}, also when the reply is an error.
   */
  Future<Envelope> ask(String method, JsonObject params, Duration timeout);

  /**
   * From now on the server's word that a list changed is heard, by {@link #onNotification}: where
   * it does not come by itself, a stream is kept open for it.
   */
  void watch();

  /** Completes when it is handed to the server. */
  Future<Void> notify(String method, JsonObject params);

  /** What the server said of itself when the session began, whole. */
  JsonObject described();

  /** The same session for whole messages as bytes; to be used on the session's context only. */
  RawSession raw();

  /** Asks for a sign of life; a well-formed reply of any kind is one. */
  Future<ProbeAnswer> probe(Duration timeout);

  /** Hears each notification of the server, whole; progress goes to its request. */
  McpSession onNotification(Handler<JsonObject> handler);

  /** Completes once, when the session is over, whoever ended it. */
  Future<CloseReason> closed();

  /** Ends the session at the server and, for stdio, its process and all its descendants. */
  Future<Void> close();
}
