package dev.omnibus.gateway;

import dev.omnibus.access.Caller;
import dev.omnibus.bus.BusException;
import dev.omnibus.gateway.agent.Answers;
import dev.omnibus.gateway.agent.EraRules;
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
import dev.omnibus.mcp.McpException;
import dev.omnibus.mcp.wire.Envelope;
import io.vertx.core.http.HttpServerRequest;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where a well-formed request of a known caller goes, on one event loop. In this order: what the
 * caller may see, the era, the session; then the plane that can carry it.
 */
final class Dispatch {

  private static final Logger LOG = LoggerFactory.getLogger(Dispatch.class);
  private static final String SESSION = "Mcp-Session-Id";
  private static final int LONGEST_ID = 512;

  private final Permits permits;
  private final Sessions sessions;
  private final Switch routes;
  private final Plane plane;
  private final Relay relay;

  Dispatch(Permits permits, Sessions sessions, Switch routes, Plane plane, Relay relay) {
    this.permits = permits;
    this.sessions = sessions;
    this.routes = routes;
    this.plane = plane;
    this.relay = relay;
  }

  /** A message; may throw an {@link RpcException} or a {@link BusException}. */
  void post(HttpServerRequest http, Caller caller, Envelope message) {
    refuseIfLong(message.id());
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
              done ->
                  Answers.orFailed(
                      http, message.id(), () -> route(http, caller, server, era, message)))
          .onFailure(cause -> Answers.failed(http, message.id(), unreached(cause)));
    } else {
      route(http, caller, server, era, message);
    }
  }

  /** Each event of an answer names its request, so that a long id would be said over and over. */
  private static void refuseIfLong(String id) {
    if (id != null && id.length() > LONGEST_ID) {
      throw RpcException.badRequest(
          RpcException.INVALID_REQUEST,
          "Invalid Request: 'id' is longer than " + LONGEST_ID + " characters");
    }
  }

  private static RpcException unreached(Throwable cause) {
    LOG.debug("era not found out: {}", cause.toString());
    if (cause instanceof McpException known && known.kind() == McpException.Kind.MISCONFIGURED) {
      return RpcException.of(cause);
    }
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
          .onFailure(cause -> Answers.failed(http, message.id(), cause));
    }
  }

  private void found(
      HttpServerRequest http, Caller caller, String server, Envelope message, Session session) {
    if (session == null) {
      Answers.failed(http, message.id(), RpcException.noSession());
    } else {
      Answers.orFailed(
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

  private void relay(Post post) {
    Target target = routes.known(post.server());
    if (target != null) {
      relay.post(post, target);
      return;
    }
    routes
        .target(post.server())
        .onSuccess(
            made ->
                Answers.orFailed(post.http(), post.message().id(), () -> relay.post(post, made)))
        .onFailure(cause -> Answers.failed(post.http(), post.message().id(), cause));
  }

  /** GET: a stream of a session. */
  void listen(HttpServerRequest http, Caller caller) {
    stand(http, caller, false);
  }

  /** DELETE: the end of a session. */
  void end(HttpServerRequest http, Caller caller) {
    stand(http, caller, true);
  }

  /** Only the legacy era has these. */
  private void stand(HttpServerRequest http, Caller caller, boolean end) {
    Answers.orFailed(
        http,
        null,
        () -> {
          String server = server(http, caller);
          String sessionId = http.getHeader(SESSION);
          if (EraRules.claimsModern(http.headers())) {
            Answers.failed(
                http,
                null,
                RpcException.own(405, "only POST; there is no stream and no session here"));
          } else if (sessionId == null) {
            Answers.failed(
                http, null, RpcException.badRequest(-32600, "Invalid Request: no session id"));
          } else {
            http.pause();
            sessions
                .find(sessionId, server == null ? Guest.ALL : server, caller)
                .onComplete(ignored -> http.resume())
                .onSuccess(session -> stand(http, caller, server, session, end))
                .onFailure(cause -> Answers.failed(http, null, cause));
          }
        });
  }

  private void stand(
      HttpServerRequest http, Caller caller, String server, Session session, boolean end) {
    if (session == null) {
      Answers.failed(http, null, RpcException.noSession());
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
          .onFailure(cause -> Answers.failed(http, null, cause));
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
}
