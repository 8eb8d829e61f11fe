package dev.omnibus.gateway.plane;

import java.util.function.Consumer;

/** A stream that another node keeps, read for an agent that came to this one. */
final class RemoteStream {

  private static final int MOST_FAILURES = 3;

  private final Elsewhere elsewhere;
  private final Loop loop;
  private final String uid;
  private final Outlet outlet;
  private final Consumer<EventId> lost;
  private EventId at;
  private int failures;
  private boolean reading;
  private boolean over;

  /**
   * @param loop on which all of this happens
   * @param uid of the session whose stream it is; null for one that was lent
   * @param lost called with the last event that the agent has, when there is no reading on
   */
  RemoteStream(
      Elsewhere elsewhere,
      Loop loop,
      String uid,
      Outlet outlet,
      EventId from,
      Consumer<EventId> lost) {
    this.elsewhere = elsewhere;
    this.loop = loop;
    this.uid = uid;
    this.outlet = outlet;
    this.at = from;
    this.lost = lost;
  }

  void start() {
    outlet.hears(() -> loop.run(this::gone), () -> loop.run(this::next));
    if (uid != null) {
      outlet.open();
    }
    next();
  }

  private void gone() {
    over = true;
    if (uid == null) {
      elsewhere.drop(at);
    }
  }

  private void next() {
    if (over || reading || outlet.isFull()) {
      return;
    }
    reading = true;
    elsewhere
        .read(at, uid, false)
        .onComplete(
            read ->
                loop.run(
                    () -> {
                      reading = false;
                      took(read.result());
                    }));
  }

  private void took(StreamPart part) {
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

  private void write(StreamPart part) {
    boolean alone = at.event() == 0 && part.ended() && part.events().size() == 1;
    if (uid == null && alone) {
      over = true;
      outlet.json(part.status(), part.events().get(0).data());
      return;
    }
    for (EventStream.Event event : part.events()) {
      at = new EventId(event.number(), at.stream(), at.call(), at.node());
      outlet.event(uid == null ? null : at, event.data());
    }
    if (part.ended()) {
      over = true;
      outlet.end();
    } else {
      next();
    }
  }
}
