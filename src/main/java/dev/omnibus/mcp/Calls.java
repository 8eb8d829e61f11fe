package dev.omnibus.mcp;

import dev.omnibus.mcp.McpException.Kind;
import dev.omnibus.mcp.transport.Exchange;
import dev.omnibus.mcp.transport.Link;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Promise;
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
 * The requests on one link that wait for their reply. It lives on one context; only {@link
 * #onContext} and {@link #close} may be called from elsewhere.
 */
final class Calls {
  private static final Logger log = LoggerFactory.getLogger(Calls.class);
  private static final Duration NOTIFY_TIMEOUT = Duration.ofSeconds(10);

  private record Pending(
      Promise<JsonObject> reply, Handler<JsonObject> progress, long timer, Exchange[] exchange) {}

  private final Vertx vertx;
  private final Context context;
  private final Link link;
  private final Map<Integer, Pending> pending = new HashMap<>();
  private Handler<JsonObject> notifications = message -> {};
  private Handler<JsonObject> serverRequests = message -> {};
  private int lastId;

  Calls(Vertx vertx, Context context, Link link) {
    this.vertx = vertx;
    this.context = context;
    this.link = link;
    link.onMessage(this::dispatch);
    link.closed().onSuccess(why -> failAll(why.toException()));
  }

  Link link() {
    return link;
  }

  void onNotification(Handler<JsonObject> handler) {
    notifications = handler;
  }

  void onServerRequest(Handler<JsonObject> handler) {
    serverRequests = handler;
  }

  /** Does it where the session lives and completes where the caller lives. */
  <T> Future<T> onContext(Supplier<Future<T>> work) {
    return ContextHop.there(context, work);
  }

  /** Completes with the whole reply, an error reply too. */
  Future<JsonObject> call(
      Dialect dialect, String method, JsonObject params, RequestOptions options) {
    int id = ++lastId;
    JsonObject dressed = withProgress(dialect.params(params), id, options.progress());
    JsonObject message = JsonRpc.request(id, method, dressed);
    Promise<JsonObject> reply = Promise.promise();
    Exchange[] exchange = new Exchange[1];
    long timer =
        vertx.setTimer(
            Math.max(1, options.timeout().toMillis()), t -> timedOut(id, dialect, method, options));
    pending.put(id, new Pending(reply, options.progress(), timer, exchange));
    exchange[0] = link.send(message, dialect.headers(message));
    exchange[0].done().onFailure(failure -> fail(id, failure));
    return reply.future();
  }

  /** The result of a reply, or its error as a failure. */
  Future<JsonObject> request(
      Dialect dialect, String method, JsonObject params, RequestOptions options) {
    return call(dialect, method, params, options).compose(Calls::result);
  }

  Future<Void> notify(Dialect dialect, String method, JsonObject params) {
    JsonObject message = JsonRpc.notification(method, dialect.params(params));
    return post(message, dialect.headers(message));
  }

  /** An answer to a request of the server. */
  void answer(JsonObject response) {
    post(response, Map.of())
        .onFailure(failure -> log.debug("answer to the server lost: {}", failure.getMessage()));
  }

  /** Fails what is pending and closes the link. */
  Future<Void> close() {
    return onContext(
        () -> {
          failAll(McpException.of(Kind.CLOSED, "closed by Omnibus"));
          return link.close();
        });
  }

  private Future<Void> post(JsonObject message, Map<String, String> headers) {
    Exchange exchange = link.send(message, headers);
    long timer = vertx.setTimer(NOTIFY_TIMEOUT.toMillis(), t -> exchange.cancel().run());
    return exchange.done().onComplete(done -> vertx.cancelTimer(timer));
  }

  private void dispatch(JsonObject message) {
    if (JsonRpc.isReply(message)) {
      replied(message);
    } else if (JsonRpc.isRequest(message)) {
      serverRequests.handle(message);
    } else if ("notifications/progress".equals(message.getValue("method"))) {
      progressed(message);
    } else if (message.getValue("method") instanceof String) {
      notifications.handle(message);
    }
  }

  private void replied(JsonObject message) {
    Pending call = message.getValue("id") instanceof Number id ? take(id.intValue()) : null;
    if (call != null) {
      call.reply().tryComplete(message);
    }
  }

  private void progressed(JsonObject message) {
    JsonObject params = JsonRpc.objectIn(message, "params");
    Pending call =
        params.getValue("progressToken") instanceof Number id ? pending.get(id.intValue()) : null;
    if (call != null && call.progress() != null) {
      call.progress().handle(params);
    }
  }

  private void timedOut(int id, Dialect dialect, String method, RequestOptions options) {
    Pending call = take(id);
    if (call == null) {
      return;
    }
    if (dialect.announcesCancel(link.kind()) && !method.equals("initialize")) {
      JsonObject why = new JsonObject().put("requestId", id).put("reason", "timeout");
      notify(dialect, "notifications/cancelled", why)
          .onFailure(failure -> log.debug("cancel lost: {}", failure.getMessage()));
    }
    call.exchange()[0].cancel().run();
    String text = "no answer to " + method + " within " + options.timeout().toMillis() + " ms";
    call.reply().tryFail(McpException.of(Kind.TIMEOUT, text));
  }

  private void fail(int id, Throwable failure) {
    Pending call = take(id);
    if (call != null) {
      call.reply().tryFail(failure);
    }
  }

  private void failAll(McpException failure) {
    for (int id : List.copyOf(pending.keySet())) {
      Pending call = take(id);
      if (call != null) {
        call.exchange()[0].cancel().run();
        call.reply().tryFail(failure);
      }
    }
  }

  private Pending take(int id) {
    Pending call = pending.remove(id);
    if (call != null) {
      vertx.cancelTimer(call.timer());
    }
    return call;
  }

  private static JsonObject withProgress(JsonObject params, int id, Handler<JsonObject> progress) {
    if (progress == null) {
      return params;
    }
    JsonObject dressed = params == null ? new JsonObject() : params.copy();
    JsonObject meta = JsonRpc.objectIn(dressed, "_meta");
    return dressed.put("_meta", meta.put("progressToken", id));
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
