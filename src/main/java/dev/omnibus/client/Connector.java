package dev.omnibus.client;

import dev.omnibus.bus.BusException;
import dev.omnibus.bus.Failure;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Future;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps one socket open: connects, looks whether it lives, comes back where and when it should, and
 * renews the token in time. What is said over it is its ear's. Touched on one lane.
 */
final class Connector {

  /** What hears the socket, whichever it is. */
  interface Ear {

    /** Completes with whether nothing was missed. */
    CompletableFuture<Boolean> opened();

    /** A frame in clear; an IllegalArgumentException when somebody altered it. */
    JsonObject opened(JsonObject frame);

    /** A frame in clear that is not about the socket itself. */
    void heard(JsonObject frame);

    void gone(Close why);

    /** A newer token for the open socket. */
    void renew(String token);
  }

  private enum Phase {
    IDLE,
    CONNECTING,
    OPEN,
    WAITING,
    OFF
  }

  private static final Logger LOG = LoggerFactory.getLogger(Connector.class);
  private static final Duration PING = Duration.ofSeconds(4);

  private final Lane lane;
  private final ClientBuilder asked;
  private final Itinerary itinerary;
  private final Ear ear;
  private final Handshake handshake;
  private final Liveness liveness = new Liveness();
  private volatile Phase phase = Phase.IDLE;
  private Line line;
  private int tries;
  private String spoken;
  private boolean worn;
  private Future<?> timer = CompletableFuture.completedFuture(null);
  private Future<?> pinger = CompletableFuture.completedFuture(null);

  Connector(Lane lane, ClientBuilder asked, Backoff backoff, Ear ear) {
    this.lane = lane;
    this.asked = asked;
    this.itinerary = new Itinerary(asked.nodes(), backoff);
    this.ear = ear;
    this.handshake = new Handshake(asked);
  }

  boolean isOpen() {
    return phase == Phase.OPEN;
  }

  void send(JsonObject frame) {
    if (phase == Phase.OPEN) {
      line.send(frame);
    }
  }

  void connect() {
    if (phase == Phase.CONNECTING || phase == Phase.OPEN) {
      return;
    }
    timer.cancel(false);
    phase = Phase.CONNECTING;
    int mine = ++tries; // whoever left and came back meanwhile has another one
    token(worn ? spoken : null)
        .whenComplete((token, failure) -> lane.run(() -> shown(mine, token, failure)));
  }

  private CompletionStage<String> token(String old) {
    try {
      return asked.credentials().token(itinerary.node(), old);
    } catch (RuntimeException e) {
      return CompletableFuture.failedStage(e);
    }
  }

  private boolean isCurrent(int mine) {
    return mine == tries && phase == Phase.CONNECTING;
  }

  private void shown(int mine, String token, Throwable failure) {
    if (!isCurrent(mine)) {
      return;
    }
    if (failure != null) {
      failed(Handshake.failure(failure));
      return;
    }
    boolean fresh = worn;
    spoken = token;
    worn = false;
    Line young = new Line(lane, new LineEar());
    line = young;
    handshake
        .open(itinerary.node(), token, young)
        .exceptionally(
            cause -> {
              lane.run(() -> refused(mine, young, fresh, Handshake.failure(cause)));
              return null;
            });
    timer = lane.after(Web.PATIENCE, () -> drop(young, Close.NO_ANSWER));
  }

  /** A token that may just have become too old is tried anew, once. */
  private void refused(int mine, Line young, boolean fresh, BusException why) {
    if (!isCurrent(mine) || line != young) {
      return;
    }
    line = null;
    timer.cancel(false);
    if (why.failure() == Failure.UNAUTHENTICATED && !fresh) {
      worn = true;
      phase = Phase.WAITING;
      connect();
    } else {
      failed(why);
    }
  }

