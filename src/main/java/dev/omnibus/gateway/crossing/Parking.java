package dev.omnibus.gateway.crossing;

import dev.omnibus.access.Seal;
import dev.omnibus.gateway.era.Waiting;
import dev.omnibus.mcp.wire.Envelope;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * Calls of one user at one server that wait on this node for an answer of their agent. What the
 * agent holds of it is sealed: it finds the call again and says nothing else.
 */
public final class Parking {

  /** More than this of one user at one server are not waited with. */
  private static final int MOST = 100;

  private final Vertx vertx;
  private final Seal seal;
  private final String node;
  private final String user;
  private final String server;
  private final Duration patience;
  private final Map<String, Parked> waiting = new HashMap<>();

  /** A call that waits, and the timer that ends its waiting. */
  private record Parked(Asking call, long timer) {}

  /**
   * @param patience how long an agent may take to answer
   */
  public Parking(
      Vertx vertx, Seal seal, String node, String user, String server, Duration patience) {
    this.vertx = vertx;
    this.seal = seal;
    this.node = node;
    this.user = user;
    this.server = server;
    this.patience = patience;
  }

  Duration patience() {
    return patience;
  }

  /** The {@code requestState} for a call that waits from now on. */
  String park(Asking call) {
    if (waiting.size() >= MOST) {
      waiting.values().iterator().next().call().giveUp();
    }
    String name = UUID.randomUUID().toString();
    int round = call.round();
    waiting.put(name, new Parked(call, vertx.setTimer(patience.toMillis(), id -> late(name))));
    long until = System.currentTimeMillis() / 1000 + patience.toSeconds();
    Waiting state =
        new Waiting(node, name, round, user, server, Waiting.digest(call.request()), until);
    return seal.close(state.toBytes());
  }

  private void late(String name) {
    Parked late = waiting.remove(name);
    if (late != null) {
      late.call().giveUp();
    }
  }

  /** The call that this request goes on with; empty when it is not there, or not theirs. */
  Optional<Asking> takeOut(Envelope again) {
    return read(seal, again)
        .filter(w -> w.takes(again, user, server, System.currentTimeMillis() / 1000))
        .flatMap(w -> Optional.ofNullable(waiting.remove(w.call())))
        .map(this::awake);
  }

  private Asking awake(Parked parked) {
    vertx.cancelTimer(parked.timer());
    return parked.call();
  }

  void forget(Asking call) {
    waiting.values().removeIf(parked -> parked.call() == call && awake(parked) == call);
  }

  /** What a request says that it goes on with; empty when this cluster did not say so. */
  static Optional<Waiting> read(Seal seal, Envelope again) {
    String state = again.text("params", "requestState");
    return state == null ? Optional.empty() : seal.open(state).flatMap(Waiting::of);
  }

  /** The node on which the call waits that this request goes on with. */
  public static Optional<String> nodeOf(Seal seal, Envelope again) {
    return read(seal, again).map(Waiting::node);
  }

  /** There is nothing to go on with: whether the server did anything is not known. */
  public static Envelope lost(Envelope again) {
    return Replies.error(
        again,
        new JsonObject()
            .put("code", 410)
            .put("message", "the call that this goes on with is not waiting any more"));
  }
}
