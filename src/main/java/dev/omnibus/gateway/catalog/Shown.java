package dev.omnibus.gateway.catalog;

/**
 * One item as agents see it among those of all servers.
 *
 * @param name with the prefix of its server, where it has one
 */
public record Shown(String server, Item item, String name) {

  String json() {
    return item.named(name);
  }
}
