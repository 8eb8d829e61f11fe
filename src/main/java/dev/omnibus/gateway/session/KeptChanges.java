package dev.omnibus.gateway.session;

import dev.omnibus.gateway.session.Session.Changes;
import dev.omnibus.gateway.session.Session.Start;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import io.vertx.core.shareddata.AsyncMap;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.UnaryOperator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What changed of sessions since they began, as the cluster keeps it. A change is made on top of
 * what is kept, or made again: two nodes that change one session at once lose nothing.
 */
final class KeptChanges {

  private static final Logger LOG = LoggerFactory.getLogger(KeptChanges.class);
  private static final String MAP = "omnibus.mcp.sessions";
  private static final int MOST_TRIES = 20;
  private static final String BORN = "born";
  private static final Duration SWEEP = Duration.ofMinutes(30);

  private final AsyncMap<String, String> map;
  private final Duration longest;

  private KeptChanges(AsyncMap<String, String> map, Duration longest) {
    this.map = map;
    this.longest = longest;
  }

  /** A change replaces an entry and so its time to live; hence the sweep, now and then. */
  static Future<KeptChanges> open(Vertx vertx, Duration longest) {
    return vertx
        .sharedData()
        .<String, String>getAsyncMap(MAP)
        .map(map -> new KeptChanges(map, longest))
        .onSuccess(
            kept -> {
              long spread = ThreadLocalRandom.current().nextLong(SWEEP.toMillis());
              vertx.setPeriodic(SWEEP.toMillis() + spread, id -> kept.sweep());
            });
  }

  Future<Changes> of(Start start) {
    return map.get(start.uid()).map(text -> read(start, text));
  }

  /** Completes with what is kept now, whether by this change or because it ended before. */
  Future<Changes> change(Start start, UnaryOperator<Changes> how) {
    return change(start, how, MOST_TRIES);
  }

  private Future<Changes> change(Start start, UnaryOperator<Changes> how, int tries) {
    return map.get(start.uid()).compose(text -> change(start, how, text, tries));
  }

  private Future<Changes> change(Start start, UnaryOperator<Changes> how, String text, int tries) {
    Changes before = read(start, text);
    Changes young = how.apply(before).next();
    if (before.ended() || young.equals(before.next())) {
      return Future.succeededFuture(before);
    }
    return put(start, text, young)
        .compose(done -> done ? Future.succeededFuture(young) : again(start, how, tries - 1));
  }

  private Future<Changes> again(Start start, UnaryOperator<Changes> how, int tries) {
    return tries == 0 ? Future.failedFuture("too many changes at once") : change(start, how, tries);
  }

  private Future<Boolean> put(Start start, String before, Changes young) {
    String text = young.toJson().put(BORN, start.born()).encode();
    return before == null
        ? map.putIfAbsent(start.uid(), text, longest.toMillis()).map(other -> other == null)
        : map.replaceIfPresent(start.uid(), before, text);
  }

  private static Changes read(Start start, String text) {
    return text == null ? Changes.none(start) : Changes.fromJson(new JsonObject(text));
  }

  private void sweep() {
    long now = System.currentTimeMillis() / 1000;
    map.entries()
        .onSuccess(
            all ->
                all.forEach(
                    (uid, text) -> {
                      if (now - new JsonObject(text).getLong(BORN, 0L) > longest.toSeconds()) {
                        map.remove(uid);
                      }
                    }))
        .onFailure(cause -> LOG.debug("sessions not swept: {}", cause.toString()));
  }
}
