package dev.omnibus.bridge.socket;

import dev.omnibus.trail.AuditEntry;
import dev.omnibus.trail.AuditTrail;
import io.vertx.core.json.JsonObject;
import java.time.Clock;

/**
 * Notes down what happens on sockets, each act with who and from where: {@code socket.connect},
 * {@code authenticate}, {@code subscribe}, {@code unsubscribe}, {@code command}, {@code refuse},
 * {@code limit} and {@code close}. What a stranger can cause without end is counted beyond a rate:
 * the next one noted says how many were not.
 */
public final class SocketTrail {

  private static final int PER_SECOND = 20;
  private static final int BURST = 500;

  private final AuditTrail trail;
  private final BridgeCounters counters;
  private final Clock clock;
  private final TokenBucket rate = new TokenBucket(PER_SECOND, BURST, System.nanoTime());
  private long untold;

  public SocketTrail(AuditTrail trail, BridgeCounters counters, Clock clock) {
    this.trail = trail;
    this.counters = counters;
    this.clock = clock;
  }

  void connected(Connection connection) {
    counters.opened.increment();
    record(connection, "connect", AuditEntry.OK, new JsonObject());
  }

  /** Somebody showed a new token on an open socket. */
  public void authenticated(Connection connection, String outcome) {
    record(connection, "authenticate", outcome, new JsonObject());
  }

  public void subscribed(Connection connection, String address) {
    counters.subscriptions.increment();
    record(connection, "subscribe", AuditEntry.OK, new JsonObject().put("address", address));
  }

  public void unsubscribed(Connection connection, String address) {
    counters.subscriptions.decrement();
    record(connection, "unsubscribe", AuditEntry.OK, new JsonObject().put("address", address));
  }

  /** A command was carried out, or failed with that word. */
  public void commanded(
      Connection connection, String address, JsonObject body, String outcome, long millis) {
    counters.commands.increment();
    trail.record(
        new AuditEntry(
            clock.instant(),
            connection.caller().user(),
            "socket.command",
            text(body, "server"),
            text(body, "tool"),
            outcome,
            millis,
            whose(connection).put("address", address)));
  }

  private static String text(JsonObject body, String key) {
    return body.getValue(key) instanceof String text ? Mask.line(text) : null;
  }

  public void refused(Connection connection, String address, String why) {
    counters.refused.increment();
    bounded("refuse", connection.caller().user(), why, whose(connection).put("address", address));
  }

  /** Somebody was not let in. */
  public void refused(String user, String remote, String path, String why) {
    counters.refused.increment();
    JsonObject detail = new JsonObject().put("remote", remote).put("path", Mask.uri(path));
    bounded("refuse", user, why, detail);
  }

  public void limited(Connection connection, String what) {
    counters.limited.increment();
    bounded("limit", connection.caller().user(), what, whose(connection));
  }

  void closed(Connection connection, int code, String reason) {
    counters.closed(code).increment();
    JsonObject detail = new JsonObject().put("code", code).put("reason", Mask.line(reason));
    record(connection, "close", AuditEntry.OK, detail);
  }

  private void record(Connection connection, String act, String outcome, JsonObject detail) {
    note(act, connection.caller().user(), outcome, whose(connection).mergeIn(detail));
  }

  private static JsonObject whose(Connection connection) {
    return new JsonObject().put("socket", connection.id()).put("remote", connection.remote());
  }

  private synchronized void bounded(String act, String user, String outcome, JsonObject detail) {
    if (!rate.take(System.nanoTime())) {
      untold++;
      return;
    }
    if (untold > 0) {
      detail.put("untold", untold);
      untold = 0;
    }
    note(act, user, outcome, detail);
  }

  private void note(String act, String user, String outcome, JsonObject detail) {
    trail.record(AuditEntry.of(clock.instant(), user, "socket." + act, outcome, detail));
  }
}
