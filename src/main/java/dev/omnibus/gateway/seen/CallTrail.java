package dev.omnibus.gateway.seen;

import dev.omnibus.mcp.wire.Envelope;
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
 * Notes down who called which tool, for the audit log: some calls each with its time, its sizes and
 * a digest of its arguments; those that follow closely in one row for each caller, tool and
 * outcome, which says how many they were, so that a busy agent pushes nobody else's acts out of the
 * log. Whoever wants each call in a row of its own can have that. Never results, and arguments only
 * of tools of which {@link AuditTrail#kept} says so.
 *
 * <p>{@code {"action":"mcp.tool.call","user":"key:bot","server":"files","tool":"read","outcome":
 * "ok","durationMs":3,"detail":{"sent":180,"received":950,"arguments":{"sha256":"..","bytes":20},
 * "trace":"4bf9.."}}} or, for several, {@code "detail":{"calls":812,"sent":..,"received":..}}; the
 * trace where one is kept, of several that of one of them
 */
final class CallTrail {

  private static final int MOST_GROUPS = 1_000;

  /** For so long calls are put together: as much is lost when a node is killed. */
  static final int TOGETHER_MS = 200;

  /** Rows of their own for one caller, tool and outcome in ten seconds. */
  private static final int MOST_OF_ONE = 10;

  private static final int TEN_SECONDS = 10_000 / TOGETHER_MS;

  private static final int LONGEST = 64 * 1024;

  private record Key(String user, String server, String tool, Outcome outcome) {}

  /** Several calls in one row. */
  private static final class Group {
    private int noted;
    private long calls;
    private long sent;
    private long received;
    private long nanos;
    private String trace;

    /** What was put together, of which nothing stays but how many had rows of their own. */
    Group taken() {
      Group taken = new Group();
      taken.calls = calls;
      taken.sent = sent;
      taken.received = received;
      taken.nanos = nanos;
      taken.trace = trace;
      calls = 0;
      sent = 0;
      received = 0;
      nanos = 0;
      trace = null;
      return taken;
    }
  }

  private final AuditTrail trail;
  private final Clock clock;
  private final int perSecond;
  private final boolean each;
  private Map<Key, Group> groups = new HashMap<>();
  private long second;
  private int noted;
  private int flushes;

  /**
   * @param perSecond so many get a row of their own
   * @param each whether all do, however many
   */
  CallTrail(AuditTrail trail, Clock clock, int perSecond, boolean each) {
    this.trail = trail;
    this.clock = clock;
    this.perSecond = perSecond;
    this.each = each;
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
    if (each || isOne(key, sight, nanos, trace)) {
      JsonObject detail =
          new JsonObject().put("sent", sight.sent()).put("received", sight.received());
      JsonObject arguments = arguments(sight);
      note(key, nanos, arguments == null ? detail : detail.put("arguments", arguments), trace);
    }
  }

  /** Whether it gets a row of its own; if not, it is counted for that of many. */
  private synchronized boolean isOne(Key key, Sight sight, long nanos, String trace) {
    Group group = group(key);
    if (group.noted < MOST_OF_ONE && isInTime()) {
      group.noted++;
      return true;
    }
    group.calls++;
    group.sent += sight.sent();
    group.received += sight.received();
    group.nanos += nanos;
    group.trace = trace == null ? group.trace : trace;
    return false;
  }

  private Group group(Key key) {
    boolean known = groups.size() < MOST_GROUPS || groups.containsKey(key);
    // Who it was stays: an agent can make up names of tools, but not who it is.
    Key kept = known ? key : new Key(key.user(), key.server(), Names.OTHER, key.outcome());
    return groups.computeIfAbsent(kept, young -> new Group());
  }

  private boolean isInTime() {
    long now = System.nanoTime() / 1_000_000_000;
    if (now != second) {
      second = now;
      noted = 0;
    }
    return noted++ < perSecond;
  }

  /** Notes what was put together; to be called each {@value #TOGETHER_MS} ms. */
  void flush() {
    Map<Key, Group> taken = take();
    taken.forEach(
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

  private synchronized Map<Key, Group> take() {
    Map<Key, Group> taken = new HashMap<>();
    groups.forEach(
        (key, group) -> {
          if (group.calls > 0) {
            taken.put(key, group.taken());
          }
        });
    if (++flushes % TEN_SECONDS == 0) {
      groups = new HashMap<>();
    }
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
