package dev.omnibus.gateway.seen;

import dev.omnibus.mcp.wire.Envelope;
import dev.omnibus.measure.SeriesKey;
import dev.omnibus.trail.AuditEntry;
import dev.omnibus.trail.AuditTrail;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;

/**
 * Notes down who called which tool, for the audit log: each call with its time, its sizes and a
 * digest of its arguments, up to so many a second; what is beyond that in one row for each caller,
 * tool and outcome, which says how many they were. One caller takes at most half of the rows of a
 * second, so that a busy agent leaves the calls of others theirs. Never results, and arguments only
 * of tools of which {@link AuditTrail#kept} says so.
 *
 * <p>{@code {"action":"mcp.tool.call","user":"key:bot","server":"files","tool":"read","outcome":
 * "ok","durationMs":3,"detail":{"sent":180,"received":950,"arguments":{"sha256":"..","bytes":20},
 * "trace":"4bf9.."}}} or, for several, {@code "detail":{"calls":812,"sent":..,"received":..}}; the
 * trace where one is kept, of several that of one of them
 */
final class CallTrail {

  private static final int MOST_GROUPS = 1_000;

  /** Of one caller: an agent can make up names of tools, and rows are what it would fill. */
  private static final int MOST_OF_ONE = 20;

  /** For so long calls are put together: as much is lost when a node is killed. */
  static final int TOGETHER_MS = 200;

  private static final int LONGEST = 64 * 1024;

  private record Key(String user, String server, String tool, Outcome outcome) {}

  /** Several calls in one row. */
  private static final class Group {
    private long calls;
    private long sent;
    private long received;
    private long nanos;
    private String trace;
  }

  private final AuditTrail trail;
  private final Clock clock;
  private final int perSecond;
  private final Map<String, Integer> notedOf = new HashMap<>();
  private final Map<String, Integer> groupsOf = new HashMap<>();
  private Map<Key, Group> groups = new HashMap<>();
  private long second;
  private int noted;

  /**
   * @param perSecond so many get a row of their own
   */
  CallTrail(AuditTrail trail, Clock clock, int perSecond) {
    this.trail = trail;
    this.clock = clock;
    this.perSecond = perSecond;
  }

  /**
   * On any loop.
   *
   * @param kept whether its trace can be looked at
   */
  void finished(Sight sight, Outcome outcome, long nanos, boolean kept) {
    if (sight.tool() == null) {
      return;
    }
    Key key = new Key(sight.user(), sight.server(), sight.tool(), outcome);
    String trace = kept || sight.trace().hasParent() ? sight.trace().own().trace() : null;
    if (isOne(key, sight, nanos, trace)) {
      JsonObject detail =
          new JsonObject().put("sent", sight.sent()).put("received", sight.received());
      JsonObject arguments = arguments(sight);
      note(key, nanos, arguments == null ? detail : detail.put("arguments", arguments), trace);
    }
  }

  /** Whether it gets a row of its own; if not, it is counted for that of many. */
  private synchronized boolean isOne(Key key, Sight sight, long nanos, String trace) {
    if (hasRoom(key.user())) {
      return true;
    }
    Group group = group(key);
    group.calls++;
    group.sent += sight.sent();
    group.received += sight.received();
    group.nanos += nanos;
    group.trace = trace == null ? group.trace : trace;
    return false;
  }

  private Group group(Key key) {
    Group known = groups.get(key);
    if (known != null) {
      return known;
    }
    boolean room =
        groups.size() < MOST_GROUPS && groupsOf.merge(key.user(), 1, Integer::sum) <= MOST_OF_ONE;
    // Who it was stays: an agent can make up names of tools, but not who it is.
    Key kept = room ? key : new Key(key.user(), key.server(), SeriesKey.OTHER, key.outcome());
    return groups.computeIfAbsent(kept, young -> new Group());
  }

  private boolean hasRoom(String user) {
    long now = System.nanoTime() / 1_000_000_000;
    if (now != second) {
      second = now;
      noted = 0;
      notedOf.clear();
    }
    if (noted == perSecond || notedOf.getOrDefault(user, 0) >= Math.max(1, perSecond / 2)) {
      return false;
    }
    noted++;
    notedOf.merge(user, 1, Integer::sum);
    return true;
  }

  /** Notes what was put together; to be called each {@value #TOGETHER_MS} ms. */
  void flush() {
    taken()
        .forEach(
            (key, group) ->
                note(
                    key,
                    group.nanos / group.calls,
                    new JsonObject()
                        .put("calls", group.calls)
                        .put("sent", group.sent)
                        .put("received", group.received),
                    group.trace));
  }

  private synchronized Map<Key, Group> taken() {
    Map<Key, Group> taken = groups;
    groups = new HashMap<>();
    groupsOf.clear();
    return taken;
  }

  private void note(Key key, long nanos, JsonObject detail, String trace) {
    if (trace != null) {
      detail.put("trace", trace);
    }
    trail.record(
        new AuditEntry(
            clock.instant(),
            key.user(),
            AuditEntry.TOOL_CALL,
            key.server(),
            key.tool(),
            key.outcome().word(),
            nanos / 1_000_000,
            detail));
  }

  /** Of long ones only how long they are, since nobody else on this loop should wait for it. */
  private JsonObject arguments(Sight sight) {
    Envelope call = sight.call();
    String text = call == null ? null : call.raw("params", "arguments");
    if (text == null) {
      return null;
    }
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    JsonObject said = new JsonObject();
    if (bytes.length <= LONGEST) {
      said.put("sha256", sha256(bytes));
      if (trail.kept().covers(sight.server(), sight.tool())) {
        keep(said, text);
      }
    }
    return said.put("bytes", bytes.length);
  }

  private void keep(JsonObject said, String text) {
    try {
      JsonObject values = trail.kept().redacted(new JsonObject(text));
      if (values != null) {
        said.put("values", values);
      }
    } catch (DecodeException noObject) {
      said.put("values", new JsonObject());
    }
  }

  private static String sha256(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
