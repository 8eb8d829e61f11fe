package dev.omnibus.harness;

import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.WebSocket;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;

/**
 * Somebody signed in on one node, with a raw event-bus socket: what a program of a user would be.
 */
public final class Operator implements AutoCloseable {

  private static final HttpClient HTTP = HttpClient.newHttpClient();
  private static final Duration LIMIT = Duration.ofSeconds(60);

  private final WebSocket socket;
  private final Map<String, CompletableFuture<JsonObject>> pending;
  private final List<JsonObject> frames;
  private final AtomicInteger ids = new AtomicInteger();

  private Operator(WebSocket socket, Ears ears) {
    this.socket = socket;
    this.pending = ears.pending;
    this.frames = ears.frames;
  }

  /** Signs the admin in and opens the socket. */
  public static Operator admin(int port) throws Exception {
    return open(port, token(port, "admin", NodeProcess.PASSWORD));
  }

  public static Operator open(int port, String token) throws Exception {
    Ears ears = new Ears();
    WebSocket socket =
        HTTP.newWebSocketBuilder()
            .header("Authorization", "Bearer " + token)
            .buildAsync(URI.create("ws://127.0.0.1:" + port + "/eventbus/websocket"), ears)
            .get(60, TimeUnit.SECONDS);
    return new Operator(socket, ears);
  }

  public static String token(int port, String user, String password)
      throws IOException, InterruptedException {
    JsonObject body = new JsonObject().put("username", user).put("password", password);
    HttpResponse<String> answer = post(port, "/auth/api/v1/auth/login", body, null);
    if (answer.statusCode() != 200) {
      throw new IOException("login " + answer.statusCode() + " " + answer.body());
    }
    return new JsonObject(answer.body()).getString("access_token");
  }

  public static HttpResponse<String> post(int port, String path, JsonObject body, String token)
      throws IOException, InterruptedException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
            .timeout(LIMIT)
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofString(body.encode()));
    if (token != null) {
      request.header("Authorization", "Bearer " + token);
    }
    return HTTP.send(request.build(), BodyHandlers.ofString());
  }

  /** Whether the node has ended it. */
  public boolean isClosed() {
    return socket.isInputClosed();
  }

  /** Hears an address from now on. */
  public Operator hear(String address) throws Exception {
    return hear(address, new JsonObject());
  }

  /** Hears an address, with register headers, and waits for the acknowledgement. */
  public Operator hear(String address, JsonObject headers) throws Exception {
    int before = frames.size();
    send(new JsonObject().put("type", "register").put("address", address).put("headers", headers));
    Waiting.until(
        "registered " + address,
        LIMIT,
        () ->
            frames.subList(before, frames.size()).stream()
                .anyMatch(
                    f -> f.encode().contains("\"registered\"") && f.encode().contains(address)));
    return this;
  }

  /** Asks and waits; an err frame is an {@link AssertionError} with the frame in it. */
  public JsonObject ask(String address, JsonObject body) throws Exception {
    JsonObject frame = tryAsk(address, body);
    if (frame.getString("type").equals("err")) {
      throw new AssertionError("refused " + address + ": " + frame.encode());
    }
    return frame.getJsonObject("body");
  }

  /** Asks and waits for the rec or err frame. */
  public JsonObject tryAsk(String address, JsonObject body) throws Exception {
    String reply = "reply-" + ids.incrementAndGet();
    CompletableFuture<JsonObject> answer = new CompletableFuture<>();
    pending.put(reply, answer);
    send(
        new JsonObject()
            .put("type", "send")
            .put("address", address)
            .put("replyAddress", reply)
            .put("body", body));
    return answer.get(75, TimeUnit.SECONDS);
  }

  /** The status of one server as this node knows it now; null when it knows none. */
  public JsonObject status(String server) throws Exception {
    return ask("query.server.list", new JsonObject()).getJsonArray("servers").stream()
        .map(JsonObject.class::cast)
        .filter(s -> s.getString("server").equals(server))
        .findFirst()
        .orElse(null);
  }

  /** Waits until the server is in this state. */
  public JsonObject awaitState(String server, String state, Duration limit) throws Exception {
    return awaitStatus(server, limit, status -> status.getString("state").equals(state));
  }

  /** Waits until the server's status fits. */
  public JsonObject awaitStatus(String server, Duration limit, Predicate<JsonObject> fits)
      throws Exception {
    JsonObject[] last = new JsonObject[1];
    Waiting.until(
        "the status of " + server + " fits",
        limit,
        () -> {
          last[0] = status(server);
          return last[0] != null && fits.test(last[0]);
        },
        () -> "last seen: " + last[0]);
    return last[0];
  }

  /** Events heard so far at an address, oldest first. */
  public List<JsonObject> heard(String address) {
    return frames.stream()
        .filter(f -> "rec".equals(f.getString("type")) && address.equals(f.getString("address")))
        .map(f -> f.getJsonObject("body"))
        .toList();
  }

  /** Waits for an event that fits. */
  public JsonObject await(String address, Duration limit, Predicate<JsonObject> fits)
      throws Exception {
    Waiting.until(
        "an event at " + address,
        limit,
        () -> heard(address).stream().anyMatch(fits),
        () -> "heard: " + heard(address));
    return heard(address).stream().filter(fits).findFirst().orElseThrow();
  }

  private synchronized void send(JsonObject frame) throws Exception {
    socket.sendText(frame.encode(), true).get(60, TimeUnit.SECONDS);
  }

  @Override
  public void close() {
    socket.abort();
  }

  /** Collects frames; replies go to whoever waits for them. */
  private static final class Ears implements WebSocket.Listener {

    private final Map<String, CompletableFuture<JsonObject>> pending = new ConcurrentHashMap<>();
    private final List<JsonObject> frames = new CopyOnWriteArrayList<>();
    private final StringBuilder text = new StringBuilder();

    @Override
    public CompletionStage<?> onText(WebSocket socket, CharSequence part, boolean last) {
      text.append(part);
      if (last) {
        JsonObject frame = new JsonObject(text.toString());
        text.setLength(0);
        CompletableFuture<JsonObject> waiting = pending.remove(frame.getString("address", ""));
        if (waiting == null) {
          frames.add(frame);
        } else {
          waiting.complete(frame);
        }
      }
      socket.request(1);
      return null;
    }
  }
}
