package dev.omnibus.gateway.plane;

import dev.omnibus.access.Caller;
import dev.omnibus.mcp.Era;
import dev.omnibus.mcp.wire.Envelope;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** The answers of this node to requests of agents that came to another one, which reads them. */
final class Loans {

  private final Environment environment;
  private final Visits visits;
  private final Map<Long, Lent> lent = new ConcurrentHashMap<>();

  Loans(Environment environment, Visits visits) {
    this.environment = environment;
    this.visits = visits;
  }

  /**
   * Answers for an agent that came to another node; completes with the number of the stream to be
   * read. May throw an {@link dev.omnibus.gateway.agent.RpcException} as {@link Visits#with} does.
   *
   * @param unread how long it may stay unread
   */
  Future<Long> lend(Caller caller, String server, Envelope message, Duration unread) {
    Promise<Long> number = Promise.promise();
    visits.with(
        Visitor.of(server, caller, Era.MODERN, message),
        caller,
        visit -> number.complete(lend(visit, caller, message, unread)));
    return number.future();
  }

  private long lend(Visit visit, Caller caller, Envelope message, Duration unread) {
    long number = environment.nextStream();
    Keeping keeping = new Keeping(environment.config().kept(), environment.kept());
    EventStream stream = new EventStream(number, message.id(), environment.node(), keeping);
    Lent young = new Lent(visit.loop(), stream);
    stream.readFor(unread);
    lent.put(number, young);
    visit.request(message, caller, young);
    return number;
  }

  /** Null when it is not there any more. */
  Lent of(long number) {
    return lent.get(number);
  }

  /** Whoever read it does not want it any more. */
  void drop(long number) {
    Lent old = lent.remove(number);
    if (old != null) {
      old.loop().run(() -> drop(old));
    }
  }

  private static void drop(Lent old) {
    old.leave();
    old.stream().forget();
  }

  /** How many there are. */
  int size() {
    return lent.size();
  }

  /** Drops what nobody reads. */
  void tick() {
    lent.forEach((number, one) -> one.loop().run(() -> dropUnread(number, one)));
  }

  private void dropUnread(long number, Lent one) {
    if (!one.stream().isHeard()) {
      drop(number);
    }
  }
}
