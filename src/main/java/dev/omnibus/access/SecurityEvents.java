package dev.omnibus.access;

import dev.omnibus.bus.Addresses;
import dev.omnibus.bus.Bus;
import dev.omnibus.model.Severity;
import io.vertx.core.json.JsonObject;
import java.time.Clock;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Says in the log and on the bus who was refused and whose session ended; never with a token. A
 * flood of refusals is counted, not repeated: the next one that is told says how many were not.
 */
public final class SecurityEvents {

  private static final Logger LOG = LoggerFactory.getLogger(SecurityEvents.class);
  private static final int REFUSALS_PER_MINUTE = 600;

  private final Bus bus;
  private final Clock clock;
  private final RateLimit limit = new RateLimit(REFUSALS_PER_MINUTE);
  private final AtomicLong untold = new AtomicLong();

  public SecurityEvents(Bus bus, Clock clock) {
    this.bus = bus;
    this.clock = clock;
  }

  /**
   * Somebody was refused.
   *
   * @param address what they wanted: a bus address or an HTTP path; may be null
   * @param user who they are, as they have proved; may be null
   */
  public void refused(String reason, String address, String user, String remote) {
    refused(reason, address, "user", user, remote);
  }

  /**
   * Somebody was refused who has proved nothing.
   *
   * @param address what they wanted: an HTTP path
   * @param claimed who they said they are; may be null
   */
  public void refusedStranger(String reason, String address, String claimed, String remote) {
    refused(reason, address, "claimed", claimed, remote);
  }

  private void refused(String reason, String address, String as, String user, String remote) {
    if (limit.take("", clock.instant()).isPresent()) {
      untold.incrementAndGet();
      return;
    }
    JsonObject data = new JsonObject().put("reason", reason).put("remote", remote);
    putKnown(data, "address", address);
    putKnown(data, as, user);
    long before = untold.getAndSet(0);
    if (before > 0) {
      data.put("untold", before);
    }
    LOG.warn(
        "refused reason={} address={} " + as + "={} remote={} untold={}",
        reason,
        data.getString("address", "-"),
        data.getString(as, "-"),
        remote,
        before);
    bus.publish(Addresses.EVENT_ACCESS_REFUSED, "access_refused", Severity.WARNING.word(), data);
  }

  /**
   * Somebody signed in.
   *
   * @param proof with what: {@code password} or {@code key}
   */
  public void entered(String user, String proof, String remote) {
    LOG.info("entered user={} proof={} remote={}", LogText.of(user), proof, remote);
    JsonObject data = new JsonObject().put("user", user).put("proof", proof).put("remote", remote);
    bus.publish(Addresses.EVENT_ACCESS_ENTERED, "access_entered", Severity.INFO.word(), data);
  }

  /** A session ended; {@code session} null means all of the user's. */
  public void revoked(String user, String session, String reason) {
    JsonObject data = new JsonObject().put("user", user).put("reason", reason);
    if (session != null) {
      data.put("session", session);
    }
    LOG.info("revoked reason={} user={} session={}", reason, user, session);
    bus.publish(Addresses.EVENT_ACCESS_REVOKED, "access_revoked", Severity.INFO.word(), data);
  }

  private static void putKnown(JsonObject data, String key, String value) {
    if (value != null) {
      data.put(key, LogText.of(value));
    }
  }
}
