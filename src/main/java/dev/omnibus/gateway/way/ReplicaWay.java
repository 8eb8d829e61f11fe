package dev.omnibus.gateway.way;

import dev.omnibus.gateway.balance.Fate;
import dev.omnibus.gateway.balance.Pick;
import dev.omnibus.gateway.balance.Pool;
import dev.omnibus.mcp.wire.Envelope;
import dev.omnibus.tracing.CallTrace;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.time.Duration;
import java.util.Set;
import java.util.function.BiConsumer;

/**
 * A way to one replica of a server: what is under way on it counts for whoever looks for the best
 * one, and it ends when its replica can't be asked any more, so that its user opens another. One
 * whose replica is put to rest is over for all that is new; what is under way there ends first.
 */
final class ReplicaWay implements ForwardingWay {

  private final Way inner;
  private final String replica;
  private final Pool pool;
  private final BiConsumer<String, Fate> witness;
  private final boolean stays;
  private final Promise<Void> over = Promise.promise();
  private int underWay;
  private boolean left;

  /**
   * @param stays whether it is used only for what can be asked nowhere else once its replica rests
   */
  ReplicaWay(
      Way inner, String replica, Pool pool, BiConsumer<String, Fate> witness, boolean stays) {
    this.inner = inner;
    this.replica = replica;
    this.pool = pool;
    this.witness = witness;
    this.stays = stays;
    inner.closed().onComplete(done -> over.tryComplete());
  }

  @Override
  public Way inner() {
    return inner;
  }

  @Override
  public String replica() {
    return replica;
  }

  @Override
  public Future<Void> closed() {
    return over.future();
  }

  @Override
  public Flight request(Envelope request, FlightListener listener, Duration deadline) {
    Counted counted = new Counted(pool.at(replica), listener);
    if (rests()) {
      leave();
      counted.over(Fate.UNKNOWN);
      listener.failed(RESTS, false);
      return Flight.OVER;
    }
    listener.trace().towards(replica);
    counted.flight = inner.request(request, counted, deadline);
    return counted;
  }

  /** To be asked when the request is counted already: who drains the replica counts after it. */
  private boolean rests() {
    return !stays
        && (left || pool.rests(replica) && pool.hasOthers(Set.of(replica), System.nanoTime()));
  }

  /** What its replica says by itself is heard on the next way. */
  private void leave() {
    if (!left) {
      left = true;
      inner.onRenewed(generation -> {});
      inner.onMessage(null);
      over.tryComplete();
    }
  }

  /** One request as its replica is charged with it. */
  private final class Counted implements Flight, FlightListener {
    private final Pick pick;
    private final FlightListener listener;
    private Flight flight = Flight.OVER;
    private boolean ended;

    Counted(Pick pick, FlightListener listener) {
      this.pick = pick;
      this.listener = listener;
      underWay++;
    }

    @Override
    public CallTrace trace() {
      return listener.trace();
    }

    @Override
    public void message(Envelope message) {
      listener.message(message);
    }

    @Override
    public void response(Envelope reply) {
      over(Fate.WENT);
      listener.response(reply);
    }

    @Override
    public void failed(Throwable why, boolean sent) {
      Fate fate = Fate.of(why, sent);
      over(fate);
      witness.accept(replica, fate);
      listener.failed(why, sent);
      leaveIfLost(fate);
    }

    private void over(Fate fate) {
      if (pick != null) {
        pick.over(fate, System.nanoTime());
      }
      if (!ended) {
        ended = true;
        underWay--;
        closeIfDone();
      }
    }

    @Override
    public void cancel(String reason) {
      flight.cancel(reason);
      over(Fate.UNKNOWN);
    }

    @Override
    public void extend(Duration deadline) {
      flight.extend(deadline);
    }

    @Override
    public void pause() {
      flight.pause();
    }

    @Override
    public void resume() {
      flight.resume();
    }
  }

  private void closeIfDone() {
    if (left && underWay == 0) {
      inner.close();
    }
  }

  /** A late answer is no reason to lose what the session holds there. */
  private void leaveIfLost(Fate fate) {
    long now = System.nanoTime();
    boolean lost = fate == Fate.BROKE || fate == Fate.UNREACHED;
    if (lost && !pool.isGood(replica, now) && pool.hasOthers(Set.of(replica), now)) {
      inner.close();
    }
  }
}
