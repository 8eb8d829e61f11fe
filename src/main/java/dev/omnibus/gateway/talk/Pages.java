package dev.omnibus.gateway.talk;

import dev.omnibus.access.Caller;
import dev.omnibus.gateway.agent.Listed;
import dev.omnibus.gateway.agent.RpcException;
import dev.omnibus.mcp.JsonRpc;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * All pages of one listing of one server, within one deadline, {@value #MOST} at most: a server
 * that always has a next page must not keep us. (MCP 2025-11-25, server/utilities/pagination.)
 */
final class Pages {

  private static final int MOST = 100;

  private final Servers servers;
  private final String server;
  private final Listed listed;
  private final Caller caller;
  private final long end;
  private final List<JsonObject> items = new ArrayList<>();

  private Pages(Servers servers, String server, Listed listed, Caller caller, Duration timeout) {
    this.servers = servers;
    this.server = server;
    this.listed = listed;
    this.caller = caller;
    this.end = System.nanoTime() + timeout.toNanos();
  }

  /** Completes with all items; none where the server does not know the method. */
  static Future<List<JsonObject>> of(
      Servers servers, String server, Listed listed, Caller caller, Duration timeout) {
    return new Pages(servers, server, listed, caller, timeout).next(new JsonObject(), MOST);
  }

  private Future<List<JsonObject>> next(JsonObject params, int left) {
    Duration timeout = Duration.ofNanos(Math.max(1_000_000, end - System.nanoTime()));
    return servers
        .request(server, listed.method(), params, caller, timeout)
        .compose(result -> add(result, left), Pages::noneIfUnknown);
  }

  private Future<List<JsonObject>> add(JsonObject result, int left) {
    items.addAll(listed.items(result));
    return result.getValue("nextCursor") instanceof String cursor && left > 1
        ? next(new JsonObject().put("cursor", cursor), left - 1)
        : Future.succeededFuture(items);
  }

  private static Future<List<JsonObject>> noneIfUnknown(Throwable cause) {
    return cause instanceof RpcException said && said.code() == JsonRpc.METHOD_NOT_FOUND
        ? Future.succeededFuture(List.of())
        : Future.failedFuture(cause);
  }
}
