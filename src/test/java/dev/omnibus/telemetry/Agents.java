package dev.omnibus.telemetry;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongFunction;

/**
 * Many agents at one server of a node, each with a session, a connection that stays open and one
 * call under way; they note what they were answered. One whose node is gone ends.
 */
final class Agents implements AutoCloseable {

  private static final String REVISION = "2025-11-25";

  private final Vertx vertx = Vertx.vertx();
  private final HttpClient client;
  private final RequestOptions to;
  private final LongFunction<String> tools;
  private final AtomicLong left = new AtomicLong();
  private final AtomicLong unanswered = new AtomicLong();
  private final AtomicLong sent = new AtomicLong();
  private final Map<String, AtomicLong> answers = new ConcurrentHashMap<>();
  private final NavigableMap<Long, AtomicLong> seconds = new ConcurrentSkipListMap<>();
  private Future<?> end;

  /**
   * @param tools which one is called the n-th time
   */
  Agents(int port, String server, String key, LongFunction<String> tools) {
    this.tools = tools;
    this.client =
        vertx.createHttpClient(
            new HttpClientOptions().setKeepAliveTimeout(600),
            new PoolOptions().setHttp1MaxSize(1_000));
    this.to =
        new RequestOptions()
            .setMethod(HttpMethod.POST)
            .setHost("127.0.0.1")
            .setPort(port)
            .setURI("/mcp/" + server)
            .putHeader("Authorization", "Bearer " + key)
            .putHeader("Content-Type", "application/json")
            .putHeader("Accept", "application/json, text/event-stream");
  }

  /** Opens so many sessions and calls so often, all together. */
  Agents call(int agents, long calls) {
    left.set(calls);
    List<Future<?>> all = new ArrayList<>();
    for (int i = 0; i < agents; i++) {
      all.add(open().compose(this::go));
    }
    end = Future.join(all);
    return this;
  }

  private Future<RequestOptions> open() {
    JsonObject params =
        new JsonObject()
            .put("protocolVersion", REVISION)
            .put("capabilities", new JsonObject())
            .put("clientInfo", new JsonObject().put("name", "agent").put("version", "1"));
    JsonObject message =
        new JsonObject()
            .put("jsonrpc", "2.0")
            .put("id", 0)
            .put("method", "initialize")
            .put("params", params);
    return client
        .request(to)
        .compose(request -> request.send(message.toBuffer()))
        .compose(
            response ->
                response
                    .body()
                    .map(
                        body ->
                            new RequestOptions(to)
                                .putHeader("MCP-Protocol-Version", REVISION)
                                .putHeader(
                                    "Mcp-Session-Id", response.getHeader("Mcp-Session-Id"))));
  }

  private Future<Void> go(RequestOptions session) {
    Promise<Void> over = Promise.promise();
    next(session, over);
    return over.future();
  }

  /** One call after the other; a chain of futures would keep all of them. */
  private void next(RequestOptions session, Promise<Void> over) {
    long n = left.getAndDecrement();
    if (n <= 0) {
      over.complete();
      return;
    }
    Buffer message = body(n);
    client
        .request(session)
        .compose(request -> request.send(message))
        .compose(response -> answered(message, response))
        .onSuccess(answered -> next(session, over))
        .onFailure(
            gone -> {
              unanswered.incrementAndGet();
              over.complete();
            });
  }

  private Buffer body(long n) {
    return Buffer.buffer(
        "{\"jsonrpc\":\"2.0\",\"id\":"
            + n
            + ",\"method\":\"tools/call\",\"params\":{\"name\":\""
            + tools.apply(n)
            + "\",\"arguments\":{}}}");
  }

  private Future<Void> answered(Buffer message, HttpClientResponse response) {
    return response
        .body()
        .map(
            body -> {
              String outcome = outcome(response.statusCode(), body.toString());
              add(answers, outcome);
              add(seconds, System.currentTimeMillis() / 1_000);
              if (outcome.equals("ok")) {
                sent.addAndGet(message.length());
              }
              return null;
            });
  }

  private static <T> void add(Map<T, AtomicLong> counts, T what) {
    counts.computeIfAbsent(what, young -> new AtomicLong()).incrementAndGet();
  }

  private static String outcome(int status, String body) {
    if (status == 200 && body.contains("\"result\"")) {
      return body.contains("\"isError\":true") ? "tool" : "ok";
    }
    if (body.contains("not so")) {
      return "protocol";
    }
    return status == 502 ? "transport" : status + " " + body;
  }

  /** Completes when all calls were made, or no agent has a node any more. */
  void await(Duration limit) throws Exception {
    end.toCompletionStage().toCompletableFuture().get(limit.toSeconds(), TimeUnit.SECONDS);
  }

  /** No more calls but for those under way. */
  void stop() {
    left.set(0);
  }

  /** How often something was answered, by what it was. */
  Map<String, Long> answers() {
    Map<String, Long> all = new TreeMap<>();
    answers.forEach((what, count) -> all.put(what, count.get()));
    return all;
  }

  long answered() {
    return answers.values().stream().mapToLong(AtomicLong::get).sum();
  }

  /** What was answered before the end of a second. */
  long answeredUntil(long second) {
    return seconds.headMap(second, true).values().stream().mapToLong(AtomicLong::get).sum();
  }

  /** Bytes of the calls that went well. */
  long sent() {
    return sent.get();
  }

  /** Calls whose node went before it answered. */
  long unanswered() {
    return unanswered.get();
  }

  @Override
  public void close() {
    vertx.close().toCompletionStage().toCompletableFuture().orTimeout(60, TimeUnit.SECONDS).join();
  }
}
