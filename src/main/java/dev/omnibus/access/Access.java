package dev.omnibus.access;

import dev.omnibus.bus.Bus;
import dev.omnibus.config.IdentityConfig;
import dev.omnibus.config.LiveConfig;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.nio.file.Path;
import java.time.Clock;
import java.util.concurrent.TimeUnit;

/** All that one node needs to know its callers, put together once at its start. */
public record Access(
    Policy policy,
    Tokens tokens,
    Tickets tickets,
    Doorkeeper doorkeeper,
    Logins logins,
    SecurityEvents events,
    Seal sessions,
    ProtectedResource resource) {

  private static final long OPEN_SECONDS = 60;

  /**
   * Opens the secret, the sessions and the tickets. Complete once this node agrees with the cluster
   * on all of them.
   *
   * @param data this node's own directory; keeps {@code secret} and {@code sessions.log}
   */
  public static Future<Access> open(
      Vertx vertx, Bus bus, LiveConfig live, IdentityConfig config, Path data, Clock clock) {
    Policy policy = new Policy(live::access);
    SecurityEvents events = new SecurityEvents(bus, clock);
    FamilyJournal journal = new FamilyJournal(vertx, data.resolve("sessions.log"));
    return SigningSecret.open(vertx, data.resolve("secret"))
        .compose(
            secret ->
                Families.open(vertx, journal, clock)
                    .map(
                        all ->
                            new Tokens(
                                new JwtSeal(vertx, secret, clock),
                                all,
                                policy,
                                config,
                                events,
                                clock))
                    .compose(
                        tokens ->
                            Tickets.open(vertx, tokens, config, clock)
                                .map(
                                    tickets ->
                                        together(
                                            vertx,
                                            live,
                                            config,
                                            events,
                                            clock,
                                            policy,
                                            tokens,
                                            tickets,
                                            new Seal(secret::bytes, "mcp-session")))))
        .timeout(OPEN_SECONDS, TimeUnit.SECONDS);
  }

  private static Access together(
      Vertx vertx,
      LiveConfig live,
      IdentityConfig config,
      SecurityEvents events,
      Clock clock,
      Policy policy,
      Tokens tokens,
      Tickets tickets,
      Seal sessions) {
    Keys keys = new Keys(live::access);
    return new Access(
        policy,
        tokens,
        tickets,
        new Doorkeeper(
            tokens, tickets, keys, new Issuers(vertx, live::access, clock), config, events, clock),
        new Logins(new Passwords(vertx), keys, tokens, live::access, config, events, clock),
        events,
        sessions,
        new ProtectedResource(live::access));
  }
}
