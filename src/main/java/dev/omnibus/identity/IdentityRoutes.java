package dev.omnibus.identity;

import dev.omnibus.access.Access;
import dev.omnibus.access.Caller;
import dev.omnibus.access.Logins;
import dev.omnibus.access.ProtectedResource;
import dev.omnibus.access.Refusal;
import dev.omnibus.access.TokenPair;
import dev.omnibus.bus.BusException;
import dev.omnibus.bus.Failure;
import dev.omnibus.config.IdentityConfig;
import io.vertx.core.Future;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.BodyHandler;
import io.vertx.ext.web.handler.HttpException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Sign in, stay signed in, sign out, and get a ticket for a socket, over HTTP. Who may do what is
 * for {@code access} to say.
 */
public final class IdentityRoutes {

  private static final String PATH = "/auth/api/v1";
  private static final int MAX_BODY = 16 * 1024;
  private static final long TIMEOUT_SECONDS = 10;

  private final Access access;
  private final IdentityConfig config;

  public IdentityRoutes(Access access, IdentityConfig config) {
    this.access = access;
    this.config = config;
  }

  /** Adds this room's routes. */
  public void mount(Router router) {
    router.route(PATH + "/*").handler(this::guard).failureHandler(this::failed);
    router.post(PATH + "/*").handler(BodyHandler.create(false).setBodyLimit(MAX_BODY));
    router.post(PATH + "/auth/login").handler(this::login);
    router.post(PATH + "/auth/refresh").handler(this::refresh);
    router.post(PATH + "/auth/logout").handler(this::logout);
    router.get(PATH + "/auth/me").handler(this::me);
    router.post(PATH + "/ticket").handler(this::ticket);
    router.get(ProtectedResource.WELL_KNOWN + "*").handler(this::resource);
  }

  /** For everybody, pages of any origin among them: a client asks before it has a token. */
  private void resource(RoutingContext context) {
    String endpoint = context.request().path().substring(ProtectedResource.WELL_KNOWN.length());
    context.response().putHeader(HttpHeaders.ACCESS_CONTROL_ALLOW_ORIGIN, "*");
    access
        .resource()
        .metadata(endpoint)
        .ifPresentOrElse(
            json -> Answers.ok(context, json),
            () -> Answers.error(context, 404, "no such protected resource"));
  }

  private void guard(RoutingContext context) {
    context.response().putHeader(HttpHeaders.CACHE_CONTROL, "no-store");
    if (access.doorkeeper().originAllowed(context.request())) {
      context.next();
    } else {
      Answers.fail(context, Refusal.ORIGIN.asException());
    }
  }

  private void login(RoutingContext context) {
    Asked.Login login = Asked.login(context);
    Optional<Duration> wait = access.logins().wait(login.user(), Asked.remote(context));
    if (wait.isPresent()) {
      refused(context, Refusal.LIMITED.word(), login.user());
      Answers.limited(context, wait.get());
    } else {
      answer(context, enter(login, Asked.remote(context)), login.user());
    }
  }

  private Future<JsonObject> enter(Asked.Login login, String remote) {
    Logins logins = access.logins();
    return login.key() == null
        ? logins
            .byPassword(login.user(), login.password().toCharArray(), remote)
            .map(TokenPair::toJson)
        : logins.byKey(login.key(), remote).map(TokenPair::toJson);
  }

  private void refresh(RoutingContext context) {
    answer(context, access.tokens().refresh(Asked.token(context)).map(TokenPair::toJson), null);
  }

  /** Any token of the session will do; the access token may have expired by now. */
  private void logout(RoutingContext context) {
    within(access.tokens().end(Asked.token(context)))
        .onSuccess(done -> Answers.none(context))
        .onFailure(cause -> tell(context, cause, null));
  }

  private void me(RoutingContext context) {
    within(access.doorkeeper().callerByHeader(context.request()))
        .onSuccess(caller -> Answers.ok(context, describe(caller)))
        .onFailure(cause -> Answers.fail(context, cause));
  }

  private void ticket(RoutingContext context) {
    within(access.doorkeeper().callerByHeader(context.request()).compose(access.tickets()::issue))
        .onSuccess(ticket -> Answers.ok(context, describe(ticket)))
        .onFailure(cause -> Answers.fail(context, cause));
  }

  private JsonObject describe(Caller caller) {
    return caller
        .toJson()
        .put("requests", new JsonArray(access.policy().requests(caller)))
        .put("events", new JsonArray(access.policy().events(caller)));
  }

  private JsonObject describe(String ticket) {
    return new JsonObject().put("ticket", ticket).put("expires_in", config.ticket().toSeconds());
  }

  private void answer(RoutingContext context, Future<JsonObject> body, String user) {
    within(body)
        .onSuccess(json -> Answers.ok(context, json))
        .onFailure(cause -> tell(context, cause, user));
  }

  private void tell(RoutingContext context, Throwable cause, String user) {
    if (cause instanceof BusException known) {
      refused(context, known.getMessage(), user);
    }
    Answers.fail(context, cause);
  }

  private void refused(RoutingContext context, String reason, String user) {
    access.events().refusedStranger(reason, context.request().path(), user, Asked.remote(context));
  }

  private void failed(RoutingContext context) {
    Throwable cause = context.failure();
    if (cause != null && !(cause instanceof HttpException)) {
      Answers.fail(context, cause);
    } else {
      Answers.error(context, context.statusCode(), Failure.of(context.statusCode()).sentence());
    }
  }

  private static <T> Future<T> within(Future<T> work) {
    return work.timeout(TIMEOUT_SECONDS, TimeUnit.SECONDS).recover(IdentityRoutes::named);
  }

  private static <T> Future<T> named(Throwable cause) {
    boolean late = cause instanceof TimeoutException;
    return Future.failedFuture(late ? Failure.TIMEOUT.because(null) : cause);
  }
}
