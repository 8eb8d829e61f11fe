package dev.omnibus.access;

import dev.omnibus.bus.BusException;
import dev.omnibus.bus.Failure;
import dev.omnibus.config.IdentityConfig;
import io.vertx.core.Future;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.HostAndPort;
import java.time.Clock;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds out who stands behind a request, before anything is delivered. Takes, in this order, {@code
 * Authorization: Bearer}, {@code Sec-WebSocket-Protocol: bearer, <token>}, {@code ?ticket=} and,
 * unless switched off, {@code ?token=}. Identity headers such as {@code X-User-Id} are not read.
 */
public final class Doorkeeper {

  private static final Logger LOG = LoggerFactory.getLogger(Doorkeeper.class);
  private static final long TIMEOUT_SECONDS = 5;
  private static final String SUB_PROTOCOL = "Sec-WebSocket-Protocol";

  private final Tokens tokens;
  private final Tickets tickets;
  private final Keys keys;
  private final Issuers issuers;
  private final Origins origins;
  private final IdentityConfig config;
  private final SecurityEvents events;
  private final Clock clock;
  private final KnownBearers known = new KnownBearers();

  Doorkeeper(
      Tokens tokens,
      Tickets tickets,
      Keys keys,
      Issuers issuers,
      IdentityConfig config,
      SecurityEvents events,
      Clock clock) {
    this.tokens = tokens;
    this.tickets = tickets;
    this.keys = keys;
    this.issuers = issuers;
    this.origins = new Origins(config.origins());
    this.config = config;
    this.events = events;
    this.clock = clock;
  }

  /**
   * The caller of this request. Fails with a {@link BusException} UNAUTHENTICATED whose message is
   * the word of a {@link Refusal}, already logged and published; or UNAVAILABLE when the cluster
   * does not answer.
   */
  public Future<Caller> caller(HttpServerRequest request) {
    return admitted(request, identify(request));
  }

  /** The same for plain HTTP: only {@code Authorization} counts, nothing in the address. */
  public Future<Caller> callerByHeader(HttpServerRequest request) {
    String bearer = authorization(request);
    if (bearer == null) {
      return admitted(request, missing());
    }
    return admitted(request, byBearer(bearer, request.path()))
        .onSuccess(caller -> known.put(key(bearer, request), caller, System.nanoTime()));
  }

  /** The same when it was found a moment ago, else null. */
  public Caller knownByHeader(HttpServerRequest request) {
    String bearer = authorization(request);
    return bearer == null ? null : known.get(key(bearer, request), System.nanoTime());
  }

  /** A token may be meant for one path alone; a key is good wherever its roles are. */
  private static String key(String bearer, HttpServerRequest request) {
    return bearer.startsWith(Keys.PREFIX) ? bearer : bearer + ' ' + request.path();
  }

  /**
   * The caller of an agent's request that shows nothing at all: the configuration may have a role
   * for it, and has none by default. Null when something was shown, or there is no such role.
   */
  public Caller anonymous(HttpServerRequest request) {
    return request.headers().contains(HttpHeaders.AUTHORIZATION) ? null : tokens.anonymous();
  }

  /** The same for whoever shows a token or a key otherwise than over HTTP. */
  public Future<Caller> callerOf(String bearer, String path, String remote) {
    return byBearer(bearer, path)
        .timeout(TIMEOUT_SECONDS, TimeUnit.SECONDS)
        .recover(cause -> Future.failedFuture(named(path, remote, cause)));
  }

  /** Whether the page behind this request, if there is one, may talk to us. Logs a refusal. */
  public boolean originAllowed(HttpServerRequest request) {
    HostAndPort host = request.authority();
    List<String> sent = request.headers().getAll(HttpHeaders.ORIGIN);
    boolean welcome =
        sent.size() < 2 && origins.allow(first(sent), host == null ? null : host.toString());
    if (!welcome) {
      events.refused(Refusal.ORIGIN.word(), request.path(), null, remote(request));
    }
    return welcome;
  }

  private static String first(List<String> values) {
    return values.isEmpty() ? null : values.get(0);
  }

  private Future<Caller> identify(HttpServerRequest request) {
    String bearer = bearer(request);
    if (bearer != null) {
      return byBearer(bearer, request.path());
    }
    String ticket = request.getParam("ticket");
    if (ticket != null) {
      return tickets.redeem(ticket);
    }
    String token = config.tokenInQuery() ? request.getParam("token") : null;
    return token == null ? missing() : byToken(token, request.path());
  }

  private Future<Caller> byBearer(String bearer, String path) {
    return bearer.startsWith(Keys.PREFIX) ? byKey(bearer) : byToken(bearer, path);
  }

  private Future<Caller> byToken(String token, String path) {
    return issuers.isOne(token)
        ? issuers.verify(token, path).compose(tokens::recheck)
        : tokens.verifyAccess(token);
  }

  private static Future<Caller> missing() {
    return Future.failedFuture(Refusal.MISSING.asException());
  }

  private Future<Caller> byKey(String key) {
    return keys.userOf(key)
        .map(user -> new Caller(user, Set.of(), user, clock.instant().plus(config.refresh())))
        .map(tokens::recheck)
        .orElseGet(() -> Future.failedFuture(Refusal.CREDENTIALS.asException()));
  }

  private static String bearer(HttpServerRequest request) {
    String header = authorization(request);
    return header == null ? subProtocol(request.headers().getAll(SUB_PROTOCOL)) : header;
  }

  private static String authorization(HttpServerRequest request) {
    String header = request.getHeader(HttpHeaders.AUTHORIZATION);
    boolean bearer = header != null && header.regionMatches(true, 0, "bearer ", 0, 7);
    return bearer ? header.substring(7).trim() : null;
  }

  private static String subProtocol(List<String> headers) {
    List<String> words =
        headers.stream().flatMap(h -> Arrays.stream(h.split(","))).map(String::trim).toList();
    int mark = words.indexOf("bearer");
    return mark >= 0 && mark + 1 < words.size() ? words.get(mark + 1) : null;
  }

  private Future<Caller> admitted(HttpServerRequest request, Future<Caller> caller) {
    return caller
        .timeout(TIMEOUT_SECONDS, TimeUnit.SECONDS)
        .recover(cause -> Future.failedFuture(named(request.path(), remote(request), cause)));
  }

  private BusException named(String path, String remote, Throwable cause) {
    if (cause instanceof BusException known) {
      events.refused(known.getMessage(), path, null, remote);
      return known;
    }
    LOG.error("caller not identified path={}", path, cause);
    return Failure.UNAVAILABLE.because(null);
  }

  private static String remote(HttpServerRequest request) {
    return request.remoteAddress() == null ? "-" : request.remoteAddress().hostAddress();
  }
}
