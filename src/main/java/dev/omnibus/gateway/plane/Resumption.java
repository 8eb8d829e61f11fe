package dev.omnibus.gateway.plane;

import dev.omnibus.bus.Failure;
import dev.omnibus.gateway.agent.Answers;
import dev.omnibus.gateway.agent.RpcException;
import io.vertx.core.buffer.Buffer;

/**
 * An agent that listens, from the start or from where it lost a stream (MCP 2025-11-25,
 * basic/transports, "Resumability and Redelivery"). Where what it lost is not kept any more it is
 * told so: the call whose answer is lost gets an error instead.
 */
final class Resumption {

  private static final String LOST = "Omnibus-Events-Lost";

  private final Elsewhere elsewhere;
  private final String node;
  private final Conversation talk;
  private final Outlet outlet;

  /**
   * @param node this one
   */
  Resumption(Elsewhere elsewhere, String node, Conversation talk, Outlet outlet) {
    this.elsewhere = elsewhere;
    this.node = node;
    this.talk = talk;
    this.outlet = outlet;
  }

  /**
   * @param from null for a new stream
   */
  void from(EventId from) {
    if (from == null) {
      elsewhere.takeOver(talk.session());
      talk.listen(outlet);
    } else if (from.node().equals(node)) {
      here(from);
    } else if (from.answersACall()) {
      new RemoteStream(elsewhere, talk.loop(), uid(), outlet, from, this::gone).start();
    } else {
      elsewhere
          .read(from, uid(), true)
          .onComplete(read -> talk.loop().run(() -> standing(from, read.result())));
    }
  }

  private void here(EventId from) {
    EventStream stream = talk.listening().stream(from.stream());
    boolean whole = stream != null && stream.reaches(from.event());
    if (!from.answersACall()) {
      elsewhere.takeOver(talk.session());
    }
    if (whole) {
      talk.listen(outlet, stream, from.event());
    } else if (from.answersACall()) {
      gone(from);
    } else {
      outlet.header(LOST, "true");
      talk.listen(outlet);
    }
  }

  /** The standing stream of another node goes on here. */
  private void standing(EventId from, StreamPart part) {
    if (part == null || part.gone()) {
      outlet.header(LOST, "true");
    }
    elsewhere.takeOver(talk.session());
    talk.listen(outlet);
    if (part != null) {
      part.events().forEach(event -> talk.listening().repeat(event.data()));
    }
  }

  private String uid() {
    return talk.session().start().uid();
  }

  private void gone(EventId from) {
    RpcException why =
        RpcException.own(
            Failure.UPSTREAM.code(),
            "the answer is not kept any more; whether the server did what was asked is not known");
    Buffer error = Answers.error(from.call(), why.error());
    outlet.header(LOST, "true");
    outlet.event(new EventId(from.event() + 1, from.stream(), from.call(), from.node()), error);
    outlet.end();
  }
}
