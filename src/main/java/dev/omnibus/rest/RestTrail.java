package dev.omnibus.rest;

import dev.omnibus.access.Caller;
import dev.omnibus.access.RateLimit;
import dev.omnibus.access.SecurityEvents;
import dev.omnibus.bus.Addresses;
import dev.omnibus.trail.AuditEntry;
import dev.omnibus.trail.AuditTrail;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.JsonObject;
import java.time.Clock;

/**
 * Notes down what is asked over HTTP, each act with who and from where: {@code rest.command},
 * {@code rest.refuse} and {@code rest.limit}. What a stranger can cause without end is noted so
 * many times a minute.
 */
final class RestTrail {

  private static final int PER_MINUTE = 600;

  private final AuditTrail trail;
  private final SecurityEvents security;
  private final Clock clock;
  private final RateLimit rate = new RateLimit(PER_MINUTE);

  RestTrail(AuditTrail trail, SecurityEvents security, Clock clock) {
    this.trail = trail;
    this.security = security;
    this.clock = clock;
  }

  /** Queries change nothing and are not noted. */
  void asked(
      Caller caller,
      HttpServerRequest request,
      String address,
      JsonObject body,
      String outcome,
      long nanos) {
    if (Addresses.COMMANDS.contains(address)) {
      trail.record(
          new AuditEntry(
              clock.instant(),
              caller.user(),
              "rest.command",
              text(body, "server"),
              text(body, "tool"),
              outcome,
              nanos / 1_000_000,
              new JsonObject().put("remote", remote(request)).put("address", address)));
    }
  }

  /** Somebody tried what they may not. */
  void refused(Caller caller, HttpServerRequest request, String address) {
    security.refused("forbidden", address, caller.user(), remote(request));
    note("refuse", caller, "forbidden", request, address);
  }

  void limited(Caller caller, HttpServerRequest request, String what) {
    note("limit", caller, what, request, null);
  }

  private void note(
      String act, Caller caller, String outcome, HttpServerRequest request, String address) {
    if (rate.take("", clock.instant()).isEmpty()) {
      JsonObject detail = new JsonObject().put("remote", remote(request));
      if (address != null) {
        detail.put("address", address);
      }
      trail.record(AuditEntry.of(clock.instant(), caller.user(), "rest." + act, outcome, detail));
    }
  }

  private static String text(JsonObject body, String key) {
    return body.getValue(key) instanceof String text ? text : null;
  }

  private static String remote(HttpServerRequest request) {
    return request.remoteAddress() == null ? "-" : request.remoteAddress().hostAddress();
  }
}
