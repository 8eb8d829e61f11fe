package dev.omnibus.gateway.plane;

import dev.omnibus.bus.Failure;
import dev.omnibus.gateway.agent.EraRules;
import dev.omnibus.gateway.session.Session;
import dev.omnibus.gateway.session.Session.Changes;
import dev.omnibus.gateway.session.Sessions;
import dev.omnibus.gateway.way.Way;
import dev.omnibus.mcp.Revisions;
import dev.omnibus.mcp.wire.Envelope;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.Objects;

/**
 * What makes one session of several lives of its server, and of several nodes: what the agent said
 * once holds on every way, and the agent hears when its server has forgotten.
 */
final class Continuity {

  private static final String RENEWED = "Omnibus-Session-Renewed";

  private final Session session;
  private final Sessions sessions;
  private final Duration deadline;
  private final Replay replay = new Replay();
  private Changes seen;
  private String version;
  private int told;

  Continuity(Session session, Sessions sessions, Duration deadline) {
    this.session = session;
    this.sessions = sessions;
    this.deadline = deadline;
    this.told = session.changes().generation();
    this.seen = session.changes();
  }

  /** A way is being opened to where the session lives by what is known now. */
  void opening() {
    seen = session.changes();
  }

  /**
   * A young way hears all that was said before; completes when it has. Fails where another node
   * took the session to another replica meanwhile: then a way has to be opened to that one.
   */
  Future<Way> prepare(Way way) {
    version =
        EraRules.spoken(
            session.initialize().text("params", "protocolVersion"),
            String.valueOf(way.described().getValue("protocolVersion")));
    return settle(way).compose(home -> home ? caughtUp(way) : leave(way));
  }

  private Future<Way> caughtUp(Way way) {
    way.onRenewed(generation -> renewed(way));
    replay.reset();
    return replay.catchUp(way, session.changes(), deadline).map(way);
  }

  private static Future<Way> leave(Way way) {
    way.close();
    return Future.failedFuture(Failure.UNAVAILABLE.because("the session went to another replica"));
  }

  /**
   * Whether it is this way's server where the session goes on. That one forgot what the session
   * began with, or never knew it, and no other node was faster in telling so.
   */
  private Future<Boolean> settle(Way way) {
    boolean same = seen.upstream().equals(Long.toString(way.generation()));
    return same && Objects.equals(seen.replica(), way.replica())
        ? Future.succeededFuture(true)
        : sessions
            .renewed(session, seen, Long.toString(way.generation()), way.replica())
            .otherwise(true);
  }

  private void renewed(Way way) {
    opening();
    settle(way);
  }

  /** Whether the session lives at another replica by now. */
  boolean hasLeft(Way way) {
    return way.replica() != null && !way.replica().equals(session.changes().replica());
  }

  /** The session was changed, here or on another node. */
  void changed(Way way) {
    replay.catchUp(way, session.changes(), deadline);
  }

  /** The agent's request was answered; what it changed holds on other nodes too. */
  void answered(Envelope request, Envelope reply) {
    if (reply.type() != Envelope.Type.RESULT) {
      return;
    }
    replay.said(request);
    switch (request.method()) {
      case "logging/setLevel" -> sessions.logging(session, request.raw("params", "level"));
      case "resources/subscribe" ->
          sessions.subscribed(session, request.text("params", "uri"), true);
      case "resources/unsubscribe" ->
          sessions.subscribed(session, request.text("params", "uri"), false);
      default -> {
        // nothing that another node has to know
      }
    }
  }

  /** Tells the agent, once, that its server began anew. */
  void dress(Reply reply) {
    int generation = session.changes().generation();
    if (generation > told) {
      told = generation;
      reply.header(RENEWED, Integer.toString(generation));
    }
  }

  boolean takesEmptyEvents() {
    return Revisions.NEWEST_LEGACY.equals(version);
  }
}
