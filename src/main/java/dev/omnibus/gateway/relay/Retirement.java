package dev.omnibus.gateway.relay;

import dev.omnibus.bus.Addresses;
import dev.omnibus.bus.Bus;
import dev.omnibus.bus.Request;
import dev.omnibus.gateway.session.Session;
import dev.omnibus.gateway.session.Sessions;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds the sessions at servers that no agent uses any more, on whatever node: the other nodes are
 * asked when each of them was used last, and a node that does not answer may be using all of them.
 * What an agent holds stays good: when it comes back, its session is made anew as after a restart.
 */
final class Retirement {

  private static final Logger LOG = LoggerFactory.getLogger(Retirement.class);
  private static final Duration REPLY = Duration.ofSeconds(5);
  private static final long LONGEST_TICK_MILLIS = 60_000;
  private static final long SHORTEST_TICK_MILLIS = 100;

  /** The others are asked about so many at once. */
  private static final int MOST = 500;

  private final Vertx vertx;
  private final Bus bus;
  private final Sessions sessions;
  private final Supplier<Collection<String>> others;
  private final Duration limit;
  private final Consumer<Session> retire;
  private boolean asking;

  /**
   * @param others the other nodes of the cluster
   * @param limit how long nobody may use a session
   * @param retire ends one at its server
   */
  Retirement(
      Vertx vertx,
      Bus bus,
      Sessions sessions,
      Supplier<Collection<String>> others,
      Duration limit,
      Consumer<Session> retire) {
    this.vertx = vertx;
    this.bus = bus;
    this.sessions = sessions;
    this.others = others;
    this.limit = limit;
    this.retire = retire;
  }

  /** Completes when the other nodes can ask this one. */
  Future<Void> start() {
    long tick = Math.min(LONGEST_TICK_MILLIS, Math.max(SHORTEST_TICK_MILLIS, limit.toMillis() / 4));
    long spread = ThreadLocalRandom.current().nextLong(tick / 4);
    vertx.setPeriodic(tick + spread, id -> look());
    return bus.answerNode(Addresses.SESSION_USE, this::asked).completion();
  }

  void look() {
    List<Session> idle = asking ? List.of() : sessions.idle(limit, MOST);
    if (idle.isEmpty()) {
      return;
    }
    asking = true;
    JsonArray uids = new JsonArray(idle.stream().map(one -> one.start().uid()).toList());
    JsonObject question = new JsonObject().put("sessions", uids);
    Future.all(others.get().stream().map(node -> ask(node, question)).toList())
        .onSuccess(all -> judge(idle, all.list()))
        .onFailure(silent -> LOG.debug("idle sessions are kept: {}", silent.toString()))
        .onComplete(done -> asking = false);
  }

  private Future<JsonObject> ask(String node, JsonObject question) {
    return bus.askNode(node, Addresses.SESSION_USE, question, null, REPLY);
  }

  /** Who asks takes care of those that are idle here too; two that ask each other both do. */
  private Future<JsonObject> asked(Request request) {
    JsonObject quiet = new JsonObject();
    for (Object uid : request.body().getJsonArray("sessions")) {
      sessions.quietMillis((String) uid, limit).ifPresent(ms -> quiet.put((String) uid, ms));
    }
    return Future.succeededFuture(quiet);
  }

  private void judge(List<Session> idle, List<JsonObject> answers) {
    int ended = 0;
    for (Session one : idle) {
      String uid = one.start().uid();
      long least =
          answers.stream()
              .mapToLong(a -> a.getLong(uid, Long.MAX_VALUE))
              .min()
              .orElse(Long.MAX_VALUE);
      if (least < limit.toMillis()) {
        sessions.usedElsewhere(one, least);
      } else if (sessions.leave(one, limit)) {
        retire.accept(one);
        ended++;
      }
    }
    if (ended > 0) {
      LOG.info("sessions that nobody used ended at their servers n={}", ended);
    }
  }
}
