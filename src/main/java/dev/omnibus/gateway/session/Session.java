package dev.omnibus.gateway.session;

import dev.omnibus.mcp.wire.Envelope;
import dev.omnibus.model.Fields;
import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;

/**
 * One session of a legacy agent at one server. What it began with travels in the id that the agent
 * holds; what changed since is kept by the cluster. Its identity is {@code uid}.
 */
public final class Session {

  /**
   * What a session began with.
   *
   * @param uid ours, never shown
   * @param upstream the session id that the server gave
   * @param init the raw params of {@code initialize}, to say them again to a server that forgot
   * @param born seconds since the epoch
   * @param replica of the server, or null where it has none
   */
  public record Start(
      String uid,
      String server,
      String user,
      String upstream,
      String init,
      long born,
      String replica) {

    JsonObject toJson() {
      JsonObject json =
          new JsonObject()
              .put("i", uid)
              .put("s", server)
              .put("u", user)
              .put("x", upstream)
              .put("p", init)
              .put("b", born);
      return replica == null ? json : json.put("r", replica);
    }

    static Start fromJson(JsonObject json) {
      Fields f = Fields.of(json);
      return new Start(
          f.text("i"),
          f.text("s"),
          f.text("u"),
          f.text("x"),
          f.text("p"),
          f.number("b"),
          f.textOrNull("r"));
    }
  }

  /**
   * What changed since.
   *
   * @param revision counts the changes; of two, the one with more is the newer
   * @param upstream the present session id at the server
   * @param generation how often it was made anew
   * @param logLevel raw JSON of the level asked for, or null
   * @param replica where it lives now, or null where the server has none
   */
  public record Changes(
      long revision,
      boolean ended,
      String upstream,
      int generation,
      String logLevel,
      List<String> subscriptions,
      String replica) {

    public Changes {
      subscriptions = List.copyOf(subscriptions);
    }

    static Changes none(Start start) {
      return new Changes(0, false, start.upstream(), 0, null, List.of(), start.replica());
    }

    Changes over() {
      return new Changes(revision, true, upstream, generation, logLevel, subscriptions, replica);
    }

    Changes renewed(String young, String at) {
      return new Changes(revision, ended, young, generation + 1, logLevel, subscriptions, at);
    }

    /** Whether they differ in nothing but how often there was a change. */
    boolean sameAs(Changes other) {
      return new Changes(
              other.revision(), ended, upstream, generation, logLevel, subscriptions, replica)
          .equals(other);
    }

    Changes next() {
      return new Changes(
          revision + 1, ended, upstream, generation, logLevel, subscriptions, replica);
    }

    Changes logging(String level) {
      return new Changes(revision, ended, upstream, generation, level, subscriptions, replica);
    }

    Changes subscribed(List<String> uris) {
      return new Changes(revision, ended, upstream, generation, logLevel, uris, replica);
    }

    JsonObject toJson() {
      return new JsonObject()
          .put("revision", revision)
          .put("ended", ended)
          .put("upstream", upstream)
          .put("generation", generation)
          .put("logLevel", logLevel)
          .put("subscriptions", new JsonArray(subscriptions))
          .put("replica", replica);
    }

    static Changes fromJson(JsonObject json) {
      Fields f = Fields.of(json);
      return new Changes(
          json.getLong("revision", 0L),
          json.getBoolean("ended", false),
          f.text("upstream"),
          f.intOrNull("generation"),
          f.textOrNull("logLevel"),
          json.getJsonArray("subscriptions", new JsonArray()).stream()
              .map(String.class::cast)
              .toList(),
          f.textOrNull("replica"));
    }
  }

  private final Start start;
  private final Set<String> inFlight = ConcurrentHashMap.newKeySet(4);
  private volatile Future<Void> opening = Future.succeededFuture();
  private volatile boolean streamed;
  private volatile boolean called;
  private volatile Changes changes;
  private volatile long used;
  private volatile boolean atServer;
  private final AtomicInteger holders = new AtomicInteger();
  private Changes kept;
  private int pending;

  Session(Start start, Changes changes, long nanos) {
    this.start = start;
    this.changes = changes;
    this.kept = changes;
    this.used = nanos;
  }

  public Start start() {
    return start;
  }

  public Changes changes() {
    return changes;
  }

  /** What it began with, as the agent said it but for the id. */
  public Envelope initialize() {
    return Envelope.of(
        "{\"jsonrpc\":\"2.0\",\"id\":0,\"method\":\"initialize\",\"params\":" + start.init() + "}");
  }

  /** What this node wants holds here at once, while the cluster is still asked. */
  synchronized void wish(UnaryOperator<Changes> how) {
    pending++;
    changes = how.apply(changes);
  }

  /**
   * What the cluster holds: of a wish of this node, or told by another.
   *
   * @param young null when the cluster did not take the wish
   */
  synchronized void settle(Changes young) {
    pending--;
    if (young != null) {
      told(young);
    }
  }

  /** What ended stays ended, and the newer wins; wishes of this node are waited for. */
  synchronized void told(Changes young) {
    if (young.revision() > kept.revision()) {
      kept = young;
    }
    boolean newer = pending == 0 && kept.revision() > changes.revision();
    if (!changes.ended() && (newer || young.ended())) {
      changes = young.ended() ? young : kept;
    }
  }

  void touch(long nanos) {
    used = nanos;
  }

  long used() {
    return used;
  }

  /** Something of it is under way at its server; then {@link #release} is due. */
  public void hold() {
    holders.incrementAndGet();
    atServer = true;
  }

  public void release(long nanos) {
    used = nanos;
    holders.decrementAndGet();
  }

  /** It was begun at a server that keeps a session for it. */
  Session begun() {
    atServer = true;
    return this;
  }

  /** Whether its server keeps a session that nobody here used for so long. */
  boolean isIdle(long now, long limitNanos) {
    return atServer && quiet(now) >= limitNanos;
  }

  /** For how long nobody here used it. */
  long quiet(long now) {
    return holders.get() > 0 ? 0 : now - used;
  }

  /** Whatever its server keeps is somebody else's care, until it is used here again. */
  void leave() {
    atServer = false;
  }

  /** A standing stream was asked for; completes when the server has it, or does not want it. */
  public void opens(Future<Void> stream) {
    opening = stream;
    streamed = true;
  }

  /**
   * Whether this is the first call here and no stream was asked for: agents ask for it at the same
   * moment, and it may be just behind.
   */
  public boolean mayStreamSoon() {
    boolean first = !called;
    called = true;
    return first && !streamed;
  }

  /**
   * What came after a standing stream waits for this: a server that asks on that stream would ask
   * nobody, and agents do not wait for it themselves.
   */
  public Future<Void> opening() {
    return opening;
  }

  /** Whether no other request of this session has the id now. */
  public boolean takeOff(String id) {
    return inFlight.add(id);
  }

  public void landed(String id) {
    inFlight.remove(id);
  }
}
