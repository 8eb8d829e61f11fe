package dev.omnibus.gateway.pins;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** The pins of all servers as this node has them: of each the newest. Any thread may ask. */
public final class Pinboard {

  private final Map<String, Pins> all = new ConcurrentHashMap<>();

  Optional<Pins> of(String server) {
    return Optional.ofNullable(all.get(server));
  }

  /** Keeps the newer of the two; true when it is this one. */
  boolean fold(Pins young) {
    Pins kept = all.compute(young.server(), (server, old) -> young.beats(old) ? young : old);
    return kept == young;
  }

  List<Pins> all() {
    return List.copyOf(all.values());
  }
}
