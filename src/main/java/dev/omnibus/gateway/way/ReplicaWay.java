package dev.omnibus.gateway.way;

import dev.omnibus.gateway.balance.Fate;
import dev.omnibus.gateway.balance.Pick;
import dev.omnibus.gateway.balance.Pool;
import dev.omnibus.mcp.wire.Envelope;
import java.time.Duration;
import java.util.Set;
import java.util.function.BiConsumer;

/**
 * A way to one replica of a server: what is under way on it counts for whoever looks for the best
 * one, and it ends when its replica can't be asked any more, so that its user opens another.
 */
final class ReplicaWay implements ForwardingWay {

  private final Way inner;
  private final String replica;
  private final Pool pool;
  private final BiConsumer<String, Fate> witness;

  ReplicaWay(Way inner, String replica, Pool pool, BiConsumer<String, Fate> witness) {
    this.inner = inner;
    this.replica = replica;
    this.pool = pool;
    this.witness = witness;
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
  public Flight request(Envelope request, FlightListener listener, Duration deadline) {
    Counted counted = new Counted(pool.at(replica), listener);
    counted.flight = inner.request(request, counted, deadline);
    return counted;
  }

  /** One request as its replica is charged with it. */
  private final class Counted implements Flight, FlightListener {
    private final Pick pick;
    private final FlightListener listener;
    private Flight flight = Flight.OVER;

    Counted(Pick pick, FlightListener listener) {
      this.pick = pick;
      this.listener = listener;
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
    }

    @Override
    public void cancel(String reason) {
      over(Fate.UNKNOWN);
      flight.cancel(reason);
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

  /** A late answer is no reason to lose what the session holds there. */
  private void leaveIfLost(Fate fate) {
    long now = System.nanoTime();
    boolean lost = fate == Fate.BROKE || fate == Fate.UNREACHED;
    if (lost && !pool.isGood(replica, now) && pool.hasOthers(Set.of(replica), now)) {
      inner.close();
    }
  }
}
