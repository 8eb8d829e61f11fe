package dev.omnibus.gateway.plane;

import dev.omnibus.access.Caller;
import dev.omnibus.gateway.way.Way;
import io.vertx.core.buffer.Buffer;
import java.util.List;

/**
 * What the agent of one session hears on this node, and on which streams: the one it stands on, and
 * those of its calls that it takes up again. It lives on the session's loop.
 */
final class Listening {

  private final Loop loop;
  private final Calls calls;
  private final Caller first;
  private final KeptStreams streams;
  private final Standing standing;

  /**
   * @param first who hears as long as nobody has said who does
   */
  Listening(Environment environment, Conversation talk, Calls calls, Caller first) {
    this.loop = talk.loop();
    this.calls = calls;
    this.first = first;
    this.streams = new KeptStreams(environment);
    this.standing = new Standing(environment, talk, streams);
  }

  void heardBy(Caller caller) {
    standing.heardBy(caller);
  }

  /** Who hears, by its own token; may be asked on any loop. */
  Caller listener() {
    Caller known = standing.listener();
    return known == null ? first : known;
  }

  /** Whether the agent hears what is on nobody's account; may be asked on any loop. */
  boolean isHeard() {
    return standing.isHeard();
  }

  /** The stream for what is on nobody's account goes there. */
  void flowTo(Outlet outlet) {
    standing.flowTo(outlet);
  }

  /** A stream of this session goes there, with what came after this event first. */
  void flowTo(Outlet outlet, EventStream stream, long event) {
    if (standing.is(stream)) {
      standing.flowTo(outlet, event);
      return;
    }
    outlet.hears(() -> loop.run(() -> left(stream, outlet)), () -> loop.run(calls::relieved));
    outlet.open();
    stream.flowTo(outlet, event);
    calls.relieved();
  }

  private void left(EventStream stream, Sink sink) {
    stream.left(sink);
    calls.relieved();
  }

  /** A stream for the answer to this request. */
  EventStream begin(String id) {
    return streams.begin(id);
  }

  /** Null when it is not, or no longer, kept here. */
  EventStream stream(long number) {
    return streams.of(number);
  }

  /** Says again on the standing stream what another node had for it. */
  void repeat(Buffer message) {
    standing.repeat(message);
  }

  /** Said besides what the server says, if the agent listens. */
  void tell(List<Buffer> messages) {
    if (isHeard()) {
      messages.forEach(standing::repeat);
    }
  }

  /** The agent listens on another node now, or may not any more. */
  void giveWay() {
    standing.giveWay();
  }

  /** There is a way, which has not been told yet that somebody hears. */
  void prepare(Way way) {
    standing.prepare(way);
  }

  /** The way was lost. */
  void wayLost() {
    standing.wayLost();
  }

  /** Now and then: forgets what nobody will come back for; whether there is something left. */
  boolean tick(long now) {
    streams.tick(now);
    return isHeard() || !streams.isEmpty();
  }

  void close() {
    standing.close();
    streams.close();
  }
}
