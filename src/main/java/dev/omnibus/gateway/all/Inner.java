package dev.omnibus.gateway.all;

import dev.omnibus.gateway.way.FlightListener;
import dev.omnibus.gateway.way.Onward;
import dev.omnibus.gateway.way.Way;
import dev.omnibus.mcp.wire.Envelope;
import dev.omnibus.tracing.CallTrace;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.json.Json;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.function.Supplier;

/**
 * The way to one of the servers, opened when it is needed and again when it was lost; a young one
 * is told the log level and the subscriptions.
 */
final class Inner {

  private static final FlightListener DEAF =
      new FlightListener() {
        @Override
        public void message(Envelope message) {
          // nobody asked
        }

        @Override
        public void response(Envelope reply) {
          // what it has no use for, it does not do
        }

        @Override
        public void failed(Throwable why, boolean sent) {
          // said again on the next way
        }
      };

  private final Supplier<Future<Way>> opener;
  private final Questions questions;
  private final Duration timeout;
  private final Set<String> subscribed = new LinkedHashSet<>();
  private Future<Way> opening;
  private Way way;
  private Handler<Envelope> ear;
  private String level;
  private long said;
  private boolean closed;

  Inner(Supplier<Future<Way>> opener, Questions questions, Duration timeout) {
    this.opener = opener;
    this.questions = questions;
    this.timeout = timeout;
  }

  Future<Way> way() {
    if (way != null) {
      return Future.succeededFuture(way);
    }
    if (opening != null) {
      return opening;
    }
    Future<Way> young = opener.get();
    opening = young;
    young.onComplete(done -> opened(young));
    return young;
  }

  private void opened(Future<Way> done) {
    opening = null;
    if (done.failed()) {
      return;
    }
    Way young = done.result();
    if (closed) {
      young.close();
      return;
    }
    way = young;
    young.closed().onComplete(over -> lost(young));
    hear(ear);
    if (level != null) {
      say("logging/setLevel", "level", level);
    }
    subscribed.forEach(uri -> say("resources/subscribe", "uri", Json.encode(uri)));
  }

  private void lost(Way old) {
    questions.forget(old);
    if (way == old) {
      way = null;
      if (ear != null && !subscribed.isEmpty() && !closed) {
        way(); // one try; the next request makes another
      }
    }
  }

  private void say(String method, String key, String json) {
    way.request(Replies.request(newId(), method, key, json), DEAF, timeout);
  }

  /** For a request of our own. */
  String newId() {
    return "omnibus-" + ++said;
  }

  /** Sends it as soon as there is a way. */
  void send(Onward flight, Envelope request, FlightListener listener, Duration deadline) {
    way()
        .onSuccess(
            open -> {
              if (!flight.isCancelled()) {
                flight.departed(open.request(request, hearing(open, listener), deadline));
              }
            })
        .onFailure(
            why -> {
              if (!flight.isCancelled()) {
                listener.failed(why, false);
              }
            });
  }

  private FlightListener hearing(Way open, FlightListener listener) {
    return new FlightListener() {
      @Override
      public void begins(CallTrace trace) {
        listener.begins(trace);
      }

      @Override
      public void message(Envelope message) {
        Envelope outward = questions.outward(open, message);
        if (outward != null) {
          listener.message(outward);
        }
      }

      @Override
      public void response(Envelope reply) {
        listener.response(reply);
      }

      @Override
      public void failed(Throwable why, boolean sent) {
        listener.failed(why, sent);
      }
    };
  }

  /** Null for who does not want to hear any more. */
  void hear(Handler<Envelope> handler) {
    ear = handler;
    Way open = way;
    if (open != null) {
      open.onMessage(handler == null ? null : message -> heard(open, message));
    }
  }

  /** That lists changed, the catalogue knows better: only what the agent may see counts. */
  private void heard(Way open, Envelope message) {
    boolean list = message.method() != null && message.method().endsWith("/list_changed");
    Envelope outward = list ? null : questions.outward(open, message);
    if (outward != null && ear != null) {
      ear.handle(outward);
    }
  }

  /** Raw JSON of the least grave level; said to every way there will be. */
  void level(String json) {
    level = json;
    if (way != null) {
      say("logging/setLevel", "level", json);
    }
  }

  void subscribed(String uri, boolean on) {
    if (on) {
      subscribed.add(uri);
    } else {
      subscribed.remove(uri);
    }
  }

  boolean isSubscribed(String uri) {
    return subscribed.contains(uri);
  }

  void post(Envelope notification) {
    if (way != null) {
      way.post(notification);
    }
  }

  Future<Void> close() {
    closed = true;
    Way last = way;
    way = null;
    return last == null ? Future.succeededFuture() : last.close();
  }
}
