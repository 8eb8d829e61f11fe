package dev.omnibus.config;

import java.util.List;
import java.util.Map;

/**
 * What one role allows; what it does not name is refused. All texts are exact or end in {@code *}.
 *
 * @param requests command and query addresses
 * @param events event addresses
 * @param servers per server (or glob) the tools (or globs) that may be called; a server that no
 *     entry matches cannot be seen at all
 */
public record RoleSpec(
    List<String> requests, List<String> events, Map<String, List<String>> servers) {

  public RoleSpec {
    requests = List.copyOf(requests);
    events = List.copyOf(events);
    servers = Map.copyOf(servers);
  }
}
