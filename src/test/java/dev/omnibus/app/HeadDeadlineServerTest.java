package dev.omnibus.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The same on the connections that Vert.x makes: a real server that gives a head 300 ms. */
class HeadDeadlineServerTest {

  private static final Duration TIME = Duration.ofMillis(300);
  private static final Duration LIMIT = Duration.ofSeconds(60);

  private final Vertx vertx = Vertx.vertx();
  private final CompletableFuture<HttpServerRequest> late = new CompletableFuture<>();
  private Socket socket;

  @BeforeEach
  void start() throws Exception {
    HttpServer server =
        vertx
            .createHttpServer(new HttpServerOptions().setHttp2ClearTextEnabled(false))
            .connectionHandler(connection -> HeadDeadline.hold(connection, TIME))
            .requestHandler(this::asked)
            .listen(0, "127.0.0.1")
            .toCompletionStage()
            .toCompletableFuture()
            .get(LIMIT.toSeconds(), TimeUnit.SECONDS);
    socket = new Socket("127.0.0.1", server.actualPort());
    socket.setSoTimeout((int) LIMIT.toMillis());
  }

  private void asked(HttpServerRequest request) {
    if (request.path().equals("/late")) {
      late.complete(request);
    } else {
      request.response().end();
    }
  }

  @AfterEach
  void stop() throws Exception {
    socket.close();
    vertx.close().toCompletionStage().toCompletableFuture().get(60, TimeUnit.SECONDS);
  }

  @Test
  void whoever_says_nothing_is_dropped() throws IOException {
    assertEquals(-1, socket.getInputStream().read());
  }

  @Test
  void whoever_does_not_end_a_later_head_is_dropped_too() throws Exception {
    write("GET / HTTP/1.1\r\nHost: x\r\n\r\n");
    answer();
    write("GET / HTTP/1.1\r\nHost: x\r\n");
    assertEquals(-1, socket.getInputStream().read());
  }

  @Test
  void an_answer_may_take_longer_whatever_comes_meanwhile() throws Exception {
    write("GET /late HTTP/1.1\r\nHost: x\r\n\r\n");
    HttpServerRequest request = late.get(LIMIT.toSeconds(), TimeUnit.SECONDS);
    write("\r\n");
    vertx.setTimer(2 * TIME.toMillis(), id -> request.response().end());
    assertTrue(answer().startsWith("HTTP/1.1 200 "));
  }

  private void write(String text) throws IOException {
    socket.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
  }

  /** The head of one answer without a body. */
  private String answer() throws IOException {
    InputStream in = socket.getInputStream();
    StringBuilder head = new StringBuilder();
    while (head.indexOf("\r\n\r\n") < 0) {
      int next = in.read();
      assertTrue(next >= 0, head + " and no more");
      head.append((char) next);
    }
    return head.toString();
  }
}
