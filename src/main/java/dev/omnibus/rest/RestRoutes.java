package dev.omnibus.rest;

import dev.omnibus.access.Access;
import dev.omnibus.access.Caller;
import dev.omnibus.bus.BusException;
import dev.omnibus.bus.Failure;
import dev.omnibus.contract.Contract;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.BodyHandler;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The HTTP face of commands and queries: below {@code /api/v1} what the definitions say, and what
 * they say as {@code /openapi.json} and {@code /asyncapi.json}. In this order: the page's origin,
 * the path and the method, the caller, how often they ask; then the {@link Conversation}. It may be
 * mounted on the routers of several event loops.
 */
public final class RestRoutes {

  private static final Logger LOG = LoggerFactory.getLogger(RestRoutes.class);
  private static final String ROOT = "/api/v1/*";
  private static final String CALLER = "omnibus.caller";
  private static final String MATCH = "omnibus.match";

  private final Access access;
  private final Predicate<Caller> mayAsk;
  private final int maxBody;
  private final Routes routes = new Routes(Contract.ours());
  private final Documents documents = new Documents(Contract.ours());
  private final Conversation conversation;
  private final RestTrail trail;

  /**
   * @param mayAsk takes one of the requests that a caller may make now, if there is one
   */
  RestRoutes(
      Access access,
      Predicate<Caller> mayAsk,
      int maxBody,
      Conversation conversation,
      RestTrail trail) {
    this.access = access;
    this.mayAsk = mayAsk;
    this.maxBody = maxBody;
    this.conversation = conversation;
    this.trail = trail;
  }

  /** Adds this room's routes. What others have below {@code /api/v1} is mounted before. */
  public void mount(Router router) {
    router.get("/openapi.json").handler(context -> documents.openApi(context.request()));
    router.get("/asyncapi.json").handler(context -> documents.asyncApi(context.request()));
    router.route(ROOT).handler(this::enter).failureHandler(this::failed);
    router.route(ROOT).handler(BodyHandler.create(false).setBodyLimit(maxBody));
    router.route(ROOT).handler(this::ask);
  }

  private void enter(RoutingContext context) {
    HttpServerRequest request = context.request();
    if (!access.doorkeeper().originAllowed(request)) {
      throw new Refused(Problem.of(Failure.FORBIDDEN.because("this origin is not allowed")));
    }
    Cors.open(request);
    List<String> path = Paths.of(request);
    Optional<Routes.Match> match = routes.find(request.method().name(), path);
    if (match.isPresent()) {
      context.put(MATCH, match.get());
      identify(context);
    } else {
      nothing(request, routes.methods(path));
    }
  }

  private static void nothing(HttpServerRequest request, List<String> methods) {
    if (methods.isEmpty()) {
      throw new Refused(Problem.of(Failure.NOT_FOUND.because("there is nothing here")));
    }
    if (request.method() == HttpMethod.OPTIONS) {
      Cors.preflight(request, methods);
      return;
    }
    String all = String.join(", ", methods);
    request.response().putHeader(HttpHeaders.ALLOW, all);
    throw new Refused(Problem.methodNotAllowed("there is " + all));
  }

  private void identify(RoutingContext context) {
    context.request().pause();
    access
        .doorkeeper()
        .callerByHeader(context.request())
        .onComplete(done -> context.request().resume())
        .onSuccess(caller -> known(context, caller))
        .onFailure(context::fail);
  }

  private void known(RoutingContext context, Caller caller) {
    if (mayAsk.test(caller)) {
      context.put(CALLER, caller);
      context.next();
    } else {
      trail.limited(caller, context.request(), "rate");
      context.fail(Failure.LIMITED.because(null));
    }
  }

  private void ask(RoutingContext context) {
    conversation.ask(context, context.get(CALLER), context.get(MATCH));
  }

  private void failed(RoutingContext context) {
    Replies.problem(context.request(), problem(context));
  }

  private static Problem problem(RoutingContext context) {
    Throwable cause = context.failure();
    if (cause instanceof Refused refused) {
      return refused.problem();
    }
    if (cause instanceof BusException known) {
      return Problem.of(known);
    }
    Failure failure = Failure.of(context.statusCode());
    if (failure == Failure.BUG) {
      LOG.error("unforeseen path={}", context.request().path(), cause);
    }
    return Problem.of(failure.because(null));
  }
}
