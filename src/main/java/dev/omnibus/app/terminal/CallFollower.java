package dev.omnibus.app.terminal;

import dev.omnibus.bus.Addresses;
import dev.omnibus.bus.Failure;
import dev.omnibus.client.OmnibusClient;
import io.vertx.core.json.Json;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * One detached call from its start to its end, over a socket that may come and go: it asks for what
 * is new when a word of it comes, and now and then without one.
 */
final class CallFollower {

  private static final Duration DEADLINE = Duration.ofSeconds(15);
  private static final long LOOK_MILLIS = 1_000;
  private static final int MOST_TRIES = 60;
  private static final Set<String> OPEN = Set.of("running", "asking");

  private final OmnibusClient client;
  private final Asking node;
  private final CallScreen screen;
  private final LinkedBlockingQueue<Long> words = new LinkedBlockingQueue<>();
  private volatile String call;
  private volatile boolean over;

  CallFollower(OmnibusClient client, CallScreen screen) {
    this.client = client;
    this.node = new Asking(client, DEADLINE);
    this.screen = screen;
  }

  /** Answers the exit code; fails with a {@link NotAnswered}. */
  int run(JsonObject request) throws InterruptedException {
    Thread goodbye = new Thread(this::cancel, "cancel");
    Runtime.getRuntime().addShutdownHook(goodbye);
    client.hear(Addresses.EVENT_CALL_PROGRESS, this::heard);
    client.hear(Addresses.EVENT_CALL_FINISHED, this::heard);
    call = node.ask(Addresses.COMMAND_TOOL_CALL, request).getString("call");
    try {
      JsonObject last = follow();
      return screen.end(last, result(last));
    } finally {
      over = true;
    }
  }

  private void heard(JsonObject event) {
    JsonObject data = event.getJsonObject("data", new JsonObject());
    if (call != null && call.equals(data.getValue("call"))) {
      words.add(data.getLong("revision", Long.MAX_VALUE));
    }
  }

  private JsonObject follow() throws InterruptedException {
    for (long known = 0; ; ) {
      JsonObject now = patiently(known);
      known = now.getLong("revision");
      screen.show(now);
      decline(now);
      if (!OPEN.contains(now.getString("state"))) {
        return now;
      }
      words.poll(LOOK_MILLIS, TimeUnit.MILLISECONDS);
      words.clear();
    }
  }

  /** What is new; a node that does not answer now is asked again for a while. */
  private JsonObject patiently(long known) throws InterruptedException {
    JsonObject body = new JsonObject().put("call", call).put("after", known);
    for (int tries = 1; ; tries++) {
      try {
        return node.ask(Addresses.QUERY_CALL_GET, body);
      } catch (NotAnswered why) {
        if (!why.failure().retry() || tries == MOST_TRIES) {
          throw why;
        }
        TimeUnit.MILLISECONDS.sleep(LOOK_MILLIS);
      }
    }
  }

  /** There is nobody here to ask; a page can answer as long as it is not over. */
  private void decline(JsonObject now) throws InterruptedException {
    for (Object one : now.getJsonArray("questions", new JsonArray())) {
      if (one instanceof JsonObject question) {
        screen.declined(question);
        decline(question.getString("question"));
      }
    }
  }

  /** Somebody else may have answered it in the meantime. */
  private void decline(String question) throws InterruptedException {
    JsonObject answer =
        new JsonObject().put("call", call).put("question", question).put("action", "decline");
    try {
      node.ask(Addresses.COMMAND_TOOL_ANSWER, answer);
    } catch (NotAnswered why) {
      if (why.failure() != Failure.CONFLICT) {
        throw why;
      }
    }
  }

  /** The whole result; null when there is none. */
  private Object result(JsonObject last) throws InterruptedException {
    if (last.containsKey("result") || !Boolean.TRUE.equals(last.getBoolean("resultKept"))) {
      return last.getValue("result");
    }
    StringBuilder text = new StringBuilder();
    for (Integer from = 0; from != null; ) {
      JsonObject piece =
          node.ask(Addresses.QUERY_CALL_GET, new JsonObject().put("call", call).put("from", from));
      text.append(piece.getString("piece"));
      from = piece.getInteger("next");
    }
    return Json.decodeValue(text.toString());
  }

  /** Who goes before the end takes the call along. */
  private void cancel() {
    if (over || call == null) {
      return;
    }
    JsonObject answer =
        client
            .request(Addresses.COMMAND_TOOL_CANCEL, new JsonObject().put("call", call))
            .completeOnTimeout(null, 3, TimeUnit.SECONDS)
            .exceptionally(gone -> null)
            .join();
    boolean stopped = answer != null && Boolean.TRUE.equals(answer.getBoolean("cancelled"));
    screen.fail(stopped ? "cancelled" : "it could not be cancelled: " + call + " goes on");
  }
}
