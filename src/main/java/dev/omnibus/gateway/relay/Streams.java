package dev.omnibus.gateway.relay;

import dev.omnibus.access.Caller;
import dev.omnibus.gateway.session.Session;
import dev.omnibus.gateway.target.Target;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

/** The standing streams of one event loop, and which of them gives way to which. */
final class Streams {

  /** How long what came after a standing stream waits for it. */
  private static final Duration FIRST = Duration.ofMillis(500);

  private final Relay relay;
  private final Relays node;
  private final Vertx vertx;
  private final Context context;
  private final Set<Standing> standing = new HashSet<>();

  /** To be made on the loop it serves. */
  Streams(Relay relay, Relays node, Vertx vertx) {
    this.relay = relay;
    this.node = node;
    this.vertx = vertx;
    this.context = vertx.getOrCreateContext();
  }

  /**
   * An agent that comes back for its stream gets it: the one before goes first, or the server would
   * refuse a second. One that resumes another stream stands beside it.
   */
  void listen(HttpServerRequest http, Caller caller, Session session, Target target) {
    Standing stream = new Standing(relay, node.nextStream(), http, caller, session, target);
    if (!stream.resumes()) {
      end(s -> s.isOf(session) && !s.resumes());
      node.others(relay).forEach(loop -> loop.streams().replaced(stream));
    }
    standing.add(stream);
    session.hold();
    session.opens(stream.settled());
    vertx.setTimer(FIRST.toMillis(), id -> stream.settle());
    stream.start();
  }

  /** Its agent came back for the stream on another loop. */
  private void replaced(Standing young) {
    context.runOnContext(
        now -> end(s -> s.isOf(young.session()) && !s.resumes() && s.number() < young.number()));
  }

  /** For a server that lets one stream of a session stand; false when there was no other. */
  boolean makeRoom(Standing young) {
    return end(s -> s != young && s.isOf(young.session()));
  }

  void endAll(Session session) {
    end(s -> s.isOf(session));
  }

  void endAll(Predicate<Caller> of) {
    end(s -> of.test(s.caller()));
  }

  private boolean end(Predicate<Standing> which) {
    List<Standing> old = standing.stream().filter(which).toList();
    old.forEach(Standing::giveWay);
    return !old.isEmpty();
  }

  /** Whoever hears this server hears these messages too; on any thread. */
  void tell(String server, List<Buffer> messages) {
    context.runOnContext(
        now ->
            standing.stream()
                .filter(stream -> stream.isAt(server) && !stream.resumes())
                .forEach(stream -> messages.forEach(one -> stream.say(event(one)))));
  }

  private static Buffer event(Buffer message) {
    return Buffer.buffer("event: message\ndata: ").appendBuffer(message).appendString("\n\n");
  }

  void over(Standing stream) {
    if (standing.remove(stream)) {
      stream.session().release(System.nanoTime());
    }
  }

  void tick(long now) {
    List.copyOf(standing).forEach(stream -> stream.tick(now));
  }
}
