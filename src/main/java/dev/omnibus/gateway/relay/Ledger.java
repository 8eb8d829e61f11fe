package dev.omnibus.gateway.relay;

import dev.omnibus.gateway.agent.Post;
import dev.omnibus.gateway.session.Sessions;
import io.vertx.core.http.HttpClientResponse;
import java.util.Optional;

/** What is noted of sessions as messages pass: that one begins, and what a new one would lack. */
record Ledger(Sessions sessions) {

  /** Whether a session begins with this answer. */
  boolean begins(Post post, HttpClientResponse response) {
    return "initialize".equals(post.method())
        && response.statusCode() == 200
        && response.getHeader(Headers.SESSION) != null;
  }

  /** The id for the agent; empty when it says too much of itself for one. */
  Optional<String> begin(Post post, HttpClientResponse response, String replica) {
    return sessions.begin(
        post.server(),
        post.caller(),
        response.getHeader(Headers.SESSION),
        post.message().at("params") == null ? "{}" : post.message().raw("params"),
        replica);
  }

  /** What has to be said again to a server that forgets; after the server took it. */
  void remember(Post post) {
    if (post.session() == null || !post.isRequest()) {
      return;
    }
    switch (post.method()) {
      case "logging/setLevel" ->
          sessions.logging(post.session(), post.message().raw("params", "level"));
      case "resources/subscribe" ->
          sessions.subscribed(post.session(), post.message().text("params", "uri"), true);
      case "resources/unsubscribe" ->
          sessions.subscribed(post.session(), post.message().text("params", "uri"), false);
      default -> {
        // nothing that a new session would lack
      }
    }
  }
}
