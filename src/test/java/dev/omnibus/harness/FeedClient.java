package dev.omnibus.harness;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/** A plain WebSocket client on {@code /ws/mcp-status}, as the older system's pages have it. */
public final class FeedClient implements AutoCloseable {

  private static final HttpClient HTTP = HttpClient.newHttpClient();
  private static final Duration LIMIT = Duration.ofSeconds(60);

  private final List<JsonObject> heard;
  private final WebSocket socket;

  private FeedClient(WebSocket socket, List<JsonObject> heard) {
    this.socket = socket;
    this.heard = heard;
  }

  public static FeedClient open(int port, String token) throws Exception {
    Ears ears = new Ears();
    URI uri = URI.create("ws://127.0.0.1:" + port + "/ws/mcp-status?token=" + token);
    WebSocket socket = HTTP.newWebSocketBuilder().buildAsync(uri, ears).get(60, TimeUnit.SECONDS);
    return new FeedClient(socket, ears.heard);
  }

  public FeedClient send(JsonObject message) throws Exception {
    socket.sendText(message.encode(), true).get(60, TimeUnit.SECONDS);
    return this;
  }

  public FeedClient subscribe(Object filters) throws Exception {
    return send(
        new JsonObject()
            .put("action", "subscribe")
            .put("event_types", new JsonArray().add("mcp_status_change"))
            .put("filters", filters));
  }

  /** All messages so far, oldest first. */
  public List<JsonObject> heard() {
    return List.copyOf(heard);
  }

  /** All messages of one type so far, oldest first. */
  public List<JsonObject> heard(String type) {
    return heard.stream().filter(message -> type.equals(message.getString("type"))).toList();
  }

  public JsonObject await(String type) throws Exception {
    return await(type, message -> true);
  }

  public JsonObject await(String type, Predicate<JsonObject> fits) throws Exception {
    Waiting.until(
        "a message " + type,
        LIMIT,
        () -> heard(type).stream().anyMatch(fits),
        () -> "heard: " + heard);
    return heard(type).stream().filter(fits).findFirst().orElseThrow();
  }

  @Override
  public void close() {
    socket.abort();
  }

  private static final class Ears implements WebSocket.Listener {

    private final List<JsonObject> heard = new CopyOnWriteArrayList<>();
    private final StringBuilder text = new StringBuilder();

    @Override
    public CompletionStage<?> onText(WebSocket socket, CharSequence part, boolean last) {
      text.append(part);
      if (last) {
        heard.add(new JsonObject(text.toString()));
        text.setLength(0);
      }
      socket.request(1);
      return null;
    }
  }
}
