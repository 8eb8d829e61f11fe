package dev.omnibus.gateway;

import dev.omnibus.access.Caller;
import dev.omnibus.access.Doorkeeper;
import dev.omnibus.access.ProtectedResource;
import dev.omnibus.bus.BusException;
import dev.omnibus.config.GatewayConfig;
import dev.omnibus.gateway.agent.Answers;
import dev.omnibus.gateway.agent.Cors;
import dev.omnibus.gateway.agent.EraRules;
import dev.omnibus.gateway.agent.Hosts;
import dev.omnibus.gateway.agent.MediaTypes;
import dev.omnibus.gateway.agent.Permits;
import dev.omnibus.gateway.agent.Post;
import dev.omnibus.gateway.agent.RpcException;
import dev.omnibus.gateway.plane.Guest;
import dev.omnibus.gateway.plane.Plane;
import dev.omnibus.gateway.relay.Relay;
import dev.omnibus.gateway.session.Session;
import dev.omnibus.gateway.session.Sessions;
import dev.omnibus.gateway.target.Target;
import dev.omnibus.mcp.Era;
import dev.omnibus.mcp.wire.Envelope;
import dev.omnibus.mcp.wire.WireException;
import io.vertx.core.Handler;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The MCP endpoints on one event loop. In this order: the page's origin and the host, the method,
 * the caller, the form of the message, its era, what the caller may see, its session; then a server
 * is asked.
 */
public final class Front implements Handler<HttpServerRequest> {

  private static final Logger LOG = LoggerFactory.getLogger(Front.class);
  private static final String SESSION = "Mcp-Session-Id";
  private static final long IDENTIFY_SECONDS = 10;

  private final Doorkeeper doorkeeper;
  private final ProtectedResource resource;
  private final Hosts hosts;
  private final Permits permits;
  private final Sessions sessions;
  private final GatewayConfig config;
  private final Switch routes;
  private final Plane plane;
  private final Relay relay;

  Front(
      Doorkeeper doorkeeper,
      ProtectedResource resource,
      Hosts hosts,
      Permits permits,
      Sessions sessions,
      GatewayConfig config,
      Switch routes,
      Plane plane,
      Relay relay) {
    this.doorkeeper = doorkeeper;
    this.resource = resource;
    this.hosts = hosts;
    this.permits = permits;
    this.sessions = sessions;
    this.config = config;
    this.routes = routes;
    this.plane = plane;
    this.relay = relay;
  }

  @Override
  public void handle(HttpServerRequest http) {
    if (!doorkeeper.originAllowed(http)) {
      refuse(http, RpcException.own(403, "this origin is not allowed"));
      return;
    }
    Cors.open(http);
    if (!hosts.allow(http)) {
      LOG.warn("refused reason=host remote={}", http.remoteAddress());
      refuse(
          http, RpcException.own(403, "this host is not one of ours; 'http.origins' can name it"));
    } else if (http.method() == HttpMethod.POST) {
      post(http);
    } else if (http.method() == HttpMethod.GET) {
      identify(http, caller -> stand(http, caller, false));
    } else if (http.method() == HttpMethod.DELETE) {
      identify(http, caller -> stand(http, caller, true));
    } else if (http.method() == HttpMethod.OPTIONS) {
      Cors.preflight(http);
    } else {
      refuse(http, RpcException.own(405, "only POST, GET and DELETE"));
    }
  }

  private void identify(HttpServerRequest http, Consumer<Caller> then) {
    Caller known = doorkeeper.knownByHeader(http);
    known = known == null ? doorkeeper.anonymous(http) : known;
    if (known != null) {
      then.accept(known);
      return;
    }
    http.pause();
    doorkeeper
        .callerByHeader(http)
        .timeout(IDENTIFY_SECONDS, TimeUnit.SECONDS)
        .onComplete(ignored -> http.resume())
        .onSuccess(then::accept)
        .onFailure(cause -> unidentified(http, cause));
  }

  private void unidentified(HttpServerRequest http, Throwable cause) {
    resource
        .challenge(http.path(), cause)
        .ifPresent(how -> http.response().putHeader("WWW-Authenticate", how));
    fail(http, null, cause);
  }

  private void post(HttpServerRequest http) {
    identify(
        http,
        caller -> {
          if (!MediaTypes.isJson(http.getHeader(HttpHeaders.CONTENT_TYPE))) {
            refuse(http, RpcException.own(415, "the body must be application/json"));
          } else if (!MediaTypes.takesJson(http.headers().getAll(HttpHeaders.ACCEPT))) {
            refuse(http, RpcException.own(406, "the answer is application/json"));
          } else {
            new Body(http, config.maxBodyBytes()).read(body -> taken(http, caller, body));
          }
        });
  }

  private void taken(HttpServerRequest http, Caller caller, Buffer body) {
    if (body == null) {
      refuse(http, RpcException.own(413, "more than " + config.maxBodyBytes() + " bytes"));
      return;
    }
    String id = null;
    try {
      Envelope message = Envelope.of(body);
      id = message.id();
      route(http, caller, message);
    } catch (WireException malformed) {
      fail(http, malformed.id(), RpcException.of(malformed));
    } catch (RpcException | BusException refused) {
      fail(http, id, refused);
    }
  }

