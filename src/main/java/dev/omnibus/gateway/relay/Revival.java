package dev.omnibus.gateway.relay;

import dev.omnibus.gateway.session.Session;
import dev.omnibus.gateway.session.Sessions;
import dev.omnibus.gateway.target.Target;
import dev.omnibus.mcp.McpException;
import dev.omnibus.mcp.McpException.Kind;
import dev.omnibus.mcp.Revisions;
import dev.omnibus.mcp.transport.BodyReader;
import dev.omnibus.mcp.wire.Envelope;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.Json;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes a session anew at a server that forgot it: says {@code initialize} with the agent's own
 * words again, then the log level and the subscriptions. The agent's id stays, and real clients
 * need that: they do not begin again by themselves. All that find a session forgotten wait for one
 * revival.
 */
final class Revival {

  private static final Logger LOG = LoggerFactory.getLogger(Revival.class);
  private static final long SECONDS = 10;
  private static final int MOST = 1 << 20;
  private static final String SELF =
      "{\"protocolVersion\":\""
          + Revisions.NEWEST_LEGACY
          + "\",\"capabilities\":{},\"clientInfo\":{\"name\":\"omnibus\",\"version\":\"1\"}}";

  private static final String ID = "\"omnibus\"";

  private final Relay relay;
  private final Sessions sessions;
  private final Map<String, Future<Void>> running = new ConcurrentHashMap<>();

  Revival(Relay relay, Sessions sessions) {
    this.relay = relay;
    this.sessions = sessions;
  }

  /**
   * @param asked the upstream session id that was refused; another may be in force by now
   */
  Future<Void> of(Session session, String asked, Target target) {
    if (!session.changes().upstream().equals(asked)) {
      return Future.succeededFuture();
    }
    String uid = session.start().uid();
    Future<Void> under = running.get(uid);
    if (under != null) {
      return under;
    }
    Future<Void> begun = revive(session, target).timeout(SECONDS, TimeUnit.SECONDS);
    running.put(uid, begun);
    return begun.onComplete(done -> running.remove(uid));
  }

  /** Whether the server still knows the session. */
  Future<Boolean> alive(Session session, Target target) {
    return post(target, session.changes().upstream(), message("ping", null, ID))
        .compose(response -> BodyReader.read(response, MOST).map(response.statusCode() == 200))
        .timeout(SECONDS, TimeUnit.SECONDS);
  }

  /** Whether the server answers {@code initialize}; the session that comes of it is ended. */
  Future<Boolean> opens(Target target) {
    return post(target, null, message("initialize", SELF, ID))
        .compose(response -> BodyReader.read(response, MOST).map(body -> response))
        .compose(
            response ->
                response.getHeader(Headers.SESSION) == null
                    ? Future.succeededFuture(response.statusCode() == 200)
                    : end(target, response.getHeader(Headers.SESSION)).map(true))
        .timeout(SECONDS, TimeUnit.SECONDS);
  }

  /** A server that knows no end of sessions is none the worse. */
  private Future<Void> end(Target target, String session) {
    return relay
        .requests()
        .request(target.request(HttpMethod.DELETE))
        .compose(
            request -> {
              target.headers().forEach(request::putHeader);
              return request.putHeader(Headers.SESSION, session).send();
            })
        .compose(response -> BodyReader.read(response, MOST))
        .<Void>mapEmpty()
        .otherwiseEmpty();
  }

  private Future<Void> revive(Session session, Target target) {
    return post(target, null, message("initialize", session.start().init(), ID))
        .compose(response -> BodyReader.read(response, MOST).map(body -> idIn(response)))
        .compose(
            young ->
                post(target, young, message("notifications/initialized", null, null))
                    .compose(response -> BodyReader.read(response, MOST))
                    .compose(done -> replay(session, target, young))
                    .compose(done -> sessions.renewed(session, young)))
        .onSuccess(done -> LOG.info("session made anew server={}", target.server()))
        .onFailure(
            cause -> LOG.info("session lost server={}: {}", target.server(), cause.toString()));
  }

  private Future<Void> replay(Session session, Target target, String young) {
    Future<Void> done = Future.succeededFuture();
    String level = session.changes().logLevel();
    if (level != null) {
      done = done.compose(v -> say(target, young, "logging/setLevel", "{\"level\":" + level + "}"));
    }
    for (String uri : session.changes().subscriptions()) {
      String params = "{\"uri\":" + Json.encode(uri) + "}";
      done = done.compose(v -> say(target, young, "resources/subscribe", params));
    }
    return done;
  }

  /** A refusal is no reason to give up the session. */
  private Future<Void> say(Target target, String session, String method, String params) {
    return post(target, session, message(method, params, ID))
        .compose(response -> BodyReader.read(response, MOST))
        .mapEmpty();
  }

  private static String idIn(HttpClientResponse response) {
    String id = response.getHeader(Headers.SESSION);
    if (response.statusCode() != 200 || id == null) {
      throw McpException.of(Kind.SESSION_EXPIRED, "the server takes no new session");
    }
    return id;
  }

  private Future<HttpClientResponse> post(Target target, String session, Buffer message) {
    return relay
        .requests()
        .request(target.request(HttpMethod.POST))
        .compose(
            request -> {
              target.headers().forEach(request::putHeader);
              request.putHeader("Content-Type", "application/json");
              request.putHeader("Accept", "application/json, text/event-stream");
              if (session != null) {
                request.putHeader(Headers.SESSION, session);
              }
              return sent(request, message);
            });
  }

  private static Future<HttpClientResponse> sent(HttpClientRequest request, Buffer message) {
    return request.send(message);
  }

  private static Buffer message(String method, String params, String id) {
    String json =
        "{\"jsonrpc\":\"2.0\","
            + (id == null ? "" : "\"id\":" + id + ",")
            + "\"method\":\""
            + method
            + "\""
            + (params == null ? "" : ",\"params\":" + params)
            + "}";
    return Envelope.of(json).bytes();
  }
}
