package dev.omnibus.gateway.desk;

import dev.omnibus.access.Caller;
import dev.omnibus.bus.Failure;
import dev.omnibus.gateway.era.Agent;
import dev.omnibus.gateway.plane.Doors;
import dev.omnibus.gateway.plane.Guest;
import dev.omnibus.mcp.ClientInfo;
import dev.omnibus.mcp.Era;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Predicate;

/** The seats of all users at all servers, as long as they are used. It lives on the desk's loop. */
final class Seats {

  static final int MOST = 500;

  private static final Duration IDLE = Duration.ofMinutes(5);
  private static final String CAPABILITIES = "{\"elicitation\":{\"form\":{},\"url\":{}}}";

  /** Roles too, since those of an issuer's token are the token's own. */
  private record Key(String user, Set<String> roles, String server, boolean told) {}

  private record Pair(String user, Set<String> roles, String server) {}

  private final Vertx vertx;
  private final Doors told;
  private final Doors untold;
  private final Duration deadline;
  private final String info;
  private final Map<Key, Seat> seats = new LinkedHashMap<>(16, 0.75f, true);
  private final Map<Pair, String> sessions = new LinkedHashMap<>();
  private boolean closed;

  /**
   * @param told where calls are told as those of agents are
   * @param untold where whoever calls tells it
   */
  Seats(Vertx vertx, Doors told, Doors untold, ClientInfo self, Duration deadline) {
    this.vertx = vertx;
    this.told = told;
    this.untold = untold;
    this.deadline = deadline;
    this.info = new JsonObject().put("name", self.name()).put("version", self.version()).encode();
  }

  /** Fails with LIMITED when all seats are taken. */
  Seat of(Caller caller, String server, boolean isTold) {
    if (closed) {
      throw Failure.UNAVAILABLE.because("the node closes");
    }
    Key key = new Key(caller.user(), caller.roles(), server, isTold);
    Seat known = seats.get(key);
    if (known != null && !known.isClosed()) {
      return known;
    }
    if (seats.size() >= MOST && !makeRoom()) {
      throw Failure.LIMITED.because("too many users ask servers at once");
    }
    Seat young = new Seat(vertx, isTold ? told : untold, guest(caller, server), deadline);
    seats.put(key, young);
    return young;
  }

  /** Both seats of a user are one session, so that a server with sessions of its own has one. */
  private Guest guest(Caller caller, String server) {
    Pair pair = new Pair(caller.user(), caller.roles(), server);
    String session = sessions.computeIfAbsent(pair, missing -> UUID.randomUUID().toString());
    return new Guest(server, caller, Era.LEGACY, new Agent(info, CAPABILITIES), session);
  }

  private boolean makeRoom() {
    return close(seat -> seat.isIdle(System.nanoTime(), Duration.ZERO), 1) > 0;
  }

  /** Lets go of what was not used for a while. */
  void tick(long now) {
    close(seat -> seat.isIdle(now, IDLE), MOST);
  }

  private int close(Predicate<Seat> meant, int most) {
    List<Map.Entry<Key, Seat>> over =
        seats.entrySet().stream().filter(e -> meant.test(e.getValue())).limit(most).toList();
    over.forEach(entry -> close(entry.getKey(), entry.getValue()));
    return over.size();
  }

  private void close(Key key, Seat seat) {
    seats.remove(key);
    boolean last = !seats.containsKey(new Key(key.user(), key.roles(), key.server(), !key.told()));
    if (last) {
      sessions.remove(new Pair(key.user(), key.roles(), key.server()));
    }
    seat.close(last);
  }

  Future<Void> close() {
    closed = true;
    List<Seat> last = List.copyOf(seats.values());
    seats.clear();
    sessions.clear();
    return Future.join(last.stream().map(seat -> seat.close(true)).toList()).mapEmpty();
  }
}