  private void route(HttpServerRequest http, Caller caller, Envelope message) {
    String server = server(http, caller);
    Era era =
        message.type() == Envelope.Type.REQUEST || message.type() == Envelope.Type.NOTIFICATION
            ? EraRules.check(message, http.headers())
            : EraRules.ofReply(http.headers());
    if (server != null && routes.isOpen(server, era)) {
      routes
          .target(server)
          .compose(relay::speaksLegacy)
          .onSuccess(speaks -> routes.decide(server, speaks))
          .onSuccess(
              done -> guarded(http, message.id(), () -> route(http, caller, server, era, message)))
          .onFailure(cause -> fail(http, message.id(), unreached(cause)));
    } else {
      route(http, caller, server, era, message);
    }
  }

  private static RpcException unreached(Throwable cause) {
    LOG.debug("era not found out: {}", cause.toString());
    return RpcException.own(503, "the server can't be reached");
  }

  private void route(
      HttpServerRequest http, Caller caller, String server, Era era, Envelope message) {
    String sessionId = era == Era.LEGACY ? http.getHeader(SESSION) : null;
    boolean begins = "initialize".equals(message.method());
    if (sessionId == null || begins) {
      deliver(new Post(http, caller, server, era, null, message));
      return;
    }
    String name = server == null ? Guest.ALL : server;
    Session session = sessions.known(sessionId, name, caller);
    if (session != null) {
      deliver(new Post(http, caller, server, era, session, message));
    } else {
      sessions
          .find(sessionId, name, caller)
          .onSuccess(found -> found(http, caller, server, message, found))
          .onFailure(cause -> fail(http, message.id(), cause));
    }
  }

  private void found(
      HttpServerRequest http, Caller caller, String server, Envelope message, Session session) {
    if (session == null) {
      fail(http, message.id(), noSession());
    } else {
      guarded(
          http,
          message.id(),
          () -> deliver(new Post(http, caller, server, Era.LEGACY, session, message)));
    }
  }

  private void deliver(Post post) {
    if (post.server() != null && routes.relays(post.server(), post.era())) {
      relay(post);
    } else {
      plane.post(post);
    }
  }

  private static RpcException noSession() {
    return RpcException.own(404, "there is no such session");
  }

  private void relay(Post post) {
    Target target = routes.known(post.server());
    if (target != null) {
      relay.post(post, target);
      return;
    }
    routes
        .target(post.server())
        .onSuccess(made -> guarded(post.http(), post.message().id(), () -> relay.post(post, made)))
        .onFailure(cause -> fail(post.http(), post.message().id(), cause));
  }

  /** GET and DELETE, which only the legacy era has. */
  private void stand(HttpServerRequest http, Caller caller, boolean end) {
    guarded(
        http,
        null,
        () -> {
          String server = server(http, caller);
          String sessionId = http.getHeader(SESSION);
          if (EraRules.claimsModern(http.headers())) {
            refuse(
                http, RpcException.own(405, "only POST; there is no stream and no session here"));
          } else if (sessionId == null) {
            refuse(http, RpcException.badRequest(-32600, "Invalid Request: no session id"));
          } else {
            http.pause();
            sessions
                .find(sessionId, server == null ? Guest.ALL : server, caller)
                .onComplete(ignored -> http.resume())
                .onSuccess(session -> stand(http, caller, server, session, end))
                .onFailure(cause -> fail(http, null, cause));
          }
        });
  }

  private void stand(
      HttpServerRequest http, Caller caller, String server, Session session, boolean end) {
    if (session == null) {
      fail(http, null, noSession());
    } else if (server == null || !routes.relays(server, Era.LEGACY)) {
      if (end) {
        plane.end(http, caller, session);
      } else {
        plane.listen(http, caller, session);
      }
    } else {
      routes
          .target(server)
          .onSuccess(target -> stand(http, caller, session, target, end))
          .onFailure(cause -> fail(http, null, cause));
    }
  }

  private void stand(
      HttpServerRequest http, Caller caller, Session session, Target target, boolean end) {
    if (end) {
      relay.end(http, session, target);
    } else {
      relay.listen(http, caller, session, target);
    }
  }

  /** Null for all; a server that the caller may not see is one that is not there. */
  private String server(HttpServerRequest http, Caller caller) {
    String path = http.path();
    if (path.length() <= "/mcp/".length()) {
      return null;
    }
    String server = path.substring("/mcp/".length());
    if (routes.exists(server) && permits.sees(caller, server)) {
      return server;
    }
    LOG.info("refused user={} reason=no such server", caller.user());
    throw RpcException.noServer(server);
  }

  private static void guarded(HttpServerRequest http, String id, Runnable what) {
    try {
      what.run();
    } catch (RpcException | BusException refused) {
      fail(http, id, refused);
    }
  }

  private static void refuse(HttpServerRequest http, RpcException why) {
    fail(http, null, why);
  }

  private static void fail(HttpServerRequest http, String id, Throwable cause) {
    RpcException why = RpcException.of(cause);
    if (!(cause instanceof RpcException || cause instanceof BusException)) {
      LOG.error("unforeseen path={}", http.path(), cause);
    }
    int status = why.status(EraRules.claimsModern(http.headers()));
    Answers.error(http, status, id, why.error());
  }
}
