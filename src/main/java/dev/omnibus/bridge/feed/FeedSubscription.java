package dev.omnibus.bridge.feed;

import dev.omnibus.access.Caller;
import dev.omnibus.bridge.hub.Hub;
import dev.omnibus.bridge.hub.Sink;
import dev.omnibus.bridge.hub.Subscription;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;

/** One {@code subscribe} of a feed client: some event types under one filter. */
final class FeedSubscription {

  /**
   * Types of the older system that nothing here emits: accepted, because its clients ask for them.
   */
  private static final Set<String> SILENT = Set.of("mcp_auto_disabled");

  private final String id = "sub_" + UUID.randomUUID().toString().substring(0, 8);
  private final Set<FeedType> types;
  private final FeedFilter filter;
  private final JsonObject filters;
  private final List<Subscription> parts = new ArrayList<>();
  private final Set<Subscription> awaited = new HashSet<>();

  private FeedSubscription(Set<FeedType> types, FeedFilter filter, JsonObject filters) {
    this.types = types;
    this.filter = filter;
    this.filters = filters;
  }

  /**
   * Reads {@code {"event_types":["mcp_status_change"],"filters":{..}}}; anything wrong is an
   * IllegalArgumentException naming it.
   */
  static FeedSubscription of(JsonObject json) {
    Set<FeedType> types = types(json.getValue("event_types"));
    Object filters = json.getValue("filters");
    FeedFilter filter = FeedFilter.of(filters);
    return new FeedSubscription(
        types, filter, filters instanceof JsonObject shown ? shown : new JsonObject());
  }

  private static Set<FeedType> types(Object value) {
    if (!(value instanceof JsonArray words) || words.isEmpty()) {
      throw new IllegalArgumentException("'event_types' is not a list of event types");
    }
    Set<FeedType> types = EnumSet.noneOf(FeedType.class);
    for (Object word : words) {
      if (!SILENT.contains(String.valueOf(word))) {
        types.add(FeedType.named(word).orElseThrow(() -> unknown(word)));
      }
    }
    return types;
  }

  private static IllegalArgumentException unknown(Object word) {
    String shown = String.valueOf(word).replaceAll("\\p{Cntrl}", "?");
    return new IllegalArgumentException(
        "there is no event type '" + shown.substring(0, Math.min(60, shown.length())) + "'");
  }

  String id() {
    return id;
  }

  Set<FeedType> types() {
    return types;
  }

  /** What it hears, as one text. */
  String addresses() {
    return types.stream().map(FeedType::address).collect(Collectors.joining(" "));
  }

  void open(Hub hub, Sink sink, Caller caller) {
    types.forEach(type -> parts.add(hub.subscribe(sink, type.address(), filter, caller, null)));
    awaited.addAll(parts);
  }

  void close(Hub hub) {
    parts.forEach(hub::unsubscribe);
  }

  /** Whether nothing has to be joined any more. */
  boolean stands() {
    return awaited.isEmpty();
  }

  /** Notes that a part stands; true when it was the last one. */
  boolean joined(Subscription part) {
    return awaited.remove(part) && awaited.isEmpty();
  }

  JsonObject toJson() {
    JsonArray words = new JsonArray();
    types.forEach(type -> words.add(type.word()));
    return new JsonObject()
        .put("subscription_id", id)
        .put("event_types", words)
        .put("filters", filters);
  }
}
