package dev.omnibus.access;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import io.vertx.core.shareddata.AsyncMap;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * All sessions of the cluster, in a map that the nodes share and in a journal on each node's disk,
 * so that a restart neither signs everybody out nor makes a used refresh token good again. A
 * session that nobody knows is refused.
 */
final class Families {

  private static final String MAP = "omnibus.sessions";

  private final AsyncMap<String, String> shared;
  private final FamilyJournal journal;
  private final Clock clock;

  /** What this node's journal holds; never more than the shared map and it together. */
  private final Map<String, Family> known = new ConcurrentHashMap<>();

  private Families(AsyncMap<String, String> shared, FamilyJournal journal, Clock clock) {
    this.shared = shared;
    this.journal = journal;
    this.clock = clock;
  }

  /** Reads the journal and shares what it holds. */
  static Future<Families> open(Vertx vertx, FamilyJournal journal, Clock clock) {
    return vertx
        .sharedData()
        .<String, String>getAsyncMap(MAP)
        .map(map -> new Families(map, journal, clock))
        .compose(families -> families.load().map(families));
  }

  private Future<Void> load() {
    return journal
        .load()
        .onSuccess(all -> all.forEach(family -> known.put(family.id(), family)))
        .compose(all -> sync());
  }

  /** Starts a family. */
  Future<Void> begin(Family family) {
    return shared.put(family.id(), family.toJson().encode()).compose(done -> remember(family));
  }

  /** Whether the family is there and neither ended nor expired. */
  Future<Boolean> live(String id) {
    return find(id).map(family -> family != null && family.live(clock.instant()));
  }

  /**
   * Replaces the good refresh token by a young one. Fails with {@link Refusal#REVOKED} when the
   * family ended and with {@link Refusal#REUSED}, after ending it, when the old token is not the
   * good one.
   */
  Future<Family> renew(String id, String old, String young, Instant until) {
    return find(id)
        .compose(
            family -> {
              if (family == null || !family.live(clock.instant())) {
                return Future.failedFuture(Refusal.REVOKED.asException());
              }
              if (!family.token().equals(old)) {
                return endReused(id);
              }
              Family next = family.renewed(young, until);
              return swap(family, next).compose(won -> won ? written(next) : endReused(id));
            });
  }

  /** Ends a family for good. */
  Future<Void> end(String id) {
    return find(id)
        .compose(
            family -> {
              if (family == null || family.revoked()) {
                return Future.succeededFuture();
              }
              Family ended = family.ended();
              return swap(family, ended).compose(won -> won ? remember(ended) : end(id));
            });
  }

  /** Ends all families of a user. */
  Future<Void> endAll(String user) {
    return all()
        .map(all -> all.stream().filter(f -> f.user().equals(user)).map(f -> end(f.id())).toList())
        .compose(Future::join)
        .mapEmpty();
  }

  /**
   * Brings the shared map and this node's journal to the same state and forgets what expired. The
   * better copy of a family wins on both sides.
   */
  Future<Void> sync() {
    return all()
        .compose(
            all -> {
              Map<String, Family> there = new ConcurrentHashMap<>();
              all.forEach(family -> there.put(family.id(), family));
              return Future.join(List.of(purge(all), teach(there), learn(all)));
            })
        .mapEmpty();
  }

  private Future<Void> purge(List<Family> all) {
    Instant now = clock.instant();
    known.values().removeIf(family -> !now.isBefore(family.expires()));
    return Future.join(
            all.stream()
                .filter(family -> !now.isBefore(family.expires()))
                .map(family -> shared.removeIfPresent(family.id(), family.toJson().encode()))
                .toList())
        .mapEmpty();
  }

  private Future<Void> teach(Map<String, Family> there) {
    return Future.join(known.values().stream().map(mine -> teach(mine, there)).toList()).mapEmpty();
  }

  private Future<?> teach(Family mine, Map<String, Family> there) {
    Family theirs = there.get(mine.id());
    if (theirs == null) {
      return shared.putIfAbsent(mine.id(), mine.toJson().encode());
    }
    return mine.beats(theirs) ? swap(theirs, mine) : Future.succeededFuture();
  }

  private Future<Void> learn(List<Family> all) {
    Instant now = clock.instant();
    List<Family> news =
        all.stream()
            .filter(family -> now.isBefore(family.expires()))
            .filter(f -> !known.containsKey(f.id()) || f.beats(known.get(f.id())))
            .toList();
    news.forEach(family -> known.put(family.id(), family));
    return journal.append(news, known.values());
  }

  private Future<Family> endReused(String id) {
    return end(id).compose(done -> Future.failedFuture(Refusal.REUSED.asException()));
  }

  private Future<Family> written(Family family) {
    return remember(family).map(family);
  }

  private Future<Void> remember(Family family) {
    known.put(family.id(), family);
    return journal.append(List.of(family), known.values());
  }

  private Future<Boolean> swap(Family old, Family young) {
    return shared.replaceIfPresent(old.id(), old.toJson().encode(), young.toJson().encode());
  }

  private Future<Family> find(String id) {
    return shared.get(id).map(text -> text == null ? null : read(text));
  }

  private Future<List<Family>> all() {
    return shared.values().map(texts -> texts.stream().map(Families::read).toList());
  }

  private static Family read(String text) {
    return Family.fromJson(new JsonObject(text));
  }
}
