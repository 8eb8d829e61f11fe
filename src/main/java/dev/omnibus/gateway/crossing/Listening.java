package dev.omnibus.gateway.crossing;

import dev.omnibus.gateway.era.Agent;
import dev.omnibus.gateway.era.LegacyOnModern;
import dev.omnibus.gateway.era.Listen;
import dev.omnibus.gateway.way.Flight;
import dev.omnibus.gateway.way.FlightListener;
import dev.omnibus.gateway.way.Way;
import dev.omnibus.mcp.wire.Envelope;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import java.time.Duration;

/**
 * The one {@code subscriptions/listen} of a legacy agent at a modern server: open as long as
 * somebody hears, opened anew when the server ends it or the agent wants to hear something else.
 */
final class Listening {

  private static final long PAUSE_MILLIS = 500;
  private static final long LONGEST_PAUSE_MILLIS = 15_000;

  private final Vertx vertx;
  private final Way way;
  private final Agent agent;
  private final Duration longest;
  private Handler<Envelope> ear;
  private Listen filter;
  private Stream stream;
  private long pause = PAUSE_MILLIS;
  private long number;

  Listening(Vertx vertx, Way way, Agent agent, Duration longest) {
    this.vertx = vertx;
    this.way = way;
    this.agent = agent;
    this.longest = longest;
  }

  /** One stream; what a stream says that was replaced does not count. */
  private final class Stream implements FlightListener {
    private Flight flight = Flight.OVER;

    @Override
    public void message(Envelope message) {
      pause = PAUSE_MILLIS;
      boolean acknowledged = "notifications/subscriptions/acknowledged".equals(message.method());
      if (stream == this && ear != null && !acknowledged) {
        ear.handle(Listen.untagged(message));
      }
    }

    @Override
    public void response(Envelope reply) {
      over(reply.type() == Envelope.Type.ERROR);
    }

    @Override
    public void failed(Throwable why, boolean sent) {
      over(false);
    }

    /**
     * @param refused by a server that knows no such thing
     */
    private void over(boolean refused) {
      if (stream == this) {
        stream = null;
        if (!refused) {
          vertx.setTimer(pause, id -> open());
          pause = Math.min(2 * pause, LONGEST_PAUSE_MILLIS);
        }
      }
    }
  }

  /**
   * @param handler null for nobody
   */
  void hear(Handler<Envelope> handler, Listen wanted) {
    boolean was = ear != null;
    ear = handler;
    if (handler == null) {
      close();
    } else if (!was || !wanted.equals(filter)) {
      wants(wanted);
    }
  }

  void wants(Listen wanted) {
    filter = wanted;
    if (ear != null) {
      Stream old = stream;
      stream = null;
      open();
      end(old);
    }
  }

  private void close() {
    Stream old = stream;
    stream = null;
    end(old);
  }

  private static void end(Stream old) {
    if (old != null) {
      old.flight.cancel("something else is listened to");
    }
  }

  private void open() {
    if (ear == null || stream != null || filter.isEmpty()) {
      return;
    }
    Stream young = new Stream();
    stream = young;
    Envelope request = filter.request("\"omnibus-listen-" + ++number + "\"");
    young.flight = way.request(LegacyOnModern.dressed(request, agent, null), young, longest);
  }
}
