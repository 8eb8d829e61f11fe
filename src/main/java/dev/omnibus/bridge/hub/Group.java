package dev.omnibus.bridge.hub;

import dev.omnibus.access.Caller;
import dev.omnibus.access.Policy;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/**
 * All subscriptions of one address that get the same events: same filter, same user, whose roles
 * are those of now. What it may see is asked once per server and forgotten when the access rules
 * change.
 */
final class Group {

  /** What makes two subscriptions of an address equal. */
  record Key(EventFilter filter, String user) {}

  /** Those of one loop; the set is touched on that loop only, the count on the hub's only. */
  static final class Members {
    private final Set<Subscription> subscriptions = new LinkedHashSet<>();
    private int count;

    void each(Consumer<Subscription> action) {
      subscriptions.forEach(action);
    }

    void add(Subscription subscription) {
      subscriptions.add(subscription);
    }

    void remove(Subscription subscription) {
      subscriptions.remove(subscription);
    }
  }

  private static final int MAX_REMEMBERED = 10_000;

  private final String address;
  private final EventFilter filter;
  private final Caller sample;
  private final Policy policy;
  private final Map<Loop, Members> members = new LinkedHashMap<>();
  private final Map<String, Boolean> seen = new HashMap<>();
  private Boolean hears;

  Group(String address, EventFilter filter, Caller sample, Policy policy) {
    this.address = address;
    this.filter = filter;
    this.sample = sample;
    this.policy = policy;
  }

  boolean admits(Event event) {
    return hears() && sees(event.server()) && filter.admits(event);
  }

  /** Asks the policy again from now on. */
  void forget() {
    hears = null;
    seen.clear();
  }

  Members join(Loop loop) {
    Members joined = members.computeIfAbsent(loop, missing -> new Members());
    joined.count++;
    return joined;
  }

  Members leave(Loop loop) {
    Members left = members.get(loop);
    left.count--;
    if (left.count == 0) {
      members.remove(loop);
    }
    return left;
  }

  boolean isEmpty() {
    return members.isEmpty();
  }

  Map<Loop, Members> members() {
    return members;
  }

  boolean hears() {
    if (hears == null) {
      hears = policy.mayHear(sample, address);
    }
    return hears;
  }

  private boolean sees(String server) {
    if (seen.size() > MAX_REMEMBERED) {
      seen.clear();
    }
    return server == null
        || seen.computeIfAbsent(server, name -> policy.mayHear(sample, address, name));
  }
}
