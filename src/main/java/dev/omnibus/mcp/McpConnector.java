package dev.omnibus.mcp;

import dev.omnibus.mcp.transport.HttpClients;
import dev.omnibus.mcp.transport.Link;
import dev.omnibus.mcp.transport.PageReader;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Opens sessions to MCP servers. One a node is enough: it holds the connection pools and knows
 * every link that is open, so that closing it leaves no process and no session behind.
 */
public final class McpConnector {
  private final Vertx vertx;
  private final ClientInfo client;
  private final HttpClients clients;
  private final Map<Link, Context> links = new ConcurrentHashMap<>();

  public McpConnector(Vertx vertx, ClientInfo client) {
    this.vertx = vertx;
    this.client = client;
    this.clients = HttpClients.of(vertx);
  }

  /**
   * Opens a session that lives on the caller's context. Fails with an {@link McpException} within
   * the deadline; then no process, connection or session of it is left.
   */
  public Future<McpSession> connect(Endpoint endpoint, ConnectOptions options) {
    Context context = vertx.getOrCreateContext();
    Attempt attempt =
        new Attempt(vertx, context, clients, client, options, link -> track(link, context));
    return ContextHop.there(context, () -> attempt.start(endpoint));
  }

  /** Reads pages of servers over the connections of their sessions. */
  public PageReader pages(String accept, int maxBytes) {
    return new PageReader(clients, accept, maxBytes);
  }

  /** Ends every session; completes when the last process is gone. */
  public Future<Void> close() {
    List<Future<Void>> closing = new ArrayList<>();
    links.forEach((link, context) -> closing.add(closeOn(context, link)));
    return Future.join(closing).eventually(clients::close).mapEmpty();
  }

  /** A link belongs to its context. */
  private static Future<Void> closeOn(Context context, Link link) {
    return ContextHop.there(context, link::close);
  }

  private void track(Link link, Context context) {
    links.put(link, context);
    link.closed().onComplete(done -> links.remove(link));
  }
}
