package dev.omnibus.mcp;

import dev.omnibus.mcp.wire.Envelope;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.json.JsonObject;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;

/**
 * A session used by many for whole messages as the bytes they are. Requests travel under numbers of
 * the session and come back under the ids and progress tokens they had; a request of the server
 * gets an id that no other session ever gave, so that a late answer meets nobody else's question.
 */
public final class RawSession {

  /** A server that asks more than this without an answer asks in vain. */
  private static final int MOST_QUESTIONS = 1_000;

  /** Who watches wants to know that there was something longer, not to read it. */
  private static final int LONGEST_TOLD = 64 * 1024;

  private final Calls calls;
  private final Dialect dialect;
  private final String name =
      "omnibus-" + Long.toString(ThreadLocalRandom.current().nextLong() >>> 1, 36) + "-";
  private final Map<String, String> questions = new HashMap<>();
  private long lastQuestion;
  private Handler<Envelope> messages;
  private Handler<JsonObject> typed;

  RawSession(Calls calls, Dialect dialect) {
    this.calls = calls;
    this.dialect = dialect;
    calls.onNotification(this::told);
  }

  /** Hears notifications on nobody's account, and requests of the server. */
  public void onMessage(Handler<Envelope> handler) {
    messages = handler;
  }

  void alsoTell(Handler<JsonObject> handler) {
    typed = handler;
  }

  /**
   * Sends a request.
   *
   * @param headers beside those that follow from the message; HTTP only
   * @return its number, for {@link #cancel}
   */
  public int request(Envelope request, Map<String, String> headers, RawCall call) {
    int id = calls.newId();
    Renamed renamed = new Renamed(request, id, call);
    Envelope sent = renamed.outward(request);
    calls.send(id, sent, headers(sent, headers), renamed);
    return id;
  }

  /** Nobody waits any more and the server is told; the call hears nothing. */
  public void cancel(int id, String reason) {
    calls.cancel(id, dialect, reason);
  }

  /** Stops reading what comes for a request, or goes on; a process is always read. */
  public void hold(int id, boolean on) {
    calls.hold(id, on);
  }

  /** From now on somebody wants to hear what the server says by itself. */
  public void listen() {
    calls.link().listen();
  }

  /** A notification; or the answer to a request of the server, dropped when none waits for it. */
  public Future<Void> post(Envelope message, Map<String, String> headers) {
    if (!message.isReply()) {
      return calls.post(message, headers(message, headers));
    }
    String id = message.id() == null ? null : questions.remove(message.id());
    return id == null
        ? Future.succeededFuture()
        : calls.post(message.splice().replace(message.at("id"), id).toEnvelope(), headers);
  }

  /** A request of the server. */
  void asked(Envelope request) {
    if (messages == null || questions.size() >= MOST_QUESTIONS) {
      calls.answer(JsonRpc.errorOf(request.id(), JsonRpc.METHOD_NOT_FOUND, "Method not found"));
      return;
    }
    String id = "\"" + name + ++lastQuestion + "\"";
    questions.put(id, request.id());
    messages.handle(request.splice().replace(request.at("id"), id).toEnvelope());
  }

  /** Only for who watches: nobody else asked for it. */
  void tell(Envelope notification) {
    if (typed != null) {
      int length = notification.bytes().length();
      typed.handle(length <= LONGEST_TOLD ? notification.toJson() : brief(notification, length));
    }
  }

  private static JsonObject brief(Envelope notification, int length) {
    JsonObject params = new JsonObject().put("data", length + " bytes, too long to be shown");
    for (String key : List.of("level", "logger")) {
      String word = notification.text("params", key);
      if (word != null && word.length() <= 100) {
        params.put(key, word);
      }
    }
    return new JsonObject().put("method", notification.method()).put("params", params);
  }

  private void told(Envelope notification) {
    tell(notification);
    if (messages == null) {
      return;
    }
    if (!notification.method().equals("notifications/cancelled")) {
      messages.handle(notification);
      return;
    }
    String asked = notification.raw("params", "requestId");
    for (Map.Entry<String, String> question : List.copyOf(questions.entrySet())) {
      if (question.getValue().equals(asked)) {
        questions.remove(question.getKey());
        messages.handle(
            notification
                .splice()
                .replace(notification.at("params", "requestId"), question.getKey())
                .toEnvelope());
      }
    }
  }

  private Map<String, String> headers(Envelope message, Map<String, String> more) {
    Map<String, String> headers = new HashMap<>(more);
    if (!message.isReply()) {
      headers.putAll(dialect.headers(message));
    }
    return headers;
  }
}
