package dev.omnibus.gateway.relay;

import dev.omnibus.gateway.agent.Post;
import java.util.Set;

/** What the relay knows of methods by their names. */
final class Methods {

  /** These wait for people, or for whatever happens; they end when one of the two sides ends. */
  private static final Set<String> ENDLESS = Set.of("subscriptions/listen", "tasks/result");

  private Methods() {}

  static boolean isEndless(Post post) {
    return post.isRequest() && ENDLESS.contains(post.method());
  }
}
