package dev.omnibus.config;

import dev.omnibus.model.ServerSpec;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** What one version of {@code servers.json} changed against the one before; nothing else did. */
public record ServersChange(
    Map<String, ServerSpec> added, Map<String, ServerSpec> changed, Set<String> removed) {

  /** Compares two versions. */
  public static ServersChange between(Map<String, ServerSpec> old, Map<String, ServerSpec> young) {
    Map<String, ServerSpec> added = new LinkedHashMap<>();
    Map<String, ServerSpec> changed = new LinkedHashMap<>();
    young.forEach(
        (name, spec) -> {
          if (!old.containsKey(name)) {
            added.put(name, spec);
          } else if (!old.get(name).equals(spec)) {
            changed.put(name, spec);
          }
        });
    Set<String> removed = new TreeSet<>(old.keySet());
    removed.removeAll(young.keySet());
    return new ServersChange(added, changed, removed);
  }

  public boolean isEmpty() {
    return added.isEmpty() && changed.isEmpty() && removed.isEmpty();
  }
}
