package dev.omnibus.coordinator;

import dev.omnibus.mcp.McpSession;
import dev.omnibus.mcp.RequestOptions;
import dev.omnibus.mcp.TransportKind;
import dev.omnibus.model.Link;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.OptionalLong;

/** What one session offers, as far as it was counted; null where it was not, or not yet. */
final class Inventory {

  private final McpSession session;
  private final TransportKind transport;
  private final Long pid;
  private Integer tools;
  private Integer prompts;
  private Integer resources;

  Inventory(McpSession session, TransportKind transport, OptionalLong pid) {
    this.session = session;
    this.transport = transport;
    this.pid = pid.isPresent() ? pid.getAsLong() : null;
  }

  /** Counts again what the server says it has; a listing that fails keeps its old count. */
  Future<Void> count(Duration timeout) {
    return Future.join(
            list("tools", timeout).onSuccess(n -> tools = n),
            list("prompts", timeout).onSuccess(n -> prompts = n),
            list("resources", timeout).onSuccess(n -> resources = n))
        .<Void>mapEmpty()
        .otherwiseEmpty();
  }

  /** All that is known of the far end now. */
  Link link() {
    return new Link(
        transport,
        session.era(),
        session.protocolVersion(),
        session.serverInfo().getString("name"),
        session.serverInfo().getString("version"),
        tools,
        prompts,
        resources,
        pid);
  }

  private Future<Integer> list(String what, Duration timeout) {
    if (!session.capabilities().containsKey(what)) {
      return Future.succeededFuture(0);
    }
    RequestOptions options = RequestOptions.within(timeout);
    return new Listing(what, params -> session.request(what + "/list", params, options))
        .all()
        .map(items -> items.size());
  }
}
