package dev.omnibus.coordinator;

import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.function.Function;

/**
 * Reads a paginated MCP listing to its end, or to {@value #PAGES} pages: a server that always has a
 * next page must not keep us for ever. (MCP 2025-11-25, server/utilities/pagination.)
 */
final class Listing {

  private static final int PAGES = 100;

  private final String key;
  private final Function<JsonObject, Future<JsonObject>> page;
  private final JsonArray items = new JsonArray();

  /**
   * @param key of the items in each result, such as {@code tools}
   * @param page asks for one page with the given params
   */
  Listing(String key, Function<JsonObject, Future<JsonObject>> page) {
    this.key = key;
    this.page = page;
  }

  /** All items; reads them once. */
  Future<JsonArray> all() {
    return next(new JsonObject(), PAGES);
  }

  private Future<JsonArray> next(JsonObject params, int pages) {
    return page.apply(params)
        .compose(
            result -> {
              items.addAll(result.getJsonArray(key, new JsonArray()));
              String cursor = result.getString("nextCursor");
              return cursor == null || pages <= 1
                  ? Future.succeededFuture(items)
                  : next(new JsonObject().put("cursor", cursor), pages - 1);
            });
  }
}
