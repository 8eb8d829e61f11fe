package dev.omnibus.gateway.talk;

import dev.omnibus.bus.Bus;
import dev.omnibus.bus.BusException;
import dev.omnibus.bus.Failure;
import dev.omnibus.cluster.Owners;
import dev.omnibus.config.GatewayConfig;
import dev.omnibus.config.LiveConfig;
import dev.omnibus.gateway.agent.Answers;
import dev.omnibus.gateway.agent.Permits;
import dev.omnibus.gateway.agent.Post;
import dev.omnibus.gateway.agent.RpcException;
import dev.omnibus.gateway.seen.Outcome;
import dev.omnibus.gateway.seen.Seen;
import dev.omnibus.gateway.seen.Sight;
import dev.omnibus.mcp.ClientInfo;
import dev.omnibus.mcp.Era;
import io.vertx.core.Future;

/** Answers one request of an agent with one message, whatever server is behind. */
public final class Talk {

  /** What {@code /mcp} is called where calls are counted. */
  private static final String ALL = "*";

  private final Servers servers;
  private final Permits permits;
  private final Seen seen;
  private final GatewayConfig config;
  private final Face all;

  public Talk(
      Bus bus,
      Owners owners,
      LiveConfig live,
      Permits permits,
      Seen seen,
      GatewayConfig config,
      ClientInfo self) {
    this.servers = new Servers(bus, owners, live);
    this.permits = permits;
    this.seen = seen;
    this.config = config;
    this.all = new AllServers(servers, permits, config, self);
  }

  /** Answers it; fails with what becomes an error for the agent. */
  public Future<Void> serve(Post post) {
    if (!post.isRequest()) {
      Answers.accepted(post.http());
      return Future.succeededFuture();
    }
    Message message = Message.parse(post.message().bytes());
    Face face =
        post.server() == null ? all : new OneServer(post.server(), servers, permits, config);
    Sight sight = sight(post);
    sight.sent(post.message().bytes().length());
    return Future.succeededFuture(new Asked(message, post.caller(), post.era()))
        .compose(asked -> Dialogue.answer(asked, face))
        .onSuccess(result -> Answers.result(post.http(), post.message().id(), result))
        .onSuccess(
            result ->
                sight.finished(
                    Boolean.TRUE.equals(result.getValue("isError")) ? Outcome.TOOL : Outcome.OK))
        .onFailure(cause -> sight.finished(outcome(cause)))
        .mapEmpty();
  }

  private Sight sight(Post post) {
    String tool = post.method().equals("tools/call") ? post.thing() : null;
    String server = post.server() == null ? ALL : post.server();
    String trace =
        post.era() == Era.MODERN ? post.message().text("params", "_meta", "traceparent") : null;
    return seen.begin(post.caller(), server, post.method(), tool, trace);
  }

  private static Outcome outcome(Throwable cause) {
    if (cause instanceof RpcException) {
      return Outcome.PROTOCOL;
    }
    if (cause instanceof BusException known) {
      return switch (known.failure()) {
        case TIMEOUT -> Outcome.TIMEOUT;
        case LIMITED -> Outcome.LIMIT;
        case FORBIDDEN, UNAUTHENTICATED -> Outcome.POLICY;
        default -> known.failure() == Failure.BUG ? Outcome.PROTOCOL : Outcome.TRANSPORT;
      };
    }
    return Outcome.PROTOCOL;
  }
}
