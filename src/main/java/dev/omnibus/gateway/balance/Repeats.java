package dev.omnibus.gateway.balance;

import dev.omnibus.mcp.wire.Envelope;
import java.util.Set;
import java.util.function.BiPredicate;

/**
 * Which messages may be sent again when it is not known whether the server did what they ask: what
 * reads, what sets something to a value, what is no request, and calls of tools that say so of
 * themselves. Of everything else a second one may do a second time what the first one did.
 *
 * @param tools asked with the server, null for all, and the {@code tools/call}
 */
public record Repeats(BiPredicate<String, Envelope> tools) {

  /** As long as nothing is known of tools. */
  public static final Repeats READS_ONLY = new Repeats((server, call) -> false);

  private static final Set<String> HARMLESS =
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

  public boolean safe(String server, Envelope request) {
    return request.type() != Envelope.Type.REQUEST
        || HARMLESS.contains(request.method())
        || "tools/call".equals(request.method()) && tools.test(server, request);
  }
}
