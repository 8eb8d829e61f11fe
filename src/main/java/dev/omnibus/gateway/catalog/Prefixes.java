package dev.omnibus.gateway.catalog;

import dev.omnibus.model.ServerSpec;
import java.util.Map;

/** What stands before the names of a server's tools and prompts among those of all servers. */
public record Prefixes(Map<String, ServerSpec> servers) {

  private static final String BETWEEN = "__";

  /**
   * {@code files__} for the server {@code files}; its own word, or nothing, if it was given one.
   */
  public String of(String server) {
    ServerSpec spec = servers.get(server);
    String word = spec == null || spec.prefix() == null ? server : spec.prefix();
    return word.isEmpty() ? "" : word + BETWEEN;
  }
}
