package dev.omnibus.coordinator.life;

import dev.omnibus.bus.BusException;
import dev.omnibus.bus.Failure;
import dev.omnibus.cluster.Membership;
import dev.omnibus.cluster.NodeId;
import dev.omnibus.model.Fields;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import io.vertx.core.shareddata.AsyncMap;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/**
 * Who is at which server, for the whole cluster: one operation at a time for each. It keeps
 * operators out of each other's way and nothing else; what is done is safe to be done twice. What a
 * node holds that left is free.
 */
final class Busy {

  private static final String MAP = "omnibus.operations";
  private static final long SECONDS = 5;

  /** Longer than any operation takes. */
  private static final Duration LIFE = Duration.ofHours(3);

  /**
   * One operation on one server.
   *
   * <p>{@code {"server":"files","operation":"9f3a","do":"restart","actor":"ann",
   * "since":"2026-11-28T22:00:00Z","node":"n1@k3f9","reason":"new certificate"}}
   */
  record Entry(
      String server,
      String operation,
      String act,
      String actor,
      Instant since,
      String node,
      String reason) {

    JsonObject toJson() {
      return new JsonObject()
          .put("server", server)
          .put("operation", operation)
          .put("do", act)
          .put("actor", actor)
          .put("since", since.toString())
          .put("node", node)
          .put("reason", reason);
    }

    static Entry fromJson(JsonObject json) {
      Fields f = Fields.of(json);
      return new Entry(
          f.text("server"),
          f.text("operation"),
          f.text("do"),
          f.text("actor"),
          f.instant("since"),
          f.text("node"),
          f.textOrNull("reason"));
    }

    /** What the second one is told. */
    BusException conflict() {
      String what = reason == null ? "" : " (" + reason + ")";
      return Failure.CONFLICT.because(
          actor + " is at " + server + " since " + since + ": " + act + what);
    }
  }

  private final AsyncMap<String, String> map;
  private final Membership membership;
  private final Clock clock;

  /** What really is under way on this node; what the map has beside it is a leftover. */
  private final Set<String> mine = ConcurrentHashMap.newKeySet();

  private Busy(AsyncMap<String, String> map, Membership membership, Clock clock) {
    this.map = map;
    this.membership = membership;
    this.clock = clock;
  }

  static Future<Busy> open(Vertx vertx, Membership membership, Clock clock) {
    return vertx
        .sharedData()
        .<String, String>getAsyncMap(MAP)
        .timeout(SECONDS * 2, TimeUnit.SECONDS)
        .map(map -> new Busy(map, membership, clock));
  }

  /** Takes a server; fails with CONFLICT and the name of who is at it. */
  Future<Entry> take(String server, Order order, String actor) {
    Entry entry =
        new Entry(
            server,
            order.id(),
            order.act().word(),
            actor,
            clock.instant(),
            membership.self().toString(),
            order.reason());
    String text = entry.toJson().encode();
    mine.add(text);
    return taken(entry, text).onFailure(why -> mine.remove(text));
  }

  private Future<Entry> taken(Entry mine, String text) {
    return in(map.putIfAbsent(mine.server(), text, LIFE.toMillis()))
        .compose(
            there -> {
              if (there == null) {
                return Future.succeededFuture(mine);
              }
              Entry other = Entry.fromJson(new JsonObject(there));
              return lives(other)
                  ? Future.failedFuture(other.conflict())
                  : in(map.replaceIfPresent(mine.server(), there, text))
                      .compose(
                          done ->
                              done
                                  ? Future.succeededFuture(mine)
                                  : Future.failedFuture(other.conflict()));
            });
  }

  Future<Void> leave(Entry entry) {
    String text = entry.toJson().encode();
    mine.remove(text);
    return in(map.removeIfPresent(entry.server(), text)).mapEmpty();
  }

  /**
   * Takes out what is over and could not be taken out then, and completes with what was under way
   * on nodes that left; of the others that look too, each gets what it took out itself.
   */
  Future<List<Entry>> sweep() {
    return in(map.values())
        .compose(
            texts -> {
              List<Entry> orphans = new ArrayList<>();
              List<Future<?>> removed = new ArrayList<>();
              for (String text : texts) {
                Entry entry = Entry.fromJson(new JsonObject(text));
                if (isLeftOver(entry, text)) {
                  removed.add(
                      in(map.removeIfPresent(entry.server(), text))
                          .onSuccess(done -> note(orphans, entry, done)));
                }
              }
              return Future.join(removed).transform(all -> Future.succeededFuture(orphans));
            });
  }

  private boolean isLeftOver(Entry entry, String text) {
    boolean own = entry.node().equals(membership.self().toString());
    return own ? !mine.contains(text) : !lives(entry);
  }

  private void note(List<Entry> orphans, Entry entry, boolean removed) {
    if (removed && !lives(entry)) {
      orphans.add(entry);
    }
  }

  /** All that is under way in the cluster. */
  Future<List<Entry>> all() {
    return in(map.values())
        .map(
            texts ->
                texts.stream()
                    .map(text -> Entry.fromJson(new JsonObject(text)))
                    .filter(this::lives)
                    .toList());
  }

  private boolean lives(Entry entry) {
    return membership.live().contains(NodeId.of(entry.node()));
  }

  private static <T> Future<T> in(Future<T> future) {
    return future.timeout(SECONDS, TimeUnit.SECONDS);
  }
}
