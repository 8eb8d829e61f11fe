package dev.omnibus.gateway.way;

import dev.omnibus.gateway.era.ParamHeaders;
import dev.omnibus.mcp.JsonRpc;
import dev.omnibus.mcp.McpSession;
import dev.omnibus.mcp.RequestOptions;
import dev.omnibus.mcp.wire.Envelope;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.Map;

/**
 * Which arguments one modern server wants to see in headers: learnt from the lists of tools that
 * pass, and asked for once before the first call. Shared by all ways to the server on this node.
 */
final class HeaderHints {

  private static final Duration LIMIT = Duration.ofSeconds(10);
  private static final int PAGES = 50;

  private volatile ParamHeaders params = ParamHeaders.NONE;
  private volatile Future<Void> known;

  /** The headers of a request beside those that follow from its method. */
  Future<Map<String, String>> of(McpSession session, Envelope request) {
    if (!"tools/call".equals(request.method())) {
      return Future.succeededFuture(Map.of());
    }
    if (known == null) {
      known = ask(session, new JsonObject(), PAGES).otherwiseEmpty();
    }
    return known.map(done -> params.of(request));
  }

  /** A reply that passed. */
  void learn(Envelope request, Envelope reply) {
    if ("tools/list".equals(request.method()) && reply.type() == Envelope.Type.RESULT) {
      params = params.with(reply);
    }
  }

  private Future<Void> ask(McpSession session, JsonObject page, int pages) {
    return session
        .request("tools/list", page, RequestOptions.within(LIMIT))
        .compose(
            result -> {
              params = params.with(JsonRpc.resultOf("0", result.encode()));
              String cursor = result.getString("nextCursor");
              return cursor == null || pages <= 1
                  ? Future.succeededFuture()
                  : ask(session, new JsonObject().put("cursor", cursor), pages - 1);
            });
  }
}
