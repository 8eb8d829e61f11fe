package dev.omnibus.gateway.plane;

import dev.omnibus.mcp.wire.Envelope;
import java.util.Set;
import java.util.function.BiPredicate;

/**
 * Which requests may be sent again when it is not known whether the server did what they ask:
 * reads, and calls of tools that say so of themselves.
 *
 * @param tools asked with the server, null for all, and the {@code tools/call}
 */
public record Repeats(BiPredicate<String, Envelope> tools) {

  /** As long as nothing is known of tools. */
  public static final Repeats READS_ONLY = new Repeats((server, call) -> false);

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
          "logging/setLevel",
          "resources/subscribe",
          "resources/unsubscribe",
          "tasks/get",
          "tasks/list");

  boolean safe(String server, Envelope request) {
    return READS.contains(request.method())
        || "tools/call".equals(request.method()) && tools.test(server, request);
  }
}
