package dev.omnibus.app.terminal;

import dev.omnibus.bus.Addresses;
import dev.omnibus.bus.BusException;
import dev.omnibus.client.Close;
import dev.omnibus.client.Gap;
import dev.omnibus.client.Listener;
import dev.omnibus.client.OmnibusClient;
import dev.omnibus.client.Watcher;
import dev.omnibus.coordinator.log.LogLevel;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.PrintStream;
import java.net.URI;
import java.time.Duration;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;

/**
 * Writes lines of a log to standard output, each once: those that were there, and those that come.
 * What else there is to know goes to standard error.
 */
final class LogPrinter implements Watcher, Listener {

  private final PrintStream out;
  private final Aside aside;
  private final LogsCommand wish;
  private final Map<String, String> last = new HashMap<>();
  private final CompletableFuture<Integer> end = new CompletableFuture<>();
  private final CompletableFuture<OmnibusClient> client = new CompletableFuture<>();

  LogPrinter(PrintStream out, PrintStream err, LogsCommand wish) {
    this.out = out;
    this.aside = new Aside(err);
    this.wish = wish;
  }

  /** Ends when all is shown or nobody reads any more, and says with which exit code. */
  int show(OmnibusClient open) throws InterruptedException {
    client.complete(open);
    if (wish.follow) {
      open.hear(Addresses.EVENT_SERVER_LOG, new JsonObject().put("server", wish.server), this);
    }
    try {
      return end.get();
    } catch (ExecutionException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public CompletionStage<?> snapshot(Why why) {
    return client
        .thenCompose(open -> open.request(Addresses.QUERY_LOG_TAIL, query()))
        .thenAccept(this::tail)
        .exceptionally(this::failed);
  }

  private JsonObject query() {
    JsonObject query = new JsonObject().put("server", wish.server).put("limit", wish.lines);
    put(query, "replica", wish.replica);
    put(query, "level", wish.level);
    put(query, "source", wish.source);
    put(query, "text", wish.text);
    put(query, "since", wish.since);
    return query;
  }

  private static void put(JsonObject json, String key, Object value) {
    if (value != null) {
      json.put(key, value);
    }
  }

  private synchronized void tail(JsonObject answer) {
    for (Object node : answer.getJsonArray("nodes", new JsonArray())) {
      String why = ((JsonObject) node).getString("why");
      if (why != null) {
        aside.say(((JsonObject) node).getString("node") + ": " + why);
      }
    }
    answer.getJsonArray("lines").forEach(line -> print((JsonObject) line));
  }

  private Void failed(Throwable cause) {
    Throwable why = cause.getCause() == null ? cause : cause.getCause();
    aside.say(String.valueOf(why.getMessage()));
    end.complete(1);
    return null;
  }

  @Override
  public synchronized void event(JsonObject event) {
    JsonObject line = event.getJsonObject("data").copy();
    line.remove("server");
    if (isWanted(line)) {
      print(line.put("node", event.getString("node")));
    }
  }

  private boolean isWanted(JsonObject line) {
    String text = line.getString("text").toLowerCase(Locale.ROOT);
    return (wish.replica == null || wish.replica.equals(line.getInteger("replica")))
        && (wish.level == null
            || LogLevel.of(line.getString("level")).compareTo(LogLevel.of(wish.level)) >= 0)
        && (wish.source == null || wish.source.equals(line.getString("source")))
        && (wish.text == null || text.contains(wish.text.toLowerCase(Locale.ROOT)));
  }

  private void print(JsonObject line) {
    String log = line.getString("node") + " " + line.getInteger("replica");
    String at = line.getString("at");
    if (end.isDone() || at.compareTo(last.getOrDefault(log, "")) <= 0) {
      return;
    }
    last.put(log, at);
    out.println(wish.json ? Printable.of(line.encode()) : Printable.of(words(line)));
    if (out.checkError()) {
      end.complete(0); // nobody reads any more
    }
  }

  private static String words(JsonObject line) {
    String replica = line.containsKey("replica") ? "~" + line.getInteger("replica") + " " : "";
    String logger = line.containsKey("logger") ? line.getString("logger") + ": " : "";
    return "%s %-7s %-9s %s%s%s"
        .formatted(
            line.getString("at"),
            line.getString("level"),
            line.getString("source"),
            replica,
            logger,
            line.getString("text"));
  }

  @Override
  public void gap(Gap gap) {
    aside.say("lines may be missing here");
  }

  @Override
  public void refused(BusException why) {
    aside.say(Aside.words(why));
    end.complete(1);
  }

  @Override
  public void ready(URI node, boolean complete) {
    if (!wish.follow) {
      snapshot(Why.FIRST).whenComplete((done, cause) -> end.complete(0));
    }
  }

  @Override
  public void lost(Close why, Duration again) {
    aside.lost(why, again);
  }

  @Override
  public void ended(Close why) {
    aside.ended(why);
    end.complete(1);
  }
}
