package dev.omnibus.coordinator;

import dev.omnibus.mcp.McpSession;
import dev.omnibus.mcp.TransportKind;
import dev.omnibus.model.Link;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;

/** What one session offers, as far as it was counted; null where it was not, or not yet. */
final class Inventory {

  private final McpSession session;
  private final TransportKind transport;
  private final Long pid;
  private final Lists lists;

  Inventory(McpSession session, TransportKind transport, OptionalLong pid, Lists lists) {
    this.lists = lists;
    this.session = session;
    this.transport = transport;
    this.pid = pid.isPresent() ? pid.getAsLong() : null;
  }

  /** Counts again what the server says it has; a listing that fails keeps its old count. */
  Future<Void> count(Duration timeout) {
    return lists
        .refresh()
        .timeout(Math.max(1, timeout.toMillis()), TimeUnit.MILLISECONDS)
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
        lists.count("tools"),
        lists.count("prompts"),
        lists.count("resources"),
        pid);
  }
}
