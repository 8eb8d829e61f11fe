package dev.omnibus.access;

import dev.omnibus.bus.Addresses;
import dev.omnibus.bus.Bus;
import dev.omnibus.model.Severity;
import io.vertx.core.json.JsonObject;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Says in the log and on the bus who was refused and whose session ended; never with a token. */
public final class SecurityEvents {

  private static final Logger LOG = LoggerFactory.getLogger(SecurityEvents.class);

  private final Bus bus;

  public SecurityEvents(Bus bus) {
    this.bus = bus;
  }

  /**
   * Somebody was refused.
   *
   * @param address what they wanted: a bus address or an HTTP path; may be null
   * @param user who they said they are; may be null
   */
  public void refused(String reason, String address, String user, String remote) {
    LOG.warn(
        "refused reason={} address={} user={} remote={}",
        reason,
        LogText.of(address),
        LogText.of(user),
        remote);
    JsonObject data = new JsonObject().put("reason", reason).put("remote", remote);
    putKnown(data, "address", address);
    putKnown(data, "user", user);
    bus.publish(Addresses.EVENT_ACCESS_REFUSED, "access_refused", Severity.WARNING.word(), data);
  }

  /** A session ended; {@code session} null means all of the user's. */
  public void revoked(String user, String session, String reason) {
    LOG.info("revoked reason={} user={} session={}", reason, LogText.of(user), session);
    JsonObject data = new JsonObject().put("user", user).put("reason", reason);
    putKnown(data, "session", session);
    bus.publish(Addresses.EVENT_ACCESS_REVOKED, "access_revoked", Severity.INFO.word(), data);
  }

  private static void putKnown(JsonObject data, String key, String value) {
    if (value != null) {
      data.put(key, LogText.of(value));
    }
  }
}
