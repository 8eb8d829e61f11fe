package dev.omnibus.gateway.plane;

import dev.omnibus.gateway.agent.EraRules;
import dev.omnibus.gateway.session.Session;
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
  private String version;
  private int told;

  Continuity(Session session, Sessions sessions, Duration deadline) {
    this.session = session;
    this.sessions = sessions;
    this.deadline = deadline;
    this.told = session.changes().generation();
  }

  /** A young way hears all that was said before; completes when it has. */
  Future<Way> prepare(Way way) {
    version =
        EraRules.spoken(
            session.initialize().text("params", "protocolVersion"),
            String.valueOf(way.described().getValue("protocolVersion")));
    compare(way);
    way.onRenewed(generation -> compare(way));
    replay.reset();
    return replay.catchUp(way, session.changes(), deadline).map(way);
  }

  /** Whether the server forgot what the session began with, or another replica never knew it. */
  private void compare(Way way) {
    String generation = Long.toString(way.generation());
    String before = session.changes().upstream();
    String home = session.changes().replica();
    if (!before.equals(generation) || !Objects.equals(home, way.replica())) {
      sessions.renewed(session, before, generation, way.replica());
    }
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
