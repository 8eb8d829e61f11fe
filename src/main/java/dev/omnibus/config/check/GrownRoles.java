package dev.omnibus.config.check;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What a first start let its roles ask and hear, and what it lets them since: a file that an
 * earlier version wrote, and nobody changed, lacks what came later.
 */
public final class GrownRoles {

  /** The lists of a role. */
  static final List<String> LISTS = List.of("requests", "events");

  /** By role: what the first version wrote, then what each later one added. */
  private static final Map<String, List<Set<String>>> REQUESTS =
      Map.of(
          "operator",
          List.of(
              Set.of(
                  "query.server.*",
                  "query.node.*",
                  "query.tool.*",
                  "query.feed.*",
                  "command.server.*",
                  "command.breaker.*",
                  "command.tool.*"),
              Set.of("query.log.*"),
              Set.of(
                  "query.call.*",
                  "query.prompt.*",
                  "query.resource.*",
                  "query.completion.*",
                  "command.resource.*"),
              Set.of("query.schema.*", "command.schema.*"),
              Set.of("query.history.*", "query.trace.*"),
              Set.of("query.presence.*", "command.presence.*")),
          "viewer",
          List.of(
              Set.of("query.server.*", "query.node.*", "query.tool.*", "query.feed.*"),
              Set.of("query.log.*"),
              Set.of("query.history.*"),
              Set.of("command.presence.*")));

  private static final Map<String, List<Set<String>>> EVENTS =
      Map.of(
          "operator",
          List.of(
              Set.of("event.server.*", "event.breaker.*", "event.node.*", "event.config.*"),
              Set.of("event.call.*", "event.resource.*"),
              Set.of("event.schema.*"),
              Set.of("event.metrics.*"),
              Set.of("event.trace.*"),
              Set.of("event.presence.*")),
          "viewer",
          List.of(
              Set.of("event.server.*", "event.breaker.*", "event.node.*"),
              Set.of("event.metrics.*")));

  private GrownRoles() {}

  private static List<Set<String>> written(String role, String list) {
    return (list.equals("events") ? EVENTS : REQUESTS).getOrDefault(role, List.of());
  }

  /** What the newest version writes there; nothing for a role that it does not write. */
  public static Set<String> newest(String role, String list) {
    Set<String> all = new HashSet<>();
    written(role, list).forEach(all::addAll);
    return all;
  }

  /** What is new since this was written; nothing when somebody chose what stands there. */
  static List<String> missing(String role, String list, Set<String> given) {
    Set<String> written = new HashSet<>();
    for (Set<String> added : written(role, list)) {
      written.addAll(added);
      if (written.equals(given)) {
        return newest(role, list).stream().filter(one -> !given.contains(one)).sorted().toList();
      }
    }
    return List.of();
  }
}
