package dev.omnibus.audit;

import dev.omnibus.access.Caller;
import dev.omnibus.access.Doorkeeper;
import dev.omnibus.access.Policy;
import dev.omnibus.bus.Addresses;
import dev.omnibus.bus.BusException;
import dev.omnibus.bus.Failure;
import dev.omnibus.bus.Places;
import dev.omnibus.trail.AuditTrail;
import io.vertx.core.Future;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.time.Clock;
import java.util.List;
import java.util.function.BiFunction;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The log as a file of any size: {@code GET /api/v1/audit/export?format=csv|jsonl} with the fields
 * of a search, newest first. An export that breaks off ends without its last chunk, so that nobody
 * takes it for whole.
 */
public final class AuditRoutes {

  private static final Logger LOG = LoggerFactory.getLogger(AuditRoutes.class);

  private static final List<String> FIELDS =
      List.of("user", "server", "tool", "action", "outcome", "text", "from", "to");

  private static final List<String> OF_THE_FILE = List.of("format", "ticket", "token");

  private static final int MOST_OF_ONE = 2;
  private static final int MOST = 8;

  private final Places places = new Places(MOST_OF_ONE, MOST);
  private final Doorkeeper doorkeeper;
  private final Policy policy;
  private final BiFunction<JsonObject, Caller, Future<JsonObject>> search;
  private final AuditTrail trail;
  private final Clock clock;

  AuditRoutes(
      Doorkeeper doorkeeper,
      Policy policy,
      BiFunction<JsonObject, Caller, Future<JsonObject>> search,
      AuditTrail trail,
      Clock clock) {
    this.doorkeeper = doorkeeper;
    this.policy = policy;
    this.search = search;
    this.trail = trail;
    this.clock = clock;
  }

  /** Adds this room's routes. */
  public void mount(Router router) {
    router.get("/api/v1/audit/export").handler(this::export);
  }

  private void export(RoutingContext context) {
    if (!doorkeeper.originAllowed(context.request())) {
      refuse(context, Failure.FORBIDDEN.because("this origin is not allowed"));
      return;
    }
    caller(context.request())
        .compose(caller -> export(context, caller))
        .onFailure(cause -> failed(context, cause));
  }

  /** A page has its browser fetch the file, which can show nothing but a ticket for one use. */
  private Future<Caller> caller(HttpServerRequest request) {
    return request.getParam("ticket") == null
        ? doorkeeper.callerByHeader(request)
        : doorkeeper.caller(request);
  }

  private Future<Void> export(RoutingContext context, Caller caller) {
    JsonObject wanted = wanted(context);
    if (!policy.mayRequest(caller, Addresses.QUERY_AUDIT_SEARCH, wanted)) {
      throw Failure.FORBIDDEN.because(null);
    }
    ExportFormat format = ExportFormat.of(context.request().getParam("format", "jsonl"));
    Export export =
        new Export(context.response(), format, wanted, body -> search.apply(body, caller));
    long began = System.nanoTime();
    return places
        .in(caller.user(), export::run)
        .onComplete(done -> trail.record(export.act(clock, caller.user(), began, done.cause())));
  }

  private static JsonObject wanted(RoutingContext context) {
    for (String name : context.request().params().names()) {
      if (!FIELDS.contains(name) && !OF_THE_FILE.contains(name)) {
        throw new IllegalArgumentException("'" + name + "' is nothing that an export knows");
      }
    }
    JsonObject wanted = new JsonObject().put("limit", AuditSearch.MOST);
    FIELDS.forEach(
        field -> {
          String value = context.request().getParam(field);
          if (value != null) {
            wanted.put(field, value);
          }
        });
    return wanted;
  }

  private static void failed(RoutingContext context, Throwable cause) {
    if (context.response().headWritten()) {
      LOG.warn("export broken off: {}", cause.getMessage());
      context.request().connection().close();
    } else if (cause instanceof BusException known) {
      refuse(context, known);
    } else if (cause instanceof IllegalArgumentException bad) {
      refuse(context, Failure.BAD_REQUEST.because(bad.getMessage()));
    } else {
      LOG.error("unforeseen path={}", context.request().path(), cause);
      refuse(context, Failure.BUG.because(null));
    }
  }

  private static void refuse(RoutingContext context, BusException why) {
    JsonObject error =
        new JsonObject().put("code", why.failure().code()).put("message", why.getMessage());
    context
        .response()
        .setStatusCode(why.failure().code())
        .putHeader(HttpHeaders.CONTENT_TYPE, "application/json")
        .end(new JsonObject().put("error", error).encode());
  }
}
