package dev.omnibus.bridge.hub;

import dev.omnibus.presence.Discretion;
import io.vertx.core.json.JsonObject;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BiPredicate;
import java.util.stream.Collectors;

/**
 * An event of who is here. That somebody came or left, everybody is told who may hear it; at which
 * server they are, those who may see that one.
 */
final class Sights implements Divided {

  private final Event whole;
  private final JsonObject envelope;
  private final Set<String> servers;
  private final Map<Set<String>, Event> cuts = new HashMap<>();

  Sights(Event whole, JsonObject envelope) {
    this.whole = whole;
    this.envelope = envelope;
    this.servers = Discretion.servers(envelope.getJsonObject("data"));
  }

  @Override
  public Event whole() {
    return whole;
  }

  @Override
  public Event rows(BiPredicate<String, String> wanted) {
    return with(
        servers.stream()
            .filter(server -> wanted.test(server, ""))
            .collect(Collectors.toCollection(TreeSet::new)));
  }

  @Override
  public Event rowsOf(String server) {
    return with(servers.contains(server) ? Set.of(server) : Set.of());
  }

  private Event with(Set<String> seen) {
    return seen.equals(servers) ? whole : cuts.computeIfAbsent(seen, this::cut);
  }

  private Event cut(Set<String> seen) {
    JsonObject young = new JsonObject();
    envelope.forEach(entry -> young.put(entry.getKey(), entry.getValue()));
    JsonObject data = envelope.getJsonObject("data");
    return whole.with(young.put("data", Discretion.narrowed(data, seen::contains)));
  }
}
