package dev.omnibus.gateway.line;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.omnibus.gateway.target.Target;
import dev.omnibus.harness.SelfSigned;
import dev.omnibus.harness.Waiting;
import dev.omnibus.measure.Measures;
import dev.omnibus.measure.Metric;
import dev.omnibus.measure.SeriesKey;
import dev.omnibus.model.ServerSpec;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServer;
import io.vertx.core.json.JsonObject;
import io.vertx.core.net.ClientSSLOptions;
import io.vertx.core.net.NetServer;
import io.vertx.core.net.NetSocket;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Real sockets; the server says byte for byte what a test wants it to. */
class LinesTest {

  private static final Duration LIMIT = Duration.ofSeconds(60);
  private static final String OK = "HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nok";

  private final Vertx vertx = Vertx.vertx();
  private final Context loop = vertx.getOrCreateContext();
  private final List<NetSocket> sockets = new CopyOnWriteArrayList<>();
  private final List<String> requests = new CopyOnWriteArrayList<>();
  private volatile BiConsumer<NetSocket, String> manner = (socket, request) -> socket.write(OK);
  private final Stocks stocks = new Stocks();
  private Shelves shelves;
  private Target target;

  @BeforeEach
  void start() throws Exception {
    NetServer server =
        vertx
            .createNetServer()
            .connectHandler(
                socket -> {
                  sockets.add(socket);
                  socket.handler(bytes -> heard(socket, bytes));
                });
    int port = get(server.listen(0, "127.0.0.1")).actualPort();
    target = target("http://127.0.0.1:" + port + "/mcp?x=1", null);
    shelves = on(() -> new Shelves(vertx, stocks));
  }

  private void heard(NetSocket socket, Buffer bytes) {
    requests.add(bytes.toString());
    manner.accept(socket, bytes.toString());
  }

  @AfterEach
  void stop() throws Exception {
    get(vertx.close());
  }

  private static Target target(String url, ClientSSLOptions ssl) {
    ServerSpec spec = ServerSpec.fromJson("s", new JsonObject().put("url", url));
    return new Target(spec, URI.create(url), Map.of(), ssl, null);
  }

  private static <T> T get(Future<T> future) throws Exception {
    return future.toCompletionStage().toCompletableFuture().get(60, TimeUnit.SECONDS);
  }

  private <T> T on(Callable<T> what) throws Exception {
    CompletableFuture<T> done = new CompletableFuture<>();
    loop.runOnContext(
        now -> {
          try {
            done.complete(what.call());
          } catch (Exception failed) {
            done.completeExceptionally(failed);
          }
        });
    return done.get(60, TimeUnit.SECONDS);
  }

  private Ask ask(Question question) throws Exception {
    return on(() -> shelves.of(target).ask(question));
  }

  private String said(String body) throws Exception {
    Question question = Question.of(body);
    ask(question);
    return question.text();
  }

  @Test
  void a_request_says_where_it_goes_and_how_long_it_is() throws Exception {
    assertEquals("ok", said("hello"));
    String port = target.url().getPort() + "";
    assertEquals(
        "POST /mcp?x=1 HTTP/1.1\r\nhost: 127.0.0.1:"
            + port
            + "\r\nX-Test: value\r\ncontent-length: 5\r\n\r\nhello",
        requests.get(0));
  }

  @Test
  void a_server_is_called_by_the_name_it_is_configured_with() throws Exception {
    target = new Target(target.spec(), target.url(), Map.of("Host", "inside.example"), null, null);
    assertEquals("ok", said(""));
    assertTrue(requests.get(0).startsWith("POST /mcp?x=1 HTTP/1.1\r\nhost: inside.example\r\n"));
  }

