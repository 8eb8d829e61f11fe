package dev.omnibus.access;

import dev.omnibus.bus.Failure;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.auth.jwt.JWTAuth;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The keys of one issuer over time. They are fetched when somebody first asks, when one is asked
 * for that is not among them, and when they are old; never more often than the pause allows,
 * however many tokens name keys that were never there. Keys that are known go on while the issuer
 * is away.
 */
final class KeyRing {

  private static final Logger LOG = LoggerFactory.getLogger(KeyRing.class);
  private static final Duration PAUSE = Duration.ofSeconds(10);
  private static final Duration OLD = Duration.ofMinutes(10);

  private final Vertx vertx;
  private final String issuer;
  private final Supplier<Future<JsonObject>> source;
  private final Clock clock;

  private PublicKeys keys;
  private Instant fetched = Instant.MIN;
  private Instant tried = Instant.MIN;
  private boolean reached;
  private Future<Void> underWay;

  KeyRing(Vertx vertx, String issuer, Supplier<Future<JsonObject>> source, Clock clock) {
    this.vertx = vertx;
    this.issuer = issuer;
    this.source = source;
    this.clock = clock;
  }

  /**
   * Who verifies; fails with FORGED when the issuer has no such key, and with UNAVAILABLE when it
   * could not be asked.
   */
  synchronized Future<JWTAuth> verifier(String id, String algorithm) {
    Optional<JWTAuth> known = known(id, algorithm);
    Instant now = clock.instant();
    boolean mayAsk = underWay == null && !now.isBefore(plus(tried, PAUSE));
    if (known.isPresent()) {
      if (mayAsk && !now.isBefore(plus(fetched, OLD))) {
        fetch(now);
      }
      return Future.succeededFuture(known.get());
    }
    if (mayAsk) {
      fetch(now);
    }
    return underWay == null ? result(id, algorithm) : afterwards(underWay, id, algorithm);
  }

  private static Instant plus(Instant since, Duration pause) {
    return since.equals(Instant.MIN) ? since : since.plus(pause);
  }

  private Optional<JWTAuth> known(String id, String algorithm) {
    return keys == null ? Optional.empty() : keys.verifier(vertx, id, algorithm);
  }

  private synchronized Future<JWTAuth> result(String id, String algorithm) {
    return known(id, algorithm)
        .map(Future::succeededFuture)
        .orElseGet(
            () ->
                Future.failedFuture(
                    reached ? Refusal.FORGED.asException() : Failure.UNAVAILABLE.because(null)));
  }

  /** On the context of who asks, whoever it was that began to fetch. */
  private Future<JWTAuth> afterwards(Future<Void> fetch, String id, String algorithm) {
    Context here = vertx.getOrCreateContext();
    Promise<JWTAuth> promise = Promise.promise();
    fetch.onComplete(done -> here.runOnContext(v -> result(id, algorithm).onComplete(promise)));
    return promise.future();
  }

  private void fetch(Instant now) {
    tried = now;
    Promise<Void> over = Promise.promise();
    underWay = over.future();
    source
        .get()
        .map(PublicKeys::new)
        .onSuccess(young -> took(young, now))
        .onFailure(this::missed)
        .onComplete(done -> over.complete());
  }

  private synchronized void took(PublicKeys young, Instant at) {
    keys = young;
    fetched = at;
    reached = true;
    underWay = null;
  }

  private synchronized void missed(Throwable cause) {
    reached = false;
    underWay = null;
    LOG.warn("keys not fetched issuer={} known={}: {}", issuer, keys != null, cause.toString());
  }
}
