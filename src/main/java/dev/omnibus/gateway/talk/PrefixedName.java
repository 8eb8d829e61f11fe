package dev.omnibus.gateway.talk;

import java.util.Collection;
import java.util.Comparator;
import java.util.Optional;

/** The name of something of one server among those of all: {@code server__name}. */
record PrefixedName(String server, String name) {

  private static final String BETWEEN = "__";

  /**
   * Reads a name back; the longest server that fits wins, since servers may have {@code __} too.
   */
  static Optional<PrefixedName> parse(String text, Collection<String> servers) {
    return servers.stream()
        .filter(server -> text.startsWith(server + BETWEEN))
        .max(Comparator.comparingInt(String::length))
        .map(server -> new PrefixedName(server, text.substring((server + BETWEEN).length())));
  }

  @Override
  public String toString() {
    return server + BETWEEN + name;
  }
}
