package dev.omnibus.config.check;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What a first start let its roles ask, and what it lets them ask since: a file that an earlier
 * version wrote, and nobody changed, lacks what came later.
 */
public final class GrownRoles {

  /** By role: what the first version wrote, then what each later one added. */
  private static final Map<String, List<Set<String>>> WRITTEN =
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

  private GrownRoles() {}

  /** What the newest version writes for it; nothing for a role that it does not write. */
  public static Set<String> newest(String role) {
    Set<String> all = new HashSet<>();
    WRITTEN.getOrDefault(role, List.of()).forEach(all::addAll);
    return all;
  }

  /** What is new since this was written; nothing when somebody chose what stands there. */
  static List<String> missing(String role, Set<String> requests) {
    Set<String> written = new HashSet<>();
    for (Set<String> added : WRITTEN.getOrDefault(role, List.of())) {
      written.addAll(added);
      if (written.equals(requests)) {
        return newest(role).stream().filter(one -> !requests.contains(one)).sorted().toList();
      }
    }
    return List.of();
  }
}
