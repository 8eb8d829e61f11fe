package dev.omnibus.bridge.hub;

import dev.omnibus.access.Policy;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * All subscriptions of one address that get the same events: same filter, callers of the same
 * roles. What these may see is asked once per server and forgotten when the access rules change.
 * Touched on the hub's loop only.
 */
final class Group {

  /** What makes two subscriptions of an address equal. */
  record Key(EventFilter filter, Set<String> roles) {}

  private static final int MAX_REMEMBERED = 10_000;

  private final String address;
  private final Key key;
  private final Policy policy;
  private final Duration tick;
  private final Set<Subscription> subscriptions = new LinkedHashSet<>();
  private final Map<Loop, Audience> audiences = new LinkedHashMap<>();
  private final Map<String, Boolean> seen = new HashMap<>();
  private Boolean hears;
  private int skipped;
  private long skippedBytes;

  Group(String address, Key key, Policy policy, Duration tick) {
    this.address = address;
    this.key = key;
    this.policy = policy;
    this.tick = tick;
  }

  /** Of many groups most want another server, which costs less to see than what is remembered. */
  boolean admits(Event event) {
    return hears() && key.filter().admits(event) && sees(event.server());
  }

  /** Whether it gets this event; what it does not get is counted. */
  boolean takes(Event event) {
    boolean admitted = admits(event);
    if (!admitted) {
      skip(event);
    }
    return admitted;
  }

  /** What it gets of this event, or null; what it does not get at all is counted. */
  Event takes(Divided divided) {
    Event part = part(divided);
    if (part == null) {
      skip(divided.whole());
    }
    return part;
  }

  /** As if so much had gone past it: those who came together are not all told at once how far. */
  void begin(int events, long bytes) {
    skipped = events;
    skippedBytes = bytes;
  }

  private void skip(Event event) {
    skipped++;
    skippedBytes += event.size();
  }

  /** What it gets of a divided event, or null. */
  Event part(Divided divided) {
    if (!admits(divided.whole())) {
      return null;
    }
    String only = key.filter().onlyServer();
    if (only == null) {
      return divided.rows(this::admitsRow);
    }
    return sees(only) ? divided.rowsOf(only) : null;
  }

  /** Rows of no server are for all who hear the address. */
  private boolean admitsRow(String server, String tool) {
    return (server.isEmpty() || sees(server)) && key.filter().admitsRow(server, tool);
  }

  /** Whether so much went past it that its members' cursors fall behind; then counts anew. */
  boolean fellBehind(int events, long bytes) {
    if (skipped < events && skippedBytes < bytes) {
      return false;
    }
    skipped = 0;
    skippedBytes = 0;
    return true;
  }

  /** Asks the policy again from now on. */
  void forget() {
    hears = null;
    seen.clear();
  }

  /** Those whose roles are no longer the group's. */
  List<Subscription> strangers() {
    return subscriptions.stream()
        .filter(s -> !policy.rolesOf(s.caller()).equals(key.roles()))
        .toList();
  }

  Audience join(Subscription s) {
    subscriptions.add(s);
    Loop loop = s.sink().loop();
    Audience joined = audiences.computeIfAbsent(loop, missing -> new Audience(loop, tick));
    joined.count(1);
    return joined;
  }

  Audience leave(Subscription s) {
    subscriptions.remove(s);
    Loop loop = s.sink().loop();
    Audience left = audiences.get(loop);
    left.count(-1);
    if (left.count() == 0) {
      audiences.remove(loop);
    }
    return left;
  }

  Key key() {
    return key;
  }

  boolean isEmpty() {
    return audiences.isEmpty();
  }

  Map<Loop, Audience> audiences() {
    return audiences;
  }

  boolean hears() {
    if (hears == null) {
      hears = policy.mayHear(key.roles(), address);
    }
    return hears;
  }

  private boolean sees(String server) {
    if (seen.size() > MAX_REMEMBERED) {
      seen.clear();
    }
    return server == null
        || seen.computeIfAbsent(server, name -> policy.mayHear(key.roles(), address, name));
  }
}