  @Test
  void a_long_body_goes_out_whole() throws Exception {
    String body = "y".repeat(100_000);
    manner =
        (socket, request) -> {
          if (String.join("", requests).endsWith("y".repeat(100_000))) {
            socket.write(OK);
          }
        };
    assertEquals("ok", said(body));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "content-length: 5\r\n\r\nhello",
        "transfer-encoding: chunked\r\n\r\n2\r\nhe\r\n3\r\nllo\r\n0\r\n\r\n",
      })
  void an_answer_is_the_same_however_it_is_cut(String rest) throws Exception {
    String all = "HTTP/1.1 200 OK\r\nx-a: b\r\n" + rest;
    manner =
        (socket, request) -> {
          for (int i = 0; i < all.length(); i++) {
            String one = all.substring(i, i + 1);
            vertx.setTimer(i + 1, now -> socket.write(one));
          }
        };
    Question question = Question.of("");
    ask(question);
    assertEquals("hello", question.text());
    assertEquals("b", question.answer().header("X-A"));
  }

  @Test
  void what_comes_before_the_answer_is_no_answer() throws Exception {
    manner =
        (socket, request) ->
            socket.write(
                "HTTP/1.1 103 Early Hints\r\nlink: </x>\r\n\r\nHTTP/1.1 100 Continue\r\n\r\n" + OK);
    Question question = Question.of("");
    ask(question);
    assertEquals("ok", question.text());
    assertEquals(200, question.answer().status());
  }

  @Test
  void an_answer_without_a_length_ends_with_its_connection() throws Exception {
    manner = (socket, request) -> socket.end(Buffer.buffer("HTTP/1.1 200 OK\r\n\r\nall of it"));
    assertEquals("all of it", said(""));
    assertEquals("all of it", said(""));
    assertEquals(2, sockets.size());
  }

  @Test
  void what_waited_to_be_taken_is_whole_though_the_connection_is_gone() throws Exception {
    manner = (socket, request) -> socket.end(Buffer.buffer("HTTP/1.1 200 OK\r\n\r\nall of it"));
    Question question = Question.patient("");
    ask(question);
    Answer answer = question.answer();
    Waiting.until("closed", LIMIT, () -> on(() -> shelves.of(target).isEmpty()));
    on(answer::resume);
    assertEquals("all of it", question.text());
  }

  @Test
  void connections_are_counted_until_they_are_gone() throws Exception {
    Measures measures = new Measures(true, 1);
    measures.source(stocks);
    assertEquals("ok", said(""));
    measures.take(1);
    SeriesKey key = SeriesKey.server(target.spec().name());
    assertEquals(
        Map.of(Metric.POOL_OPEN, 1.0, Metric.POOL_IDLE, 1.0, Metric.POOL_WAITING, 0.0),
        measures.gauges().get(key));
    long later = System.nanoTime() + TimeUnit.MINUTES.toNanos(1);
    loop.runOnContext(now -> shelves.tick(later));
    Waiting.until("closed", LIMIT, () -> on(() -> shelves.of(target).isEmpty()));
    measures.take(2);
    assertEquals(0.0, measures.gauge(key, Metric.POOL_OPEN));
    assertEquals(0.0, measures.gauge(key, Metric.POOL_IDLE));
  }

  @Test
  void one_connection_takes_one_call_after_the_other() throws Exception {
    for (int i = 0; i < 5; i++) {
      assertEquals("ok", said("" + i));
    }
    assertEquals(1, sockets.size());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "HTTP/1.1 200 OK\r\nconnection: close\r\ncontent-length: 2\r\n\r\nok",
        "HTTP/1.0 200 OK\r\ncontent-length: 2\r\n\r\nok",
      })
  void a_connection_that_the_server_wants_to_close_is_not_used_again(String answer)
      throws Exception {
    manner = (socket, request) -> socket.write(answer);
    assertEquals("ok", said(""));
    assertEquals("ok", said(""));
    assertEquals(2, sockets.size());
  }

  @Test
  void a_connection_that_the_server_closed_meanwhile_is_not_used() throws Exception {
    assertEquals("ok", said(""));
    get(sockets.get(0).close());
    Waiting.until("closed", LIMIT, () -> on(() -> shelves.of(target).isEmpty()));
    assertEquals("ok", said(""));
  }

  @Test
  void what_nobody_asked_for_ends_the_connection() throws Exception {
    assertEquals("ok", said(""));
    CompletableFuture<Void> closed = new CompletableFuture<>();
    sockets.get(0).closeHandler(closed::complete);
    sockets.get(0).write(OK);
    closed.get(60, TimeUnit.SECONDS);
    assertEquals("ok", said(""));
  }

  @Test
  void idle_connections_are_closed_before_the_server_would() throws Exception {
    assertEquals("ok", said(""));
    CompletableFuture<Void> closed = new CompletableFuture<>();
    sockets.get(0).closeHandler(closed::complete);
    on(
        () -> {
          shelves.tick(System.nanoTime() + TimeUnit.SECONDS.toNanos(5));
          return null;
        });
    closed.get(60, TimeUnit.SECONDS);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "SSH-2.0-OpenSSH\r\n\r\n",
        "HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\nnot a size\r\n",
        "HTTP/1.1 200 OK\r\ncontent-length: 10\r\n\r\nhalf",
        "HTTP/1.1 200",
        "",
      })
  void what_is_no_whole_answer_is_lost(String said) throws Exception {
    manner = (socket, request) -> socket.end(Buffer.buffer(said));
    Question question = Question.of("");
    ask(question);
    assertThrows(ExecutionException.class, question::text);
  }

  @Test
  void a_head_without_end_is_lost() throws Exception {
    manner =
        (socket, request) ->
            socket.write("HTTP/1.1 200 OK\r\nx-long: " + "z".repeat(100_000) + "\r\n");
    Question question = Question.of("");
    ask(question);
    assertThrows(ExecutionException.class, question::text);
  }

  @Test
  void who_wants_no_more_closes_the_connection_and_hears_nothing() throws Exception {
    CompletableFuture<Void> closed = new CompletableFuture<>();
    manner = (socket, request) -> socket.closeHandler(closed::complete);
    Question question = Question.of("");
    Ask ask = ask(question);
    Waiting.until("asked", LIMIT, () -> !requests.isEmpty());
    on(
        () -> {
          ask.drop();
          return null;
        });
    closed.get(60, TimeUnit.SECONDS);
    manner = (socket, request) -> socket.write(OK);
    assertEquals("ok", said(""));
  }

  @Test
  void a_value_that_would_end_its_line_is_never_sent() throws Exception {
    Question question = Question.withHeader("a\r\nx-evil: b");
    ask(question);
    Throwable cause = assertThrows(ExecutionException.class, question::text).getCause();
    assertInstanceOf(IllegalArgumentException.class, cause);
    assertTrue(requests.isEmpty());
  }

  @Test
  void nobody_listening_is_lost() throws Exception {
    target = target("http://127.0.0.1:1/", null);
    Question question = Question.of("");
    ask(question);
    assertThrows(ExecutionException.class, question::text);
  }

  @Test
  void a_server_behind_tls_is_asked_the_same(@TempDir Path folder) throws Exception {
    HttpServer server =
        vertx
            .createHttpServer(SelfSigned.in(folder).https().setHost("127.0.0.1"))
            .requestHandler(request -> request.response().end("secret of " + request.uri()));
    int port = get(server.listen(0)).actualPort();
    ClientSSLOptions trusting =
        new ClientSSLOptions().setTrustAll(true).setHostnameVerificationAlgorithm("");
    target = target("https://127.0.0.1:" + port + "/mcp", trusting);
    assertEquals("secret of /mcp", said(""));
    assertEquals("secret of /mcp", said(""));
  }

  @Test
  void a_certificate_that_nobody_signed_is_not_trusted(@TempDir Path folder) throws Exception {
    HttpServer server =
        vertx
            .createHttpServer(SelfSigned.in(folder).https().setHost("127.0.0.1"))
            .requestHandler(request -> request.response().end());
    int port = get(server.listen(0)).actualPort();
    target =
        target(
            "https://127.0.0.1:" + port + "/mcp",
            new ClientSSLOptions().setHostnameVerificationAlgorithm("HTTPS"));
    Question question = Question.of("");
    ask(question);
    assertThrows(ExecutionException.class, question::text);
  }
}
