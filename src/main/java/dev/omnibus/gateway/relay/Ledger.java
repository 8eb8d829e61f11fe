package dev.omnibus.gateway.relay;

import dev.omnibus.gateway.agent.Post;
import dev.omnibus.gateway.line.Answer;
import dev.omnibus.gateway.session.Sessions;
import java.util.Optional;

/** What is noted of sessions as messages pass: that one begins, and what a new one would lack. */
record Ledger(Sessions sessions) {

  /** Whether a session begins with this answer. */
  boolean begins(Post post, Answer answer) {
    return "initialize".equals(post.method())
        && answer.status() == 200
        && answer.header(Headers.SESSION) != null;
  }

  /** The id for the agent; empty when it says too much of itself for one. */
  Optional<String> begin(Post post, Answer answer, String replica) {
    return sessions.begin(
        post.server(),
        post.caller(),
        answer.header(Headers.SESSION),
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
