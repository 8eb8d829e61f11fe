package dev.omnibus.gateway.catalog;

import dev.omnibus.access.Caller;
import dev.omnibus.gateway.agent.Listed;
import dev.omnibus.gateway.agent.Permits;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What one caller sees of all servers at one moment. Of two things with one name the first counts,
 * in the order of the servers' names.
 *
 * @param servers those that the caller may see and that nobody put to rest, by name
 * @param own lists that are this caller's alone, by server
 */
public record View(
    Catalog catalog,
    Prefixes prefixes,
    Permits permits,
    Caller caller,
    List<String> servers,
    Map<String, Map<Listed, ItemList>> own) {

  /** What is seen of a list, and what is not because its name is taken: by name, whose it is. */
  public record Seen(List<Shown> items, Map<String, List<String>> hidden) {}

  public ItemList list(String server, Listed listed) {
    ItemList mine = own.getOrDefault(server, Map.of()).get(listed);
    Shelf shelf = catalog.of(server);
    return mine != null || shelf == null ? mine : shelf.list(listed);
  }

  public Seen seen(Listed listed) {
    List<Shown> items = new ArrayList<>();
    Map<String, String> taken = new HashMap<>();
    Map<String, List<String>> hidden = new TreeMap<>();
    for (String server : servers) {
      ItemList list = list(server, listed);
      boolean all = list != null && permits.usesAll(caller, server);
      for (Item item : list == null ? List.<Item>of() : list.items()) {
        if (all || permits.shows(caller, server, listed, item.name(), item::json)) {
          String name = shown(listed, server, item.name());
          String other = taken.putIfAbsent(name, server);
          if (other == null) {
            items.add(new Shown(server, item, name));
          } else if (!other.equals(server)) {
            hidden.computeIfAbsent(name, n -> new ArrayList<>()).add(server);
          }
        }
      }
    }
    return new Seen(items, hidden);
  }

  private String shown(Listed listed, String server, String name) {
    return prefixed(listed) ? prefixes.of(server) + name : name;
  }

  private static boolean prefixed(Listed listed) {
    return listed == Listed.TOOLS || listed == Listed.PROMPTS;
  }

  /**
   * Whose a name is: of the first server that lists it, else of the one whose prefix fits best,
   * which may have it without listing it.
   */
  public Optional<Route> named(Listed listed, String text) {
    List<Route> fitting =
        servers.stream()
            .filter(server -> text.startsWith(prefixes.of(server)))
            .map(server -> new Route(server, text.substring(prefixes.of(server).length())))
            .filter(route -> permits.uses(caller, route.server(), listed, route.name()))
            .toList();
    return fitting.stream()
        .filter(route -> lists(route, listed))
        .findFirst()
        .or(
            () ->
                fitting.stream()
                    .filter(route -> offers(route.server(), listed))
                    .max(Comparator.comparingInt(r -> prefixes.of(r.server()).length())));
  }

  private boolean lists(Route route, Listed listed) {
    ItemList list = list(route.server(), listed);
    return list != null && list.byName().containsKey(route.name());
  }

  /** Whether the server may have such things; one of which nothing is known may. */
  private boolean offers(String server, Listed listed) {
    Shelf shelf = catalog.of(server);
    return shelf == null || shelf.offers(listed);
  }

  /**
   * Who may have a resource, the likeliest first: who lists it, who has a template for it, and then
   * all that have resources at all.
   */
  public List<Route> resource(String uri) {
    List<String> may =
        servers.stream()
            .filter(server -> permits.uses(caller, server, Listed.RESOURCES, uri))
            .filter(server -> offers(server, Listed.RESOURCES))
            .toList();
    return List.of(
            may.stream().filter(s -> lists(new Route(s, uri), Listed.RESOURCES)).toList(),
            may.stream().filter(s -> fits(s, uri)).toList(),
            may)
        .stream()
        .filter(some -> !some.isEmpty())
        .findFirst()
        .orElse(List.of())
        .stream()
        .map(server -> new Route(server, uri))
        .toList();
  }

  /** Whose a resource template is. */
  public Optional<Route> template(String template) {
    List<Route> may =
        servers.stream()
            .map(server -> new Route(server, template))
            .filter(route -> permits.uses(caller, route.server(), Listed.TEMPLATES, template))
            .toList();
    return may.stream()
        .filter(route -> lists(route, Listed.TEMPLATES) || lists(route, Listed.RESOURCES))
        .findFirst();
  }

  private boolean fits(String server, String uri) {
    ItemList templates = list(server, Listed.TEMPLATES);
    return templates != null
        && templates.items().stream().anyMatch(item -> Template.fits(item.name(), uri));
  }

  /** The same for everything that the caller sees of a list, and nothing else. */
  public long fingerprint(Listed listed) {
    long print = 17;
    for (String server : servers) {
      Shelf shelf = catalog.of(server);
      ItemList list = shelf == null ? null : shelf.list(listed);
      print = list != null && list.isPrivate() ? print * 31 + list.digest().hashCode() : print;
    }
    for (Shown shown : seen(listed).items()) {
      print = print * 31 + shown.name().hashCode();
      print = print * 31 + shown.item().json().hashCode();
    }
    return print;
  }
}
