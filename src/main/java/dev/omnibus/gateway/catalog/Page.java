package dev.omnibus.gateway.catalog;

import dev.omnibus.gateway.agent.Listed;
import dev.omnibus.mcp.Era;
import io.vertx.core.json.Json;
import io.vertx.core.json.JsonObject;
import java.util.List;

/**
 * One page of a list of all servers, as the result of a request: the items in the very words of
 * their servers, and where the next page begins.
 */
public final class Page {

  /** What a page holds at most, unless a single item is larger. */
  private static final int MOST_CHARS = 4 << 20;

  private Page() {}

  /**
   * Raw JSON of the result.
   *
   * @param from index of the first item
   * @param most items on it
   * @param meta may be empty
   */
  public static String of(
      Listed listed, List<Shown> all, int from, int most, JsonObject meta, Era era) {
    StringBuilder out = new StringBuilder("{");
    if (era == Era.MODERN) {
      // What is seen depends on who asks, so that no cache may show it to another.
      out.append("\"resultType\":\"complete\",\"ttlMs\":0,\"cacheScope\":\"private\",");
    }
    out.append('"').append(listed.key()).append("\":[");
    int at = from;
    int begin = out.length();
    while (at < all.size() && at - from < most && out.length() - begin < MOST_CHARS) {
      out.append(at > from ? "," : "").append(all.get(at++).json());
    }
    out.append(']');
    if (at < all.size()) {
      out.append(",\"nextCursor\":").append(Json.encode(Cursor.behind(all, at - 1).text()));
    }
    if (!meta.isEmpty()) {
      out.append(",\"_meta\":").append(meta.encode());
    }
    return out.append('}').toString();
  }
}
