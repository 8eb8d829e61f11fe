package dev.omnibus.gateway.plane;

import dev.omnibus.access.Caller;
import dev.omnibus.gateway.agent.Revocation;
import dev.omnibus.gateway.agent.RpcException;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/** The agents without a session that this node knows at this moment. */
final class Visits {

  private final Environment environment;
  private final Rights rights;
  private final Map<Visitor, Visit> visits = new ConcurrentHashMap<>();

  Visits(Environment environment, Rights rights) {
    this.environment = environment;
    this.rights = rights;
  }

  /**
   * Runs it on the visit's loop, in a visit that is not about to go. May throw an {@link
   * RpcException} for one more than a caller may have.
   */
  void with(Visitor visitor, Caller caller, Consumer<Visit> then) {
    admit(visitor);
    admitted(visitor, caller, then);
  }

  private void admit(Visitor visitor) {
    if (!visits.containsKey(visitor) && count(visitor.user()) >= environment.config().visitors()) {
      throw RpcException.own(429, "too many different agents of one caller");
    }
  }

  private long count(String user) {
    return visits.keySet().stream().filter(other -> other.user().equals(user)).count();
  }

  private void admitted(Visitor visitor, Caller caller, Consumer<Visit> then) {
    Visit visit =
        visits.computeIfAbsent(
            visitor,
            young -> new Visit(environment, Loop.here(environment.vertx()), visitor.guest(caller)));
    visit
        .loop()
        .run(
            () -> {
              if (visit.isOver()) {
                admitted(visitor, caller, then);
              } else {
                then.accept(visit);
              }
            });
  }

  /** Who may not come any more is gone. */
  void look() {
    visits.forEach(
        (visitor, visit) -> {
          visit.calls().forbid(call -> !rights.allow(call));
          if (!rights.last(visit.guest()) && visits.remove(visitor, visit)) {
            visit.loop().run(visit::close);
          }
        });
  }

  /** Who signed out, or was blocked, is answered nothing more. */
  void revoked(Revocation revocation) {
    visits
        .values()
        .forEach(visit -> visit.calls().forbid(call -> revocation.concerns(call.caller())));
  }

  /** All of them end. */
  Future<Void> close() {
    List<Future<Void>> closing = new ArrayList<>();
    for (Visit visit : visits.values()) {
      closing.add(visit.loop().call(visit::close));
    }
    visits.clear();
    return Future.join(closing).mapEmpty();
  }

  /** How many there are. */
  int size() {
    return visits.size();
  }

  /** Forgets who did not come for so long. */
  void tick(long now, Duration idle) {
    visits.forEach(
        (visitor, visit) -> visit.loop().run(() -> closeIdle(visitor, visit, now, idle)));
  }

  private void closeIdle(Visitor visitor, Visit visit, long now, Duration idle) {
    if (visit.isIdle(now, idle) && visits.remove(visitor, visit)) {
      visit.close();
    }
  }
}
