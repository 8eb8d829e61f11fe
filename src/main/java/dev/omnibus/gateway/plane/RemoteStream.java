package dev.omnibus.gateway.plane;

import java.util.function.Consumer;

/** A stream that another node keeps, read for an agent that came to this one. */
final class RemoteStream {

  private static final int MOST_FAILURES = 3;

  private final Elsewhere elsewhere;
  private final Conversation talk;
  private final Outlet outlet;
  private final Consumer<EventId> lost;
  private EventId at;
  private int failures;
  private boolean reading;
  private boolean over;

  /**
   * @param lost called with the last event that the agent has, when there is no reading on
   */
  RemoteStream(
      Elsewhere elsewhere, Conversation talk, Outlet outlet, EventId from, Consumer<EventId> lost) {
    this.elsewhere = elsewhere;
    this.talk = talk;
    this.outlet = outlet;
    this.at = from;
    this.lost = lost;
  }

  void start() {
    outlet.hears(() -> talk.loop().run(() -> over = true), () -> talk.loop().run(this::next));
    outlet.open();
    next();
  }

  private void next() {
    if (over || reading || outlet.isFull()) {
      return;
    }
    reading = true;
    elsewhere
        .read(at, talk.session(), false)
        .onComplete(
            read ->
                talk.loop()
                    .run(
                        () -> {
                          reading = false;
                          took(read.result());
                        }));
  }

  private void took(Elsewhere.Part part) {
    if (over) {
      return;
    }
    if (part == null && ++failures < MOST_FAILURES && elsewhere.lives(at.node())) {
      next();
    } else if (part == null || part.gone()) {
      over = true;
      lost.accept(at);
    } else {
      failures = 0;
      write(part);
    }
  }

  private void write(Elsewhere.Part part) {
    for (EventStream.Event event : part.events()) {
      at = new EventId(event.number(), at.stream(), at.call(), at.node());
      outlet.event(at, event.data());
    }
    if (part.ended()) {
      over = true;
      outlet.end();
    } else {
      next();
    }
  }
}
