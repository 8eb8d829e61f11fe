package dev.omnibus.mcp;

import dev.omnibus.mcp.McpException.Kind;
import dev.omnibus.mcp.transport.Exchange;
import dev.omnibus.mcp.transport.Link;
import dev.omnibus.mcp.wire.Envelope;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The requests on one link that wait for their reply, all under numbers of ours. It lives on one
 * context; only {@link #onContext} and {@link #close} may be called from elsewhere.
 */
final class Calls {
  private static final Logger log = LoggerFactory.getLogger(Calls.class);
  private static final Duration NOTIFY_TIMEOUT = Duration.ofSeconds(10);

  /** Hears what becomes of one request. */
  interface Waiting {

    /** Progress, or what else is said under the number of the request. */
    void message(Envelope message);

    void reply(Envelope reply);

    /**
     * @param sent whether the server may have read the request
     */
    void lost(McpException why, boolean sent);
  }

  private record Pending(Waiting waiting, Exchange[] exchange) {}

  private final Vertx vertx;
  private final Context context;
  private final Link link;
  private final Map<Integer, Pending> pending = new HashMap<>();
  private Handler<Envelope> notifications = message -> {};
  private Handler<Envelope> serverRequests = message -> {};
  private int lastId;

  Calls(Vertx vertx, Context context, Link link) {
    this.vertx = vertx;
    this.context = context;
    this.link = link;
    link.onMessage(this::dispatch);
    link.onLostReply(this::lostReply);
    link.closed().onSuccess(why -> failAll(why.toException()));
  }

  Link link() {
    return link;
  }

  Vertx vertx() {
    return vertx;
  }

  Context context() {
    return context;
  }

  /** Hears each notification that belongs to no request. */
  void onNotification(Handler<Envelope> handler) {
    notifications = handler;
  }

  void onServerRequest(Handler<Envelope> handler) {
    serverRequests = handler;
  }

  /** Does it where the session lives and completes where the caller lives. */
  <T> Future<T> onContext(Supplier<Future<T>> work) {
    return ContextHop.there(context, work);
  }

  int newId() {
    return ++lastId;
  }

  /** Sends a request that carries this number as its id. */
  void send(int id, Envelope message, Map<String, String> headers, Waiting waiting) {
    Exchange[] exchange = new Exchange[1];
    pending.put(id, new Pending(waiting, exchange));
    exchange[0] = link.send(message, headers);
    boolean refused = exchange[0].done().failed();
    exchange[0].done().onFailure(failure -> fail(id, failure, !refused));
  }

  /** Nobody waits any more, and nobody is told. False when it was over already. */
  boolean giveUp(int id) {
    Pending call = pending.remove(id);
    if (call == null) {
      return false;
    }
    call.exchange()[0].cancel().run();
    return true;
  }

  /** The same, and the server is told, the way its era and transport do. */
  boolean cancel(int id, Dialect dialect, String reason) {
    if (!pending.containsKey(id)) {
      return false;
    }
    if (dialect.announcesCancel(link.kind())) {
      JsonObject why = new JsonObject().put("requestId", id).put("reason", reason);
      notify(dialect, "notifications/cancelled", why)
          .onFailure(failure -> log.debug("cancel lost: {}", failure.getMessage()));
    }
    return giveUp(id);
  }

  /** Stops reading what comes for a request, or goes on; only over HTTP. */
  void hold(int id, boolean on) {
    Pending call = pending.get(id);
    if (call != null) {
      call.exchange()[0].hold().accept(on);
    }
  }

  /** Completes with the whole reply, an error reply too. */
  Future<JsonObject> call(
      Dialect dialect, String method, JsonObject params, RequestOptions options) {
    int id = newId();
    TypedCall call = new TypedCall(this, id, options);
    JsonObject dressed = call.withToken(dialect.params(params));
    Envelope message = JsonRpc.envelope(JsonRpc.request(id, method, dressed));
    call.expire(() -> timedOut(id, dialect, method), method);
    send(id, message, dialect.headers(message), call);
    return call.reply();
  }

  private void timedOut(int id, Dialect dialect, String method) {
    if (method.equals("initialize")) {
      giveUp(id);
    } else {
      cancel(id, dialect, "timeout");
    }
  }

  /** The result of a reply, or its error as a failure. */
  Future<JsonObject> request(
      Dialect dialect, String method, JsonObject params, RequestOptions options) {
    return call(dialect, method, params, options).compose(Calls::result);
  }

  Future<Void> notify(Dialect dialect, String method, JsonObject params) {
    Envelope message = JsonRpc.envelope(JsonRpc.notification(method, dialect.params(params)));
    return post(message, dialect.headers(message));
  }

  /** An answer to a request of the server. */
  void answer(Envelope response) {
    post(response, Map.of())
        .onFailure(failure -> log.debug("answer to the server lost: {}", failure.getMessage()));
  }

  /** Completes when the message is handed to the server. */
  Future<Void> post(Envelope message, Map<String, String> headers) {
    Exchange exchange = link.send(message, headers);
    long timer = vertx.setTimer(NOTIFY_TIMEOUT.toMillis(), t -> exchange.cancel().run());
    return exchange.done().onComplete(done -> vertx.cancelTimer(timer));
  }

  /** Fails what is pending and closes the link. */
  Future<Void> close() {
    return onContext(
        () -> {
          failAll(McpException.of(Kind.CLOSED, "closed by Omnibus"));
          return link.close();
        });
  }

  private void dispatch(Envelope message) {
    switch (message.type()) {
      case RESULT, ERROR -> replied(message);
      case REQUEST -> serverRequests.handle(message);
      case NOTIFICATION -> notified(message);
    }
  }

  private void replied(Envelope message) {
    Pending call = pending.remove(number(message.id()));
    if (call != null) {
      call.waiting().reply(message);
    }
  }

  private void lostReply(String id) {
    fail(number(id), McpException.of(Kind.TOO_LARGE, "the answer is too large"), true);
  }

  private void notified(Envelope message) {
    boolean progress = message.method().equals("notifications/progress");
    String owner =
        progress
            ? message.raw("params", "progressToken")
            : message.raw("params", "_meta", ModernDialect.SUBSCRIPTION);
    Pending call = pending.get(number(owner));
    if (call != null) {
      call.waiting().message(message);
    } else if (!progress) {
      notifications.handle(message);
    }
  }

  /** One of our numbers, whatever way it is written; else one that was never given. */
  private static int number(String raw) {
    if (raw == null || raw.isEmpty() || raw.charAt(0) < '0' || raw.charAt(0) > '9') {
      return 0;
    }
    double number = Double.parseDouble(raw);
    return number == Math.rint(number) && number <= Integer.MAX_VALUE ? (int) number : 0;
  }

  private void fail(int id, Throwable failure, boolean sent) {
    Pending call = pending.remove(id);
    if (call != null) {
      McpException why =
          failure instanceof McpException known
              ? known
              : McpException.of(Kind.CLOSED, String.valueOf(failure.getMessage()));
      call.waiting().lost(why, sent && why.kind().mayBeRead());
    }
  }

  private void failAll(McpException failure) {
    for (int id : List.copyOf(pending.keySet())) {
      Pending call = pending.remove(id);
      if (call != null) {
        call.exchange()[0].cancel().run();
        call.waiting().lost(failure, failure.kind().mayBeRead());
      }
    }
  }

  private static Future<JsonObject> result(JsonObject reply) {
    if (reply.getValue("error") instanceof JsonObject error) {
      return Future.failedFuture(McpException.rpc(error));
    }
    return reply.getValue("result") instanceof JsonObject result
        ? Future.succeededFuture(result)
        : Future.failedFuture(McpException.of(Kind.GARBAGE, "a reply whose result is no object"));
  }
}
