package dev.omnibus.gateway.way;

import dev.omnibus.bus.BusException;
import dev.omnibus.bus.Failure;
import dev.omnibus.mcp.Era;
import dev.omnibus.mcp.wire.Envelope;
import dev.omnibus.tracing.CallTrace;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Promise;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The way of an agent without a session to a server with replicas: each request goes to the one
 * that has least to do, unless it goes on with what one of them gave out. It keeps a way to each
 * replica that it needed, and ends when the server has no replicas any more.
 */
public final class SpreadWay implements Way {

  /** What the server consists of. */
  public interface Replicas {

    /**
     * The one with the least to do; null when the server has none any more. May throw a {@link
     * BusException} where none can be asked.
     */
    String best();

    /** A way to this one, or to another if it can't be asked. */
    Future<Way> open(String replica);
  }

  private final Replicas replicas;
  private final Ties ties = new Ties();
  private final Map<String, Future<Way>> byReplica = new HashMap<>();
  private final Set<Way> open = new LinkedHashSet<>();

  /**
   * Who asked, by the ids of questions that are not answered yet. Who has no session is asked
   * nothing: each is refused, or kept by the bridge between the eras, before there is another.
   */
  private final Map<String, Way> asking = new HashMap<>();

  private final Promise<Void> closed = Promise.promise();
  private Way latest;
  private Handler<Envelope> messages;
  private Handler<Long> renewed = generation -> {};

  private SpreadWay(Replicas replicas) {
    this.replicas = replicas;
  }

  /** Fails as a way to one of them does when none can be opened. */
  public static Future<Way> open(Replicas replicas) {
    SpreadWay young = new SpreadWay(replicas);
    return young.toBest().map(first -> young);
  }

  private Future<Way> toBest() {
    try {
      String best = replicas.best();
      return best == null ? none() : to(best);
    } catch (BusException away) {
      return Future.failedFuture(away);
    }
  }

  /** Who has this way opens another, to the server as it is now. */
  private Future<Way> none() {
    close();
    return Future.failedFuture(Failure.UNAVAILABLE.because("the server has no replicas any more"));
  }

  private Future<Way> to(String replica) {
    Future<Way> known = byReplica.get(replica);
    if (known != null) {
      return known;
    }
    Promise<Way> young = Promise.promise();
    byReplica.put(replica, young.future());
    replicas
        .open(replica)
        .compose(way -> arrived(replica, young.future(), way))
        .onFailure(why -> byReplica.remove(replica, young.future()))
        .onComplete(young);
    return young.future();
  }

  private Future<Way> arrived(String asked, Future<Way> opening, Way way) {
    String at = way.replica();
    if (at == null || closed.future().isComplete()) {
      way.close();
      return none();
    }
    if (!at.equals(asked)) {
      byReplica.remove(asked, opening);
      Future<Way> other = byReplica.get(at);
      if (other != null && other.succeeded()) {
        way.close();
        return other;
      }
    }
    keep(at, way);
    return Future.succeededFuture(way);
  }

  private void keep(String at, Way way) {
    latest = way;
    open.add(way);
    byReplica.put(at, Future.succeededFuture(way));
    way.onRenewed(renewed);
    if (messages != null) {
      way.onMessage(messages);
    }
    way.closed().onComplete(over -> lost(at, way));
  }

  private void lost(String at, Way way) {
    open.remove(way);
    asking.values().removeIf(way::equals);
    Future<Way> known = byReplica.get(at);
    if (known != null && known.result() == way) {
      byReplica.remove(at);
    }
  }

  @Override
  public Era era() {
    return latest.era();
  }

  @Override
  public JsonObject described() {
    return latest.described();
  }

  @Override
  public long generation() {
    return latest.generation();
  }

  @Override
  public Flight request(Envelope request, FlightListener listener, Duration deadline) {
    Onward flight = new Onward();
    String giver = ties.of(request);
    Future<Way> way = giver == null ? toBest() : to(giver);
    way.onSuccess(there -> depart(flight, there, request, listener, deadline))
        .onFailure(
            why -> {
              if (!flight.isCancelled()) {
                listener.failed(why, false);
              }
            });
    return flight;
  }

  private void depart(
      Onward flight, Way there, Envelope request, FlightListener listener, Duration deadline) {
    if (!flight.isCancelled()) {
      flight.departed(there.request(request, new Hearing(there, listener), deadline));
    }
  }

  /** Hears what one replica says of a request before who asked does. */
  private final class Hearing implements FlightListener {
    private final Way there;
    private final FlightListener listener;

    Hearing(Way there, FlightListener listener) {
      this.there = there;
      this.listener = listener;
    }

    @Override
    public CallTrace trace() {
      return listener.trace();
    }

    @Override
    public void message(Envelope message) {
      if (message.type() == Envelope.Type.REQUEST) {
        asking.put(message.id(), there);
      }
      listener.message(message);
    }

    @Override
    public void response(Envelope reply) {
      ties.learn(reply, there.replica());
      listener.response(reply);
    }

    @Override
    public void failed(Throwable why, boolean sent) {
      listener.failed(why, sent);
    }
  }

  @Override
  public Future<Void> post(Envelope message) {
    if (message.isReply()) {
      Way asked = asking.remove(message.id());
      return asked == null ? Future.succeededFuture() : asked.post(message);
    }
    return Future.join(open.stream().map(way -> way.post(message)).toList()).mapEmpty();
  }

  @Override
  public void onMessage(Handler<Envelope> handler) {
    messages = handler;
    open.forEach(way -> way.onMessage(handler));
  }

  @Override
  public void onRenewed(Handler<Long> handler) {
    renewed = handler;
    open.forEach(way -> way.onRenewed(handler));
  }

  @Override
  public Future<Void> closed() {
    return closed.future();
  }

  @Override
  public Future<Void> close() {
    closed.tryComplete();
    byReplica.clear();
    return Future.join(List.copyOf(open).stream().map(Way::close).toList()).mapEmpty();
  }
}
