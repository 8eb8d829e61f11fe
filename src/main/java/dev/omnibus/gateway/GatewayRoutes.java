package dev.omnibus.gateway;

import dev.omnibus.access.Access;
import dev.omnibus.access.Caller;
import dev.omnibus.access.Doorkeeper;
import dev.omnibus.bus.Bus;
import dev.omnibus.bus.BusException;
import dev.omnibus.cluster.Owners;
import dev.omnibus.config.GatewayConfig;
import dev.omnibus.config.LiveConfig;
import dev.omnibus.mcp.ClientInfo;
import dev.omnibus.mcp.Era;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.BodyHandler;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The MCP endpoints. In this order: the page's origin and the host, the method, the caller, the
 * form of the message, its era, and what the caller may see; then a server is asked.
 */
public final class GatewayRoutes {

  private static final Logger LOG = LoggerFactory.getLogger(GatewayRoutes.class);
  private static final String CALLER = "omnibus.caller";
  private static final long IDENTIFY_SECONDS = 10;

  private final Doorkeeper doorkeeper;
  private final Hosts hosts;
  private final Servers servers;
  private final Permits permits;
  private final GatewayConfig config;
  private final Face all;

  /**
   * @param self how {@code /mcp} calls itself
   * @param origins configured origins; their hosts are names of this node too
   */
  public GatewayRoutes(
      Bus bus,
      Owners owners,
      LiveConfig live,
      Access access,
      GatewayConfig config,
      ClientInfo self,
      List<String> origins) {
    this.doorkeeper = access.doorkeeper();
    this.hosts = new Hosts(origins);
    this.servers = new Servers(bus, owners, live);
    this.permits = new Permits(access.policy());
    this.config = config;
    this.all = new AllServers(servers, permits, config, self);
  }

  /** Mounts {@code /mcp} and {@code /mcp/{server}}. */
  public void mount(Router router) {
    BodyHandler body = BodyHandler.create(false).setBodyLimit(config.maxBodyBytes());
    for (String path : List.of("/mcp", "/mcp/:server")) {
      router.route(path).handler(this::guard).failureHandler(this::failed);
      router.post(path).handler(this::identify).handler(this::form);
      router.post(path).handler(body);
      router.post(path).handler(this::answer).failureHandler(this::failed);
    }
  }

  private void guard(RoutingContext ctx) {
    if (!doorkeeper.originAllowed(ctx.request())) {
      refuse(ctx, 403, "this origin is not allowed");
    } else if (!hosts.allow(ctx.request())) {
      LOG.warn("refused reason=host remote={}", ctx.request().remoteAddress());
      refuse(ctx, 403, "this host is not one of ours; 'http.origins' can name it");
    } else if (!ctx.request().method().equals(HttpMethod.POST)) {
      refuse(ctx, 405, "only POST; streams and sessions are not offered");
    } else {
      ctx.next();
    }
  }

  private void identify(RoutingContext ctx) {
    ctx.request().pause();
    doorkeeper
        .callerByHeader(ctx.request())
        .timeout(IDENTIFY_SECONDS, TimeUnit.SECONDS)
        .onComplete(ignored -> ctx.request().resume())
        .onSuccess(caller -> ctx.put(CALLER, caller).next())
        .onFailure(cause -> fail(ctx, null, null, cause));
  }

  private void form(RoutingContext ctx) {
    if (!MediaTypes.isJson(ctx.request().getHeader(HttpHeaders.CONTENT_TYPE))) {
      refuse(ctx, 415, "the body must be application/json");
    } else if (!MediaTypes.takesJson(ctx.request().headers().getAll(HttpHeaders.ACCEPT))) {
      refuse(ctx, 406, "the answer is application/json");
    } else {
      ctx.next();
    }
  }

  private void answer(RoutingContext ctx) {
    Buffer body = ctx.body().buffer() == null ? Buffer.buffer() : ctx.body().buffer();
    Message message;
    try {
      message = Message.parse(body);
    } catch (RpcException malformed) {
      fail(ctx, Message.idOf(body), null, malformed);
      return;
    }
    Future.succeededFuture(message)
        .map(parsed -> face(ctx, parsed))
        .compose(face -> answer(ctx, message, face))
        .onFailure(cause -> fail(ctx, message.id(), message, cause));
  }

  /** A server that the caller may not see is one that is not there. */
  private Face face(RoutingContext ctx, Message message) {
    String server = ctx.pathParam("server");
    if (server == null) {
      return all;
    }
    Caller caller = ctx.get(CALLER);
    if (servers.exists(server) && permits.sees(caller, server)) {
      return new OneServer(server, servers, permits, config);
    }
    LOG.info("refused user={} reason=no such server", caller.user());
    throw RpcException.noServer(server);
  }

  /** Nothing is under way between two requests, so there is nothing that a notification changes. */
  private Future<?> answer(RoutingContext ctx, Message message, Face face) {
    if (message.isNotification()) {
      Answers.accepted(ctx);
      return Future.succeededFuture();
    }
    Era era = EraRules.check(message, ctx.request().headers());
    return Dialogue.answer(new Asked(message, ctx.get(CALLER), era), face)
        .onSuccess(result -> Answers.result(ctx, message.id(), result));
  }

  private void failed(RoutingContext ctx) {
    if (ctx.failure() == null || ctx.statusCode() < 500) {
      boolean large = ctx.statusCode() == 413;
      refuse(
          ctx,
          ctx.statusCode(),
          large
              ? "more than " + config.maxBodyBytes() + " bytes"
              : "the request is not well-formed");
    } else {
      fail(ctx, null, null, ctx.failure());
    }
  }

  private static void refuse(RoutingContext ctx, int status, String why) {
    fail(ctx, null, null, RpcException.own(status, why));
  }

  private static void fail(RoutingContext ctx, Object id, Message message, Throwable cause) {
    RpcException why = RpcException.of(cause);
    boolean modern = EraRules.claimsModern(ctx.request().headers());
    int status = why.status(modern);
    if (!(cause instanceof RpcException || cause instanceof BusException)) {
      LOG.error("unforeseen path={}", ctx.normalizedPath(), cause);
    } else if (status >= 500 && message != null) {
      Caller caller = ctx.get(CALLER);
      LOG.info("user={} method={} failed: {}", caller.user(), message.method(), why.getMessage());
    }
    Answers.error(ctx, status, id, why.error());
  }
}
