package dev.omnibus.gateway.plane;

import dev.omnibus.access.Caller;
import dev.omnibus.gateway.agent.Revocation;
import dev.omnibus.gateway.session.Session;
import dev.omnibus.gateway.way.Way;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/** The sessions of which this node carries something at this moment. */
final class Conversations {

  private final Environment environment;
  private final Rights rights;
  private final Map<String, Conversation> conversations = new ConcurrentHashMap<>();

  Conversations(Environment environment, Rights rights) {
    this.environment = environment;
    this.rights = rights;
  }

  /**
   * Runs it on the conversation's loop, in a conversation that is not about to go, and that was not
   * begun with a token of other roles: what is permitted in it is what its caller may do.
   */
  void with(Session session, Caller caller, Consumer<Conversation> then) {
    Conversation talk = of(session, caller);
    talk.loop()
        .run(
            () -> {
              boolean another = !talk.guest().caller().roles().equals(caller.roles());
              if (another && conversations.remove(session.start().uid(), talk)) {
                talk.close();
              }
              if ((another || talk.isOver()) && !session.changes().ended()) {
                with(session, caller, then);
              } else {
                then.accept(talk);
              }
            });
  }

  private Conversation of(Session session, Caller caller) {
    return conversations.computeIfAbsent(
        session.start().uid(), uid -> young(session, Guest.of(session, caller)));
  }

  private Conversation young(Session session, Guest guest) {
    return new Conversation(environment, Loop.here(environment.vertx()), guest, session);
  }

  /** A session that begins on this loop, with its way. */
  void adopt(Session session, Guest guest, Way way) {
    Conversation young = young(session, guest);
    conversations.put(session.start().uid(), young);
    young.adopt(way);
  }

  /** Null when this node carries nothing of it. */
  Conversation known(String uid) {
    return conversations.get(uid);
  }

  /** The session was changed, here or on another node. */
  void changed(Session session) {
    Conversation talk = conversations.get(session.start().uid());
    if (talk == null) {
      return;
    }
    if (session.changes().ended()) {
      conversations.remove(session.start().uid(), talk);
      talk.loop().run(talk::close);
    } else {
      talk.loop().run(talk::changed);
    }
  }

  /** Said besides what their server says, to those who listen. */
  void tell(String server, List<Buffer> messages) {
    for (Conversation talk : conversations.values()) {
      if (server.equals(talk.guest().server())) {
        talk.loop().run(() -> talk.listening().tell(messages));
      }
    }
  }

  /** Who may not hear any more hears nothing, and who may not call is not answered. */
  void look() {
    for (Conversation talk : conversations.values()) {
      talk.calls().forbid(call -> !rights.allow(call));
      if (talk.listening().isHeard()
          && !rights.listens(talk.listening().listener(), talk.guest())) {
        talk.loop().run(talk.listening()::giveWay);
      }
    }
  }

  /** Who signed out, or was blocked, hears nothing more. */
  void revoked(Revocation revocation) {
    for (Conversation talk : conversations.values()) {
      talk.calls().forbid(call -> revocation.concerns(call.caller()));
      if (talk.listening().isHeard() && revocation.concerns(talk.listening().listener())) {
        talk.loop().run(talk.listening()::giveWay);
      }
    }
  }

  /** All of them end on this node; the sessions go on elsewhere. */
  Future<Void> close() {
    List<Future<Void>> closing = new ArrayList<>();
    for (Conversation talk : conversations.values()) {
      closing.add(talk.loop().call(talk::close));
    }
    conversations.clear();
    return Future.join(closing).mapEmpty();
  }

  /** How many there are. */
  int size() {
    return conversations.size();
  }

  /** Lets go of those with nothing left to do. */
  void tick(long now, Duration idle) {
    conversations.forEach((uid, talk) -> talk.loop().run(() -> closeIdle(uid, talk, now, idle)));
  }

  private void closeIdle(String uid, Conversation talk, long now, Duration idle) {
    if (talk.tick(now, idle) && conversations.remove(uid, talk)) {
      talk.close();
    }
  }
}
