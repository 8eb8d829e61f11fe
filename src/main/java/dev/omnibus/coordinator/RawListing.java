package dev.omnibus.coordinator;

import dev.omnibus.mcp.JsonRpc;
import dev.omnibus.mcp.McpException;
import dev.omnibus.mcp.McpSession;
import dev.omnibus.mcp.wire.Envelope;
import dev.omnibus.mcp.wire.Span;
import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;

/**
 * Reads one list of a server to its end, each item in the server's own words. It stops at {@value
 * #PAGES} pages, {@value #MOST_ITEMS} items or {@value #MOST_CHARS} characters: a server that
 * always has more must not keep us, or fill us up.
 */
final class RawListing {

  static final int MOST_ITEMS = 10_000;
  private static final int PAGES = 100;
  private static final int MOST_CHARS = 16 << 20;

  private final McpSession session;
  private final String method;
  private final String key;
  private final long end;
  private final JsonArray items = new JsonArray();
  private int pages;
  private int chars;
  private boolean isPrivate;
  private boolean cut;

  RawListing(McpSession session, String method, String key, Duration timeout) {
    this.session = session;
    this.method = method;
    this.key = key;
    this.end = System.nanoTime() + timeout.toNanos();
  }

  /**
   * {@code {"items":["{...}"],"private":false,"cut":false}}; empty where the server does not know
   * the method.
   */
  Future<JsonObject> read() {
    return next(null)
        .recover(RawListing::noneIfUnknown)
        .map(
            done -> new JsonObject().put("items", items).put("private", isPrivate).put("cut", cut));
  }

  private Future<Void> next(String cursor) {
    JsonObject params = cursor == null ? null : new JsonObject().put("cursor", cursor);
    return session.ask(method, params, Deadline.left(end)).compose(this::add);
  }

  private Future<Void> add(Envelope page) {
    isPrivate |= "private".equals(page.text("result", "cacheScope"));
    for (Span item : page.items("result", key)) {
      cut |= items.size() >= MOST_ITEMS || chars >= MOST_CHARS;
      if (cut) {
        return Future.succeededFuture();
      }
      items.add(page.raw(item));
      chars += item.length();
    }
    String more = page.text("result", "nextCursor");
    cut = more != null && ++pages >= PAGES;
    return more == null || cut ? Future.succeededFuture() : next(more);
  }

  private static Future<Void> noneIfUnknown(Throwable cause) {
    return cause instanceof McpException said
            && said.rpcCode().orElse(0) == JsonRpc.METHOD_NOT_FOUND
        ? Future.succeededFuture()
        : Future.failedFuture(cause);
  }
}
