package dev.omnibus.client;

import dev.omnibus.bus.BusException;
import dev.omnibus.bus.Failure;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.WebSocket;
import java.net.http.WebSocketHandshakeException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/**
 * Opens the socket of a caller who has a token. A program can send it in a header, so that no
 * secret stands in an address.
 */
record Handshake(ClientBuilder asked) {

  private static final String PATH = "/eventbus/websocket";

  CompletableFuture<WebSocket> open(URI node, String token, Line line) {
    return asked.isByTicket()
        ? Web.ticket(node, token).thenCompose(ticket -> byTicket(node, ticket, line))
        : builder().header("Authorization", "Bearer " + token).buildAsync(socket(node, PATH), line);
  }

  private CompletableFuture<WebSocket> byTicket(URI node, String ticket, Line line) {
    String query = "?ticket=" + URLEncoder.encode(ticket, StandardCharsets.UTF_8);
    return builder().buildAsync(socket(node, PATH + query), line);
  }

  private WebSocket.Builder builder() {
    return Web.HTTP
        .newWebSocketBuilder()
        .connectTimeout(Web.PATIENCE)
        .header("User-Agent", asked.name());
  }

  private static URI socket(URI node, String path) {
    return URI.create(Web.at(node, path).toString().replaceFirst("^http", "ws"));
  }

  /** What went wrong, by the table. */
  static BusException failure(Throwable cause) {
    if (cause instanceof CompletionException && cause.getCause() != null) {
      return failure(cause.getCause());
    }
    if (cause instanceof BusException known) {
      return known;
    }
    if (cause instanceof WebSocketHandshakeException refused) {
      return Web.failure(refused.getResponse().statusCode(), null);
    }
    return cause instanceof IllegalArgumentException
        ? Failure.BAD_REQUEST.because("this can't be sent to a node")
        : Failure.UNAVAILABLE.because("no connection");
  }
}
