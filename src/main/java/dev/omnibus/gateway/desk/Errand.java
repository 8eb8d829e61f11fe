package dev.omnibus.gateway.desk;

import dev.omnibus.bus.Failure;
import dev.omnibus.gateway.plane.Mishap;
import dev.omnibus.gateway.way.Flight;
import dev.omnibus.gateway.way.FlightListener;
import dev.omnibus.gateway.way.Way;
import dev.omnibus.mcp.wire.Envelope;
import dev.omnibus.tracing.CallTrace;
import io.vertx.core.AsyncResult;
import io.vertx.core.json.Json;
import io.vertx.core.json.JsonObject;

/**
 * One request at a server, from the desk's side: it waits for a way, and ends once. It lives on the
 * desk's loop.
 */
final class Errand implements FlightListener {

  /** Whoever sent it. Exactly one of {@link #replied} and {@link #failed} is last. */
  interface Sender {

    /** It goes by this trace, whatever becomes of it. */
    default void begins(String trace) {}

    /** A notification on account of this errand. */
    default void told(Envelope notification) {}

    /** A question on account of this errand; to be answered with {@link Errand#answer}. */
    default void asked(Errand errand, Envelope question) {
      errand.turnDown(question);
    }

    void replied(Envelope reply);

    void failed(Mishap mishap);
  }

  private static final int MOST_TRIES = 5;

  private final Seat seat;
  private final Envelope request;
  private final Sender sender;
  private Way way;
  private Flight flight = Flight.OVER;
  private int tries;
  private boolean over;

  Errand(Seat seat, Envelope request, Sender sender) {
    this.seat = seat;
    this.request = request;
    this.sender = sender;
  }

  Errand start() {
    seat.began(this);
    go();
    return this;
  }

  private void go() {
    tries++;
    long late = seat.later(seat.deadline().toMillis(), this::late);
    seat.way()
        .onComplete(
            opened -> {
              seat.notLater(late);
              opened(opened);
            });
  }

  /** There is no way to the server yet. */
  private void late() {
    if (end()) {
      sender.failed(new Mishap(Failure.TIMEOUT.because(null), false));
    }
  }

  private void opened(AsyncResult<Way> opened) {
    if (over) {
      return;
    }
    if (opened.failed()) {
      failed(opened.cause(), false);
      return;
    }
    way = opened.result();
    Flight young = way.request(request, this, seat.deadline());
    if (!over) {
      flight = young;
    }
  }

  Envelope request() {
    return request;
  }

  /** What the server said on nobody's account while this was under way. */
  void overheard(Envelope notification) {
    if (!over) {
      sender.told(notification);
    }
  }

  @Override
  public void begins(CallTrace trace) {
    if (!over) {
      sender.begins(trace.own().trace());
    }
  }

  /** Who calls by hand looks at what becomes of it. */
  @Override
  public boolean wantsTrace() {
    return "tools/call".equals(request.method());
  }

  @Override
  public void message(Envelope message) {
    if (over) {
      return;
    }
    if (message.type() == Envelope.Type.REQUEST) {
      sender.asked(this, message);
    } else {
      sender.told(message);
    }
  }

  @Override
  public void response(Envelope reply) {
    if (end()) {
      sender.replied(reply);
    }
  }

  /** What the server certainly has not read is sent again, over the next way. */
  @Override
  public void failed(Throwable why, boolean sent) {
    Mishap mishap = new Mishap(why, sent);
    if (!over && !sent && !mishap.isFinal() && seat.isProven() && tries < MOST_TRIES) {
      flight = Flight.OVER;
      seat.later(50L * tries * tries, this::again);
    } else if (end()) {
      sender.failed(mishap);
    }
  }

  private void again() {
    if (!over) {
      go();
    }
  }

  private boolean end() {
    if (over) {
      return false;
    }
    over = true;
    seat.ended(this);
    return true;
  }

  /** The server is told; the sender hears no more. False when it was over already. */
  boolean cancel(String reason) {
    boolean ended = end();
    if (ended) {
      flight.cancel(reason);
    }
    return ended;
  }

  /** Answers a question of the server. */
  void answer(String id, JsonObject result) {
    post("{\"jsonrpc\":\"2.0\",\"id\":" + id + ",\"result\":" + result.encode() + "}");
  }

  /** Nobody is there whom this could be asked. */
  void turnDown(Envelope question) {
    if ("elicitation/create".equals(question.method())) {
      answer(question.id(), new JsonObject().put("action", "cancel"));
    } else {
      refuse(question.id(), question.method());
    }
  }

  /** The server asks for what an operator's page does not do. */
  void refuse(String id, String method) {
    String why = Json.encode("Method not found: " + method);
    post(
        "{\"jsonrpc\":\"2.0\",\"id\":"
            + id
            + ",\"error\":{\"code\":-32601,\"message\":"
            + why
            + "}}");
  }

  private void post(String message) {
    if (way != null) {
      way.post(Envelope.of(message));
    }
  }
}
