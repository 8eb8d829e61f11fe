package dev.omnibus.gateway.relay;

import dev.omnibus.gateway.agent.Post;
import java.util.Set;

/** What the relay knows of methods by their names. */
final class Methods {

  /** These wait for people, or for whatever happens; they end when one of the two sides ends. */
  private static final Set<String> ENDLESS = Set.of("subscriptions/listen", "tasks/result");

  /** Asking twice is as good as once. */
  private static final Set<String> READS =
      Set.of(
          "ping",
          "tools/list",
          "prompts/list",
          "prompts/get",
          "resources/list",
          "resources/templates/list",
          "resources/read",
          "completion/complete",
          "server/discover",
          "tasks/get",
          "tasks/list");

  private Methods() {}

  static boolean isEndless(Post post) {
    return post.isRequest() && ENDLESS.contains(post.method());
  }

  /** Whether it may be said again though the server may have taken it the first time. */
  static boolean mayRepeat(Post post) {
    return !post.isRequest() || READS.contains(post.method());
  }
}
