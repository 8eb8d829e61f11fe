package dev.omnibus.coordinator.life;

import dev.omnibus.bus.Addresses;
import dev.omnibus.bus.Bus;
import dev.omnibus.model.Replica;
import dev.omnibus.model.Wish;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import io.vertx.core.shareddata.AsyncMap;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What operators want of each server. Every node knows all of it, the cluster keeps it in a
 * replicated map, and each node keeps it in a file, so that a server that was stopped stays stopped
 * whoever owns it, and after all nodes were restarted.
 */
public final class Wishes {

  private static final Logger LOG = LoggerFactory.getLogger(Wishes.class);
  private static final String MAP = "omnibus.wishes";
  private static final long SECONDS = 5;
  private static final int TRIES = 8;

  private record Kept(String text, long stamp) {}

  private final Vertx vertx;
  private final Bus bus;
  private final Clock clock;
  private final WishFile file;
  private final AsyncMap<String, String> map;
  private final Map<String, Wish> known = new ConcurrentHashMap<>();

  /** What the cluster was seen to keep, so that what did not change is not read again. */
  private final Map<String, Kept> seen = new ConcurrentHashMap<>();

  private final List<Consumer<String>> listeners = new CopyOnWriteArrayList<>();

  private Wishes(Vertx vertx, Bus bus, Clock clock, WishFile file, AsyncMap<String, String> map) {
    this.vertx = vertx;
    this.bus = bus;
    this.clock = clock;
    this.file = file;
    this.map = map;
  }

  /** Complete when this node knows what the cluster and its own file know. */
  public static Future<Wishes> open(Vertx vertx, Bus bus, Path data, Clock clock) {
    WishFile file = new WishFile(vertx, data.resolve("wishes.json"));
    return vertx
        .sharedData()
        .<String, String>getAsyncMap(MAP)
        .timeout(SECONDS * 2, TimeUnit.SECONDS)
        .map(map -> new Wishes(vertx, bus, clock, file, map))
        .compose(all -> all.file.read().onSuccess(old -> old.forEach(all::take)).map(all))
        .compose(all -> bus.hearAll(Addresses.WISH, all::heard).completion().map(all))
        .compose(all -> all.agree().otherwiseEmpty().map(all));
  }

  /** Hears of each server of which something else is wanted now. */
  public void onChange(Consumer<String> listener) {
    listeners.add(listener);
  }

  /** What is wanted of a server, or of a replica: the later word about either. */
  public Wish of(String name) {
    Wish own = known.getOrDefault(name, Wish.none(name));
    Wish all = known.get(Replica.server(name));
    return all != null && all.beats(own) ? all : own;
  }

  /**
   * Somebody wants something of a server from now on. Completes when this node knows; the cluster
   * is told at once, and again when it did not hear.
   */
  public Future<Wish> put(String server, Wish.Word word, String by, String reason, Duration grace) {
    Instant now = clock.instant();
    long stamp = Math.max(now.toEpochMilli(), latest(server) + 1);
    Wish wish = new Wish(server, word, by, reason, now, stamp, grace.toMillis());
    fold(wish);
    bus.tellAll(Addresses.WISH, wish.toJson());
    return keep(wish, TRIES)
        .timeout(SECONDS, TimeUnit.SECONDS)
        .onFailure(cause -> LOG.warn("wish for {} not kept yet: {}", server, cause.toString()))
        .otherwiseEmpty()
        .map(wish);
  }

  /** Of all that was ever wanted of it or of one of its replicas. */
  private long latest(String server) {
    String whole = Replica.server(server);
    return known.values().stream()
        .filter(wish -> Replica.server(wish.server()).equals(whole))
        .mapToLong(Wish::stamp)
        .max()
        .orElse(0);
  }

  /** Compares with the cluster, both ways; what an event lost is found so. */
  public Future<Void> agree() {
    return map.entries()
        .timeout(SECONDS, TimeUnit.SECONDS)
        .compose(
            kept -> {
              kept.forEach(this::saw);
              return Future.all(
                      known.values().stream()
                          .filter(wish -> !isKept(wish, kept.get(wish.server())))
                          .map(wish -> keep(wish, TRIES))
                          .toList())
                  .mapEmpty();
            });
  }

  private void saw(String server, String text) {
    Kept before = seen.get(server);
    if (before == null || !text.equals(before.text())) {
      Wish wish = read(text);
      seen.put(server, new Kept(text, wish.stamp()));
      fold(wish);
    }
  }

  private boolean isKept(Wish wish, String text) {
    return text != null && wish.stamp() <= seen.get(wish.server()).stamp();
  }

  private static Wish read(String text) {
    return Wish.fromJson(new JsonObject(text));
  }

  private void heard(JsonObject json) {
    fold(Wish.fromJson(json));
  }

  /** Takes a wish in; an older one than what is known changes nothing. */
  public void fold(Wish wish) {
    if (take(wish)) {
      file.write(List.copyOf(known.values()));
      listeners.forEach(listener -> listener.accept(wish.server()));
    }
  }

  private boolean take(Wish wish) {
    Wish kept = known.merge(wish.server(), wish, (old, young) -> young.beats(old) ? young : old);
    return kept == wish;
  }

  private Future<Void> keep(Wish wish, int tries) {
    return map.get(wish.server())
        .compose(
            text -> {
              Wish there = text == null ? null : read(text);
              if (there != null && !wish.beats(there)) {
                fold(there);
                return Future.succeededFuture(true);
              }
              return text == null
                  ? map.putIfAbsent(wish.server(), text(wish)).map(Objects::isNull)
                  : map.replaceIfPresent(wish.server(), text, text(wish));
            })
        .compose(
            done ->
                done || tries <= 1
                    ? Future.succeededFuture()
                    : vertx.timer(10).compose(again -> keep(wish, tries - 1)));
  }

  private static String text(Wish wish) {
    return wish.toJson().encode();
  }
}
