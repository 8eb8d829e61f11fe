package dev.omnibus.access;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.shareddata.AsyncMap;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * All sessions of the cluster, in a map that the nodes share and in a journal on each node's disk,
 * so that a restart neither signs everybody out nor makes a used refresh token good again. A
 * session that nobody knows is refused.
 */
final class Families {

  private static final String MAP = "omnibus.sessions";

  /** A family as it stands in the shared map, with the very text that a swap must name. */
  private record Entry(String text, Family family) {}

  private final AsyncMap<String, String> shared;
  private final FamilyJournal journal;
  private final Clock clock;

  /** What this node's journal holds. */
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

  /** Starts a family; completes with the ids of those that ended to make room for it. */
  Future<List<String>> begin(Family family) {
    List<String> surplus = surplus(family.user());
    return Future.join(surplus.stream().map(this::end).toList())
        .compose(done -> shared.put(family.id(), family.toText()))
        .compose(done -> remember(List.of(family)))
        .map(surplus);
  }

  /** Whether the family is there and neither ended nor expired. */
  Future<Boolean> live(String id) {
    return find(id).map(entry -> entry != null && entry.family().live(clock.instant()));
  }

  /**
   * Replaces the good refresh token by that of the next turn. Fails with {@link Refusal#REVOKED}
   * when the family ended and with {@link Refusal#REUSED}, after ending it, when the old token is
   * not the good one.
   */
  Future<Void> renew(String old, Family next) {
    return find(next.id())
        .compose(
            entry -> {
              if (entry == null || !entry.family().live(clock.instant())) {
                return Future.failedFuture(Refusal.REVOKED.asException());
              }
              if (!entry.family().token().equals(old)) {
                return endReused(next.id());
              }
              Family turned = next.turned(entry.family().turn() + 1);
              return swap(entry.text(), turned)
                  .compose(won -> won ? remember(List.of(turned)) : endReused(next.id()));
            });
  }

  /** Ends a family for good; false when it had ended before or never was. */
  Future<Boolean> end(String id) {
    return find(id)
        .compose(
            entry -> {
              if (entry == null || entry.family().revoked()) {
                return Future.succeededFuture(false);
              }
              Family ended = entry.family().ended();
              return swap(entry.text(), ended)
                  .compose(won -> won ? remember(List.of(ended)).map(true) : end(id));
            });
  }

  /** Ends all families of a user. */
  Future<Void> endAll(String user) {
    return all()
        .map(all -> all.stream().map(Entry::family).filter(f -> f.user().equals(user)))
        .compose(his -> Future.join(his.map(family -> end(family.id())).toList()))
        .mapEmpty();
  }

  /**
   * Brings the shared map and this node's journal to the same state and forgets what expired. The
   * better copy of a family wins on both sides.
   */
  Future<Void> sync() {
    return all().compose(all -> learn(all).compose(done -> forget(all)).compose(d -> teach(all)));
  }

  private Future<Void> forget(List<Entry> all) {
    Set<String> past = FamilyRules.past(known.values(), clock.instant());
    known.keySet().removeAll(past);
    return Future.join(
            all.stream()
                .filter(entry -> past.contains(entry.family().id()) || expired(entry.family()))
                .map(entry -> shared.removeIfPresent(entry.family().id(), entry.text()))
                .toList())
        .mapEmpty();
  }

  private Future<Void> teach(List<Entry> all) {
    Map<String, Entry> theirs = new ConcurrentHashMap<>();
    all.forEach(entry -> theirs.put(entry.family().id(), entry));
    return Future.join(
            known.values().stream().map(mine -> teach(mine, theirs.get(mine.id()))).toList())
        .mapEmpty();
  }

  private Future<?> teach(Family mine, Entry theirs) {
    if (theirs == null) {
      return shared.putIfAbsent(mine.id(), mine.toText());
    }
    return mine.beats(theirs.family()) ? swap(theirs.text(), mine) : Future.succeededFuture();
  }

  private Future<Void> learn(List<Entry> all) {
    return remember(
        all.stream()
            .map(Entry::family)
            .filter(family -> !expired(family))
            .filter(f -> !known.containsKey(f.id()) || f.beats(known.get(f.id())))
            .toList());
  }

  private List<String> surplus(String user) {
    return FamilyRules.surplus(known.values(), user, clock.instant());
  }

  private Future<Void> endReused(String id) {
    return end(id).compose(done -> Future.failedFuture(Refusal.REUSED.asException()));
  }

  private Future<Void> remember(List<Family> families) {
    families.forEach(family -> known.merge(family.id(), family, Family::better));
    return journal.append(families, known.values());
  }

  private Future<Boolean> swap(String old, Family young) {
    return shared.replaceIfPresent(young.id(), old, young.toText());
  }

  private Future<Entry> find(String id) {
    return shared
        .get(id)
        .compose(text -> text == null ? own(id) : Future.succeededFuture(read(text)));
  }

  /**
   * Of what only nodes held that died just now, the map has nothing. Then that counts which this
   * node wrote down, as it would with the next {@link #sync}.
   */
  private Future<Entry> own(String id) {
    Family mine = known.get(id);
    return mine == null
        ? Future.succeededFuture()
        : shared
            .putIfAbsent(id, mine.toText())
            .map(theirs -> read(theirs == null ? mine.toText() : theirs));
  }

  private Future<List<Entry>> all() {
    return shared
        .values()
        .map(texts -> texts.stream().filter(Objects::nonNull).map(Families::read).toList());
  }

  private boolean expired(Family family) {
    return !clock.instant().isBefore(family.expires());
  }

  private static Entry read(String text) {
    return new Entry(text, Family.of(text));
  }
}