  /** No socket: a caller who is refused stays away. */
  private void failed(BusException why) {
    Close close = new Close(why.failure().code(), why.getMessage());
    switch (why.failure()) {
      case BAD_REQUEST, UNAUTHENTICATED, FORBIDDEN -> stay(close);
      default -> later(close);
    }
  }

  /** Goes and stays away; completes when the node knows it. */
  CompletableFuture<Void> leave() {
    timer.cancel(false);
    tries++;
    phase = Phase.OFF;
    return line == null ? CompletableFuture.completedFuture(null) : ended(Close.LEFT);
  }

  private void opened(Line young) {
    timer.cancel(false);
    liveness.began(System.nanoTime());
    phase = Phase.OPEN;
    pinger = lane.every(PING, this::ping);
    URI node = itinerary.node();
    ear.opened()
        .thenAccept(
            complete ->
                lane.run(
                    () -> {
                      if (line == young) {
                        asked.watcher().ready(node, complete);
                      }
                    }));
  }

  private void ping() {
    if (liveness.isSilent(System.nanoTime())) {
      drop(line, Close.SILENT);
    } else {
      send(new JsonObject().put("type", "ping"));
    }
  }

  private void read(Line from, JsonObject frame) {
    liveness.heard(System.nanoTime());
    JsonObject clear;
    try {
      clear = ear.opened(frame);
    } catch (IllegalArgumentException e) {
      drop(from, Close.ALTERED);
      return;
    }
    take(clear);
  }

  private void take(JsonObject frame) {
    boolean notice = frame.getString("type", "").equals("event");
    switch (notice ? frame.getString("event") : "") {
      case "expiring" -> renew();
      case "closing" -> itinerary.stayAway(hint(frame.getJsonObject("message", new JsonObject())));
      default -> ear.heard(frame);
    }
  }

  private static Duration hint(JsonObject message) {
    return Duration.ofMillis(message.getLong("reconnectInMs", 0L));
  }

  /** Carries on over the open socket with a newer token. */
  private void renew() {
    Line open = line;
    token(spoken).whenComplete((token, failure) -> lane.run(() -> renewed(open, token, failure)));
  }

  private void renewed(Line open, String token, Throwable failure) {
    if (failure != null) {
      LOG.warn("no newer token: {}", Handshake.failure(failure).getMessage());
    } else if (open == line && !token.equals(spoken)) {
      spoken = token;
      ear.renew(token);
    }
  }

  private void drop(Line gone, Close why) {
    if (gone != line || gone == null) {
      return;
    }
    ended(why);
    worn = worn || why.needsToken();
    if (why.staysAway()) {
      stay(why);
    } else {
      later(why);
    }
  }

  private CompletableFuture<Void> ended(Close why) {
    Line gone = line;
    line = null;
    pinger.cancel(false);
    timer.cancel(false);
    if (liveness.wasGood(System.nanoTime())) {
      itinerary.wasGood();
    }
    ear.gone(why);
    return gone.leave();
  }

  /** Says why, and does not come back by itself. */
  private void stay(Close why) {
    phase = Phase.OFF;
    asked.watcher().ended(why);
  }

  /** Says why, and tries again, on the next node if there are several. */
  private void later(Close why) {
    Duration wait = itinerary.goOn();
    phase = Phase.WAITING;
    timer = lane.after(wait, this::connect);
    asked.watcher().lost(why, wait);
  }

  /** Hears a line as long as it is the one. */
  private final class LineEar implements Line.Ear {

    @Override
    public void opened(Line young) {
      if (young == line) {
        Connector.this.opened(young);
      } else {
        young.leave();
      }
    }

    @Override
    public void frame(Line from, JsonObject frame) {
      if (from == line) {
        read(from, frame);
      }
    }

    @Override
    public void alive(Line from) {
      if (from == line) {
        liveness.heard(System.nanoTime());
      }
    }

    @Override
    public void closed(Line from, Close why) {
      drop(from, why);
    }
  }
}
