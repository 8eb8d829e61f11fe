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
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Real connections to a real server that gives a head 300 ms. */
class HeadDeadlineTest {

  private static final Duration TIME = Duration.ofMillis(300);
  private static final String GET = "GET / HTTP/1.1\r\nHost: x\r\n\r\n";
  private final Vertx vertx = Vertx.vertx();
  private HttpServer server;
  private Socket socket;

  @BeforeEach
  void start() throws Exception {
    server =
        vertx
            .createHttpServer(new HttpServerOptions().setHttp2ClearTextEnabled(false))
            .connectionHandler(connection -> HeadDeadline.hold(connection, TIME))
            .webSocketHandler(
                webSocket -> webSocket.textMessageHandler(webSocket::writeTextMessage))
            .requestHandler(this::answer)
            .listen(0, "127.0.0.1")
            .toCompletionStage()
            .toCompletableFuture()
            .get(10, TimeUnit.SECONDS);
    socket = new Socket("127.0.0.1", server.actualPort());
    socket.setSoTimeout(10_000);
  }

  private void answer(HttpServerRequest request) {
    long wait = request.path().equals("/late") ? TIME.toMillis() * 2 : 1;
    request.body().onSuccess(body -> vertx.setTimer(wait, id -> request.response().end(body)));
  }

  @AfterEach
  void stop() throws Exception {
    socket.close();
    vertx.close().toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS);
  }

  @Test
  void whoever_says_nothing_is_dropped() throws IOException {
    assertEquals(-1, socket.getInputStream().read());
  }

  @Test
  void whoever_trickles_the_head_of_a_request_is_dropped() throws Exception {
    assertTrue(trickle("GET / HTTP/1.1\r\nHost: x\r\n") < 5);
  }

  @Test
  void whoever_trickles_a_later_head_is_dropped_too() throws Exception {
    write(GET);
    answer();
    assertTrue(trickle("GET / HTTP/1.1\r\nHost: x\r\n") < 5);
  }

  @Test
  void a_body_may_take_longer() throws Exception {
    write("POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\n\r\n");
    for (int i = 0; i < 5; i++) {
      pause();
      write("x");
    }
    assertTrue(answer().endsWith("xxxxx"));
  }

  /** Old clients end a body with a line more than it has (RFC 9112, 2.2). */
  @Test
  void an_answer_may_take_longer_whatever_comes_meanwhile() throws Exception {
    write("GET /late HTTP/1.1\r\nHost: x\r\n\r\n");
    pause();
    write("\r\n");
    assertTrue(answer().startsWith("HTTP/1.1 200 "));
  }

  @Test
  void between_two_requests_there_is_time() throws Exception {
    write(GET);
    answer();
    for (int i = 0; i < 5; i++) {
      pause();
    }
    write(GET);
    assertTrue(answer().startsWith("HTTP/1.1 200 "));
  }

  @Test
  void the_frames_of_a_web_socket_are_no_heads() throws Exception {
    write(
        "GET / HTTP/1.1\r\nHost: x\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
            + "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n\r\n");
    assertTrue(answer().startsWith("HTTP/1.1 101 "));
    String frame = "\u0081\u0083\0\0\0\0abc";
    for (char part : frame.toCharArray()) {
      pause();
      write(String.valueOf(part));
    }
    byte[] echo = socket.getInputStream().readNBytes(5);
    assertEquals("\u0081\u0003abc", new String(echo, StandardCharsets.ISO_8859_1));
  }

  /** A header a third of the time, again and again; answers how many times until it was dropped. */
  private double trickle(String begin) throws Exception {
    write(begin);
    long began = System.nanoTime();
    try {
      while (System.nanoTime() - began < TIME.toNanos() * 30) {
        pause();
        write("X-Slow: 1\r\n");
      }
    } catch (SocketException dropped) {
      // as it shall be
    }
    return (double) (System.nanoTime() - began) / TIME.toNanos();
  }

  /** A third of the time. */
  private void pause() throws InterruptedException {
    TimeUnit.NANOSECONDS.sleep(TIME.toNanos() / 3);
  }

  private void write(String text) throws IOException {
    socket.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
  }

  /** One answer, with a body if its length is said. */
  private String answer() throws IOException {
    InputStream in = socket.getInputStream();
    StringBuilder head = new StringBuilder();
    while (head.indexOf("\r\n\r\n") < 0) {
      int next = in.read();
      assertTrue(next >= 0, head + " and no more");
      head.append((char) next);
    }
    String length = head.toString().replaceAll("(?is).*content-length: (\\d+).*", "$1");
    int size = length.matches("\\d+") ? Integer.parseInt(length) : 0;
    return head + new String(in.readNBytes(size), StandardCharsets.ISO_8859_1);
  }
}
