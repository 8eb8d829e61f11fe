package dev.omnibus.identity;

import dev.omnibus.access.SecurityEvents;
import dev.omnibus.access.Tokens;
import dev.omnibus.cluster.Membership;
import dev.omnibus.config.AccessConfig;
import dev.omnibus.config.LiveConfig;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Ends sessions when {@code access.json} takes something away from somebody, and lets the nodes
 * agree on the sessions from time to time. Each node does it for itself: ending twice does no harm,
 * ending never would.
 */
public final class IdentityVerticle extends VerticleBase {

  private static final Logger LOG = LoggerFactory.getLogger(IdentityVerticle.class);
  private static final Duration SYNC = Duration.ofSeconds(30);

  private final LiveConfig live;
  private final Membership membership;
  private final Tokens tokens;
  private final SecurityEvents events;
  private final Duration pause;
  private AccessConfig inForce;

  /**
   * @param last the rules that were in force when this node ended; what has changed since, it makes
   *     good at its start
   */
  public IdentityVerticle(
      LiveConfig live,
      Membership membership,
      AccessConfig last,
      Tokens tokens,
      SecurityEvents events) {
    this(live, membership, last, tokens, events, SYNC);
  }

  /**
   * @param pause how often the nodes compare, though nobody came or went
   */
  IdentityVerticle(
      LiveConfig live,
      Membership membership,
      AccessConfig last,
      Tokens tokens,
      SecurityEvents events,
      Duration pause) {
    this.live = live;
    this.membership = membership;
    this.inForce = last;
    this.tokens = tokens;
    this.events = events;
    this.pause = pause;
  }

  @Override
  public Future<?> start() {
    live.onAccess(young -> context.runOnContext(ignored -> apply(young)));
    apply(live.access());
    vertx.setPeriodic(pause.toMillis(), ignored -> sync());
    membership.onChange(ignored -> context.runOnContext(now -> sync()));
    return Future.succeededFuture();
  }

  private void apply(AccessConfig young) {
    AccessDiff.between(inForce, young).forEach(this::end);
    inForce = young;
  }

  /** First the sessions, then the word: who hears it finds them ended. */
  private void end(String user, String reason) {
    Future<Void> ended =
        reason.equals(AccessDiff.ROLE_CHANGE) ? Future.succeededFuture() : tokens.endAll(user);
    ended
        .onFailure(cause -> LOG.error("sessions of user={} not ended", user, cause))
        .onComplete(done -> events.revoked(user, null, reason));
  }

  /**
   * At once when somebody comes or goes: two clusters that become one have two secrets, and a token
   * of one is forged to the other.
   */
  private void sync() {
    tokens.sync().onFailure(cause -> LOG.warn("sessions not compared: {}", cause.toString()));
  }
}
