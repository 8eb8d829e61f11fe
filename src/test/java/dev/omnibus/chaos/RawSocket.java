package dev.omnibus.chaos;

import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * A client as somebody writes it in an afternoon, with nothing but the protocol: it registers with
 * {@code since}, takes the state where the node says that it cannot go on, and comes back.
 */
final class RawSocket implements AutoCloseable {

  private static final HttpClient HTTP =
      HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(5)).build();

  private final List<Integer> ports;
  private final String token;
  private final Source source;
  private final Ledger ledger;
  private final ScheduledExecutorService timers;
  private final Random random;
  private final Map<String, Long> heard = new HashMap<>();
  private boolean knows;
  private int at;
  private volatile WebSocket socket;
  private volatile boolean over;

  RawSocket(
      List<Integer> ports,
      String token,
      Source source,
      Ledger ledger,
      ScheduledExecutorService timers,
      int number) {
    this.ports = ports;
    this.token = token;
    this.source = source;
    this.ledger = ledger;
    this.timers = timers;
    this.at = number;
    this.random = new Random(number);
  }

  void connect() {
    if (over) {
      return;
    }
    URI uri = URI.create("ws://127.0.0.1:" + ports.get(at % ports.size()) + "/eventbus/websocket");
    HTTP.newWebSocketBuilder()
        .connectTimeout(Duration.ofSeconds(5))
        .header("Authorization", "Bearer " + token)
        .buildAsync(uri, new Ears())
        .whenComplete((open, failure) -> opened(open, failure));
  }

  private void opened(WebSocket open, Throwable failure) {
    if (failure != null) {
      again();
      return;
    }
    socket = open;
    JsonObject headers = new JsonObject();
    synchronized (this) {
      if (knows) {
        JsonObject since = new JsonObject();
        heard.forEach(since::put);
        headers.put("since", since);
      }
    }
    JsonObject register =
        new JsonObject()
            .put("type", "register")
            .put("address", Source.ADDRESS)
            .put("headers", headers);
    open.sendText(register.encode(), true);
    if (over) {
      open.abort();
    }
  }

  private void again() {
    if (over) {
      return;
    }
    at++;
    timers.schedule(this::connect, 50 + random.nextInt(1_000), TimeUnit.MILLISECONDS);
  }

  private synchronized void frame(JsonObject frame) {
    JsonObject message = frame.getJsonObject("message", new JsonObject());
    switch (frame.getString("type") + " " + frame.getString("event", "")) {
      case "rec " -> event(frame.getJsonObject("body"));
      case "event registered" -> registered(message);
      case "event cursor" -> reach(message.getJsonObject("cursor"));
      case "event gap" -> gap(message);
      default -> {}
    }
  }

  private void event(JsonObject envelope) {
    long seq = envelope.getLong("seq");
    if (seq > heard.getOrDefault(envelope.getString("node"), 0L)) {
      heard.put(envelope.getString("node"), seq);
      ledger.event(envelope);
    }
  }

  private void registered(JsonObject message) {
    knows = true;
    if (message.getBoolean("recovered")) {
      ledger.resumed();
    } else {
      heard.clear();
      reach(message.getJsonObject("cursor"));
      ledger.snapshot(source.told());
    }
  }

  private void gap(JsonObject message) {
    heard.merge(message.getString("node"), message.getLong("last"), Math::max);
    ledger.snapshot(source.told());
  }

  private void reach(JsonObject cursor) {
    cursor.forEach(e -> heard.merge(e.getKey(), ((Number) e.getValue()).longValue(), Math::max));
  }

  @Override
  public void close() {
    over = true;
    if (socket != null) {
      socket.abort();
    }
  }

  private final class Ears implements WebSocket.Listener {

    private final StringBuilder text = new StringBuilder();
    private boolean gone;

    @Override
    public CompletionStage<?> onText(WebSocket open, CharSequence part, boolean last) {
      text.append(part);
      if (last) {
        frame(new JsonObject(text.toString()));
        text.setLength(0);
      }
      open.request(1);
      return null;
    }

    @Override
    public CompletionStage<?> onClose(WebSocket open, int code, String reason) {
      lost();
      return null;
    }

    @Override
    public void onError(WebSocket open, Throwable error) {
      lost();
    }

    private void lost() {
      if (!gone) {
        gone = true;
        again();
      }
    }
  }
}
