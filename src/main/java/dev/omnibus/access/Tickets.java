package dev.omnibus.access;

import dev.omnibus.bus.BusException;
import dev.omnibus.config.IdentityConfig;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import io.vertx.core.shareddata.AsyncMap;
import java.time.Clock;
import java.time.Instant;

/**
 * One-time tickets with which a browser opens a socket, because it cannot send a header there. A
 * ticket issued on one node is good on every node, once.
 */
public final class Tickets {

  private static final String MAP = "omnibus.tickets";

  /** For one user; a page that reconnects in a hurry needs far fewer. */
  private static final int PER_MINUTE = 300;

  private final AsyncMap<String, String> shared;
  private final Tokens tokens;
  private final IdentityConfig config;
  private final Clock clock;
  private final RateLimit limit = new RateLimit(PER_MINUTE);

  private Tickets(
      AsyncMap<String, String> shared, Tokens tokens, IdentityConfig config, Clock clock) {
    this.shared = shared;
    this.tokens = tokens;
    this.config = config;
    this.clock = clock;
  }

  static Future<Tickets> open(Vertx vertx, Tokens tokens, IdentityConfig config, Clock clock) {
    return vertx
        .sharedData()
        .<String, String>getAsyncMap(MAP)
        .map(map -> new Tickets(map, tokens, config, clock));
  }

  /** A ticket for this caller; the text is the secret. */
  public Future<String> issue(Caller caller) {
    if (limit.take(caller.user(), clock.instant()).isPresent()) {
      return Future.failedFuture(Refusal.LIMITED.asException());
    }
    String ticket = RandomText.of(32);
    JsonObject stub =
        new JsonObject()
            .put("caller", caller.toJson())
            .put("until", clock.instant().plus(config.ticket()).toString());
    return shared.put(ticket, stub.encode(), config.ticket().toMillis()).map(ticket);
  }

  /** The caller of a ticket that nobody redeemed before; else a {@link BusException}. */
  public Future<Caller> redeem(String ticket) {
    return shared.remove(ticket).compose(this::admit);
  }

  private Future<Caller> admit(String text) {
    if (text == null) {
      return Future.failedFuture(Refusal.TICKET_USED.asException());
    }
    JsonObject stub = new JsonObject(text);
    if (!clock.instant().isBefore(Instant.parse(stub.getString("until")))) {
      return Future.failedFuture(Refusal.EXPIRED.asException());
    }
    return tokens.recheck(Caller.fromJson(stub.getJsonObject("caller")));
  }
}
