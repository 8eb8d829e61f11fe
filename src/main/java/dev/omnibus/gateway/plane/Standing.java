package dev.omnibus.gateway.plane;

import dev.omnibus.access.Caller;
import dev.omnibus.gateway.way.Way;
import dev.omnibus.mcp.wire.Envelope;
import io.vertx.core.buffer.Buffer;

/**
 * The stream of a session for what its server says on nobody's account, and who hears it. Who
 * listens anew takes over from who listened before. It lives on the session's loop.
 */
final class Standing {

  private static final long RETRY_MILLIS = 500;

  private final Environment environment;
  private final Conversation talk;
  private final KeptStreams streams;
  private EventStream stream;
  private boolean over;
  private volatile Outlet ear;

  /** Whose token the stream came with; null before there was one. */
  private volatile Caller listener;

  Standing(Environment environment, Conversation talk, KeptStreams streams) {
    this.environment = environment;
    this.talk = talk;
    this.streams = streams;
  }

  void heardBy(Caller caller) {
    listener = caller;
  }

  /** Who hears, by its own token; null before anybody did. May be asked on any loop. */
  Caller listener() {
    return listener;
  }

  /** Whether its agent hears; may be asked on any loop. */
  boolean isHeard() {
    return ear != null;
  }

  boolean is(EventStream one) {
    return one == stream;
  }

  /** From now on it goes there. */
  void flowTo(Outlet outlet) {
    if (stream == null) {
      stream = streams.begin(EventStream.OF_NO_CALL);
    }
    hear(outlet);
    outlet.open();
    stream.flowTo(outlet);
    attach();
  }

  /** The same, with what came after this event first. */
  void flowTo(Outlet outlet, long event) {
    hear(outlet);
    outlet.open();
    stream.flowTo(outlet, event);
    attach();
  }

  private void hear(Outlet outlet) {
    ear = outlet;
    outlet.hears(() -> talk.loop().run(() -> left(outlet)), () -> {});
  }

  /** There is a way, which has not been told yet that somebody hears. */
  void prepare(Way way) {
    if (ear != null) {
      way.onMessage(message -> said(way, message));
    }
  }

  private void attach() {
    Way way = talk.reach().now();
    if (way == null) {
      listenAgain();
    } else {
      prepare(way);
    }
  }

  /** The way was lost: who listens and does not ask must be connected again all the same. */
  void wayLost() {
    if (ear != null && !over) {
      environment.vertx().setTimer(RETRY_MILLIS, id -> listenAgain());
    }
  }

  private void listenAgain() {
    if (ear != null && !over && talk.reach().now() == null) {
      talk.reach().way().onFailure(still -> wayLost());
    }
  }

  private void said(Way way, Envelope message) {
    if (stream == null || over) {
      return;
    }
    boolean asks = message.type() == Envelope.Type.REQUEST;
    Buffer text = asks ? talk.ask(way, message, null) : message.bytes();
    if (text != null) {
      stream.add(text);
      cutIfStuck();
    }
  }

  /** What is on nobody's account has no call that could be paused. */
  private void cutIfStuck() {
    Outlet hearing = ear;
    if (hearing != null && hearing.isStuck()) {
      hearing.cut();
    }
  }

  /** Says again what another node had for it. */
  void repeat(Buffer message) {
    if (stream != null) {
      stream.add(message);
    }
  }

  private void left(Sink sink) {
    stream.left(sink);
    if (ear == sink) {
      environment.vertx().setTimer(environment.config().away().toMillis(), id -> deaf(sink));
    }
  }

  /** It was not taken up again, so nothing has to be heard any more. */
  private void deaf(Sink sink) {
    if (ear == sink && !stream.isHeard()) {
      stop();
    }
  }

  private void stop() {
    ear = null;
    Way way = talk.reach().now();
    if (way != null) {
      way.onMessage(null);
    }
    talk.unheard(null);
  }

  /** The agent listens on another node now, or may not any more. */
  void giveWay() {
    if (stream != null) {
      stream.flowTo(null);
      stop();
    }
  }

  void close() {
    over = true;
    ear = null;
  }
}
