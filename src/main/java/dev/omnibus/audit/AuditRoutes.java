package dev.omnibus.audit;

import dev.omnibus.access.Caller;
import dev.omnibus.access.Doorkeeper;
import dev.omnibus.access.Policy;
import dev.omnibus.bus.Addresses;
import dev.omnibus.bus.BusException;
import dev.omnibus.bus.Failure;
import io.vertx.core.Future;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.List;
import java.util.function.BiFunction;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The log as a file of any size: {@code GET /api/v1/audit/export?format=csv|jsonl} with the fields
 * of a search, newest first. A page is read when the one before has left; an export that breaks
 * ends without its last chunk, so that nobody takes it for whole.
 */
public final class AuditRoutes {

  private static final Logger LOG = LoggerFactory.getLogger(AuditRoutes.class);

  private static final List<String> FIELDS =
      List.of("user", "server", "tool", "action", "outcome", "text", "from", "to");

  private final Doorkeeper doorkeeper;
  private final Policy policy;
  private final BiFunction<JsonObject, Caller, Future<JsonObject>> search;

  AuditRoutes(
      Doorkeeper doorkeeper,
      Policy policy,
      BiFunction<JsonObject, Caller, Future<JsonObject>> search) {
    this.doorkeeper = doorkeeper;
    this.policy = policy;
    this.search = search;
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
    return search
        .apply(wanted, caller)
        .compose(first -> begin(context.response(), format, wanted, caller, first));
  }

  private static JsonObject wanted(RoutingContext context) {
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

  private Future<Void> begin(
      HttpServerResponse response,
      ExportFormat format,
      JsonObject wanted,
      Caller caller,
      JsonObject first) {
    response
        .setChunked(true)
        .putHeader(HttpHeaders.CONTENT_TYPE, format.mediaType())
        .putHeader(HttpHeaders.CACHE_CONTROL, "no-store")
        .putHeader("Content-Disposition", "attachment; filename=\"audit." + format.word() + "\"");
    return response
        .write(format.head())
        .compose(done -> page(response, format, wanted, caller, first));
  }

  /** Waiting for the write is what keeps the memory small. */
  private Future<Void> page(
      HttpServerResponse response,
      ExportFormat format,
      JsonObject wanted,
      Caller caller,
      JsonObject page) {
    String cursor = page.getString("cursor");
    Future<Void> sent = response.write(format.rows(page.getJsonArray("rows")));
    return cursor == null
        ? sent.compose(done -> response.end())
        : sent.compose(done -> search.apply(wanted.copy().put("cursor", cursor), caller))
            .compose(next -> page(response, format, wanted, caller, next));
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
