package dev.omnibus.gateway.plane;

import dev.omnibus.access.Caller;
import dev.omnibus.gateway.agent.RpcException;
import dev.omnibus.mcp.wire.Envelope;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** The agents without a session that this node knows at this moment. */
final class Visits {

  private static final int MOST = 200;

  private final Environment environment;
  private final Rights rights;
  private final Map<Visitor, Visit> visits = new ConcurrentHashMap<>();

  Visits(Environment environment, Rights rights) {
    this.environment = environment;
    this.rights = rights;
  }

  /** May throw an {@link RpcException}. */
  void request(Visitor visitor, Caller caller, Envelope message, Outlet outlet) {
    admit(visitor);
    admitted(visitor, caller, message, outlet);
  }

  private void admit(Visitor visitor) {
    visitor.refuseIfLong();
    if (!visits.containsKey(visitor) && count(visitor.user()) >= MOST) {
      throw RpcException.own(429, "too many different agents of one caller");
    }
  }

  private long count(String user) {
    return visits.keySet().stream().filter(other -> other.user().equals(user)).count();
  }

  private void admitted(Visitor visitor, Caller caller, Envelope message, Outlet outlet) {
    Visit visit = of(visitor, caller);
    visit
        .loop()
        .run(
            () -> {
              if (visit.isOver()) {
                admitted(visitor, caller, message, outlet);
              } else {
                visit.request(message, outlet);
              }
            });
  }

  Visit of(Visitor visitor, Caller caller) {
    return visits.computeIfAbsent(
        visitor,
        young -> new Visit(environment, Loop.here(environment.vertx()), visitor.guest(caller)));
  }

  /** Who may not come any more is gone. */
  void look() {
    visits.forEach(
        (visitor, visit) -> {
          if (!rights.last(visit.guest()) && visits.remove(visitor, visit)) {
            visit.loop().run(visit::close);
          }
        });
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
