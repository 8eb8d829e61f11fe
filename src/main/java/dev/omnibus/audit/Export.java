package dev.omnibus.audit;

import dev.omnibus.bus.BusException;
import dev.omnibus.bus.Failure;
import dev.omnibus.trail.AuditEntry;
import io.vertx.core.Future;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.json.JsonObject;
import java.time.Clock;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/**
 * One download of the log: a page is read when the one before has left, for one reader who takes
 * them. Where rows of a node are missing it breaks off, so that nobody takes it for whole; so it
 * does when the reader takes nothing for long. It is an act itself.
 *
 * <p>{@code {"action":"audit.export","user":"ann","outcome":"ok","durationMs":310,
 * "detail":{"format":"csv","rows":4200,"filter":{"server":"files"}}}}
 */
final class Export {

  private static final String ACTION = "audit.export";

  /** A page that has not left by then never will. */
  private static final int LONGEST_SECONDS = 120;

  private final HttpServerResponse response;
  private final ExportFormat format;
  private final JsonObject wanted;
  private final Function<JsonObject, Future<JsonObject>> search;
  private long rows;

  /**
   * @param wanted what is looked for, with the size of a page
   */
  Export(
      HttpServerResponse response,
      ExportFormat format,
      JsonObject wanted,
      Function<JsonObject, Future<JsonObject>> search) {
    this.response = response;
    this.format = format;
    this.wanted = wanted;
    this.search = search;
  }

  Future<Void> run() {
    return search.apply(wanted).map(Export::whole).compose(this::begin);
  }

  /** A file says nothing of nodes that are not in it. */
  private static JsonObject whole(JsonObject page) {
    if (page.containsKey("missing")) {
      throw Failure.UNAVAILABLE.because("rows are missing: a node does not answer");
    }
    return page;
  }

  private Future<Void> begin(JsonObject first) {
    response
        .setChunked(true)
        .putHeader(HttpHeaders.CONTENT_TYPE, format.mediaType())
        .putHeader(HttpHeaders.CACHE_CONTROL, "no-store")
        .putHeader("Content-Disposition", "attachment; filename=\"audit." + format.word() + "\"");
    return taken(response.write(format.head())).compose(done -> page(first));
  }

  /** Waiting for the write is what keeps the memory small. */
  private Future<Void> page(JsonObject page) {
    String cursor = page.getString("cursor");
    rows += page.getJsonArray("rows").size();
    Future<Void> left = taken(response.write(format.rows(page.getJsonArray("rows"))));
    return cursor == null
        ? left.compose(done -> taken(response.end()))
        : left.compose(done -> search.apply(wanted.copy().put("cursor", cursor)))
            .map(Export::whole)
            .compose(this::page);
  }

  /** A reader who takes nothing has no place for ever. */
  private static Future<Void> taken(Future<Void> written) {
    return written.timeout(LONGEST_SECONDS, TimeUnit.SECONDS);
  }

  /** What it was, when it is over. */
  AuditEntry act(Clock clock, String user, long began, Throwable failure) {
    JsonObject filter = wanted.copy();
    filter.remove("limit");
    return new AuditEntry(
        clock.instant(),
        user,
        ACTION,
        wanted.getString("server"),
        null,
        outcome(failure),
        (System.nanoTime() - began) / 1_000_000,
        new JsonObject().put("format", format.word()).put("rows", rows).put("filter", filter));
  }

  private static String outcome(Throwable failure) {
    if (failure == null) {
      return AuditEntry.OK;
    }
    return failure instanceof BusException known ? known.failure().word() : "broken_off";
  }
}
