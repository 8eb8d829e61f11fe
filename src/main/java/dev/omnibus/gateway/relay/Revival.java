package dev.omnibus.gateway.relay;

import dev.omnibus.gateway.session.Session;
import dev.omnibus.gateway.session.Session.Changes;
import dev.omnibus.gateway.session.Sessions;
import dev.omnibus.gateway.target.Target;
import dev.omnibus.mcp.McpException;
import dev.omnibus.mcp.McpException.Kind;
import dev.omnibus.mcp.Revisions;
import dev.omnibus.mcp.wire.Envelope;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.Json;
import java.time.Duration;
import java.util.Objects;
import java.util.function.BooleanSupplier;
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
  private static final Duration LIMIT = Duration.ofSeconds(10);
  private static final int ROUNDS = 3;
  private static final String SELF =
      "{\"protocolVersion\":\""
          + Revisions.NEWEST_LEGACY
          + "\",\"capabilities\":{},\"clientInfo\":{\"name\":\"omnibus\",\"version\":\"1\"}}";

  private static final String ID = "\"omnibus\"";

  private final Lines lines;
  private final Sessions sessions;
  private final Renewals renewals;

  Revival(Lines lines, Sessions sessions, Renewals renewals) {
    this.lines = lines;
    this.sessions = sessions;
    this.renewals = renewals;
  }

  /**
   * @param asked the server's id of the session that was refused; another may be in force by now
   */
  Future<Void> of(Session session, String asked, Target target) {
    return renewals.once(
        session.start().uid(),
        () ->
            session.changes().upstream().equals(asked)
                ? revive(session, asked, target)
                : Future.succeededFuture());
  }

  /**
   * Begins a session at another replica, because its own can't be asked any more.
   *
   * @param settled whether somebody did that already
   */
  Future<Void> move(Session session, Target next, BooleanSupplier settled) {
    return renewals.once(
        session.start().uid(),
        () ->
            settled.getAsBoolean()
                ? Future.succeededFuture()
                : revive(session, session.changes().upstream(), next));
  }

  /** Whether the server still knows the session. */
  Future<Boolean> alive(String upstream, Target target) {
    return say(target, upstream, message("ping", null, ID)).map(answer -> answer.status() == 200);
  }

  /** Whether the server answers {@code initialize}; the session that comes of it is ended. */
  Future<Boolean> opens(Target target) {
    return say(target, null, message("initialize", SELF, ID))
        .compose(
            answer ->
                answer.session() == null
                    ? Future.succeededFuture(answer.status() == 200)
                    : lines.end(target, answer.session(), LIMIT).map(true));
  }

  private Future<Void> revive(Session session, String asked, Target target) {
    return say(target, null, message("initialize", session.start().init(), ID))
        .map(Revival::idIn)
        .compose(young -> begin(session, asked, target, young))
        .onSuccess(done -> LOG.info("session made anew server={}", target.server()))
        .onFailure(
            cause -> LOG.info("session lost server={}: {}", target.server(), cause.toString()));
  }

  /** Another node may have been faster: then its session is in force, and this one ends. */
  private Future<Void> begin(Session session, String asked, Target target, String young) {
    return say(target, young, message("notifications/initialized", null, null))
        .compose(done -> replay(session, target, young, ROUNDS))
        .compose(done -> sessions.renewed(session, asked, young, target.replica()))
        .onSuccess(
            inForce -> {
              if (!inForce) {
                lines.end(target, young, LIMIT);
              }
            })
        .onFailure(lost -> lines.end(target, young, LIMIT))
        .mapEmpty();
  }

  /** What is asked for while it is said again is said too, a few times. */
  private Future<Void> replay(Session session, Target target, String young, int rounds) {
    Changes known = session.changes();
    Future<Void> done = Future.succeededFuture();
    String level = known.logLevel();
    if (level != null) {
      done = done.compose(v -> ask(target, young, "logging/setLevel", "{\"level\":" + level + "}"));
    }
    for (String uri : known.subscriptions()) {
      String params = "{\"uri\":" + Json.encode(uri) + "}";
      done = done.compose(v -> ask(target, young, "resources/subscribe", params));
    }
    return done.compose(
        v ->
            rounds == 1 || sameWishes(known, session.changes())
                ? Future.succeededFuture()
                : replay(session, target, young, rounds - 1));
  }

  private static boolean sameWishes(Changes one, Changes other) {
    return Objects.equals(one.logLevel(), other.logLevel())
        && one.subscriptions().equals(other.subscriptions());
  }

  /** A refusal is no reason to give up the session. */
  private Future<Void> ask(Target target, String session, String method, String params) {
    return say(target, session, message(method, params, ID)).mapEmpty();
  }

  private static String idIn(Exchange.Answer answer) {
    if (answer.status() != 200 || answer.session() == null) {
      throw McpException.of(Kind.SESSION_EXPIRED, "the server takes no new session");
    }
    return answer.session();
  }

  private Future<Exchange.Answer> say(Target target, String session, Buffer message) {
    return lines.say(target, session, message, LIMIT);
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
