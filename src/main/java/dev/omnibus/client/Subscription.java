package dev.omnibus.client;

import dev.omnibus.bus.Addresses;
import dev.omnibus.bus.BusException;
import dev.omnibus.bus.Failure;
import dev.omnibus.client.Listener.Why;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Future;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One address that is heard, over any number of sockets. Each event is handed over once and in
 * order. What was missed is replayed, asked for, or replaced by a snapshot, and while a snapshot is
 * taken or a gap healed, newer events wait: they are what has to be laid on top. Touched on one
 * lane.
 */
final class Subscription {

  /** What a subscription needs of the socket that is open now. */
  interface Link {
    void send(JsonObject frame);

    CompletableFuture<JsonObject> request(String address, JsonObject body);
  }

  private static final Logger LOG = LoggerFactory.getLogger(Subscription.class);
  private static final Duration PATIENCE = Duration.ofSeconds(5);
  private static final Duration AGAIN = Duration.ofSeconds(1);

  /** More than this does not wait for a snapshot; a newer one is taken instead. */
  static final int MOST_HELD = 10_000;

  private final String address;
  private final JsonObject filter;
  private final Listener listener;
  private final Link link;
  private final Lane lane;
  private final Backoff backoff;
  private final Cursor cursor = new Cursor();

  /** What waits; null when nothing has to. */
  private List<Runnable> held;

  /** Whether a snapshot is due that was not taken yet. */
  private boolean owed;

  /** Rises with each register; what belongs to an older one is void. */
  private int turn;

  private boolean acknowledged;
  private boolean heardOnce;
  private CompletableFuture<Boolean> registered = CompletableFuture.completedFuture(false);
  private Future<?> again = CompletableFuture.completedFuture(null);

  Subscription(
      String address, JsonObject filter, Listener listener, Link link, Lane lane, Backoff backoff) {
    this.address = address;
    this.filter = filter.copy();
    this.listener = listener;
    this.link = link;
    this.lane = lane;
    this.backoff = backoff;
  }

  /** Registers on a new socket; completes with whether nothing was missed. */
  CompletableFuture<Boolean> register() {
    pause();
    if (owed) {
      cursor.forget();
    }
    CompletableFuture<Boolean> young = new CompletableFuture<>();
    registered = young;
    Future<?> late = lane.after(PATIENCE, () -> young.complete(false));
    young.thenRun(() -> late.cancel(false));
    send();
    return young;
  }

  /** The socket is gone: what waits will be replayed. */
  void pause() {
    turn++;
    held = null;
    acknowledged = false;
    again.cancel(false);
    registered.complete(false);
  }

  /** Another caller, or other rights: nothing to resume. */
  void forget() {
    cursor.forget();
  }

  private void send() {
    JsonObject headers = filter.copy();
    if (cursor.isKnown()) {
      headers.put("since", cursor.positions());
    }
    link.send(
        new JsonObject().put("type", "register").put("address", address).put("headers", headers));
  }

  /** What was missed comes after this. */
  void acknowledged(boolean recovered, JsonObject at) {
    Why why = heardOnce ? Why.AWAY : Why.FIRST;
    heardOnce = true;
    acknowledged = true;
    if (!recovered) {
      cursor.restart(at);
      snapshot(why);
    }
    registered.complete(recovered);
  }

  void refused(BusException why) {
    boolean cursorAtFault = why.failure() == Failure.BAD_REQUEST && cursor.isKnown();
    if (cursorAtFault) {
      cursor.forget();
    }
    if (cursorAtFault || why.failure().retry() || why.failure() == Failure.BUG) {
      again.cancel(false);
      again = lane.after(AGAIN, this::send);
    } else {
      registered.complete(true); // what this caller may not hear is not missing
      listener.refused(why);
    }
  }

  /** What comes before the acknowledgement belongs to a register before this one. */
  void heard(JsonObject event) {
    if (!acknowledged) {
      return;
    }
    if (held == null) {
      deliver(event);
      return;
    }
    held.add(() -> deliver(event));
    if (held.size() > MOST_HELD) {
      snapshot(Why.GAP);
    }
  }

  /** Nothing up to there was for us. */
  void passed(JsonObject positions) {
    if (held == null) {
      cursor.reach(positions);
    } else {
      held.add(() -> cursor.reach(positions));
    }
  }

  /** Events were lost on the way: the ring of the node may have them. */
  void missed(Gap gap) {
    if (owed) {
      // The snapshot under way may have been taken before what is lost.
      cursor.advance(gap.node(), gap.last());
      snapshot(Why.GAP);
      return;
    }
    int mine = ++turn;
    if (held == null) {
      held = new ArrayList<>();
    }
    JsonObject body =
        new JsonObject()
            .put("address", address)
            .put("headers", filter)
            .put("since", cursor.positions());
    link.request(Addresses.QUERY_FEED_RESUME, body)
        .whenComplete((answer, failure) -> lane.run(() -> healed(mine, gap, answer)));
  }

  private void healed(int mine, Gap gap, JsonObject answer) {
    if (mine != turn) {
      return;
    }
    JsonObject at = answer == null ? new JsonObject() : answer.getJsonObject("cursor");
    if (answer != null && answer.getBoolean("recovered")) {
      answer.getJsonArray("events").forEach(event -> deliver((JsonObject) event));
      cursor.reach(at);
      release();
    } else {
      listener.gap(gap);
      cursor.advance(gap.node(), gap.last());
      cursor.reach(at);
      snapshot(Why.GAP);
    }
  }

  private void snapshot(Why why) {
    turn++;
    owed = true;
    held = held == null ? new ArrayList<>() : held;
    take(why, turn, 1);
  }

  private void take(Why why, int mine, int attempt) {
    if (mine != turn) {
      return;
    }
    CompletionStage<?> taken = asked(why);
    if (taken == null) {
      owed = false;
      release();
    } else {
      held.clear(); // it is younger than these
      taken.whenComplete((done, failure) -> lane.run(() -> taken(why, mine, attempt, failure)));
    }
  }

  private CompletionStage<?> asked(Why why) {
    try {
      return listener.snapshot(why);
    } catch (RuntimeException e) {
      return CompletableFuture.failedStage(e);
    }
  }

  private void taken(Why why, int mine, int attempt, Throwable failure) {
    if (mine != turn) {
      return;
    }
    if (failure == null) {
      owed = false;
      release();
    } else {
      LOG.warn("snapshot address={} attempt={}: {}", address, attempt, failure.toString());
      lane.after(backoff.before(attempt), () -> take(why, mine, attempt + 1));
    }
  }

  private void release() {
    List<Runnable> waited = held == null ? List.of() : held;
    held = null;
    waited.forEach(Runnable::run);
  }

  /** A listener that throws stops nothing. */
  private void deliver(JsonObject event) {
    if (!cursor.advance(event.getString("node"), event.getLong("seq"))) {
      return;
    }
    try {
      listener.event(event);
    } catch (RuntimeException e) {
      LOG.error("the listener failed address={}", address, e);
    }
  }
}
