package dev.omnibus.bridge.socket;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.omnibus.bridge.BridgeRoutes;
import dev.omnibus.config.BridgeConfig;
import dev.omnibus.harness.RawHttp;
import dev.omnibus.harness.Waiting;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.JsonObject;
import io.vertx.micrometer.MicrometerMetricsFactory;
import io.vertx.micrometer.MicrometerMetricsOptions;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.ref.WeakReference;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A WebSocket after Vert.x, on a real connection: what is left of it, and what still holds. */
class TakeoverBridgeIT {

  private static final Duration LIMIT = Duration.ofSeconds(60);

  /** 125 bytes, the most that a ping may hold, under a mask of zeros. */
  private static final byte[] PING = frame(0x89, "p".repeat(125));

  private final PrometheusMeterRegistry registry =
      new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
  private final Vertx vertx =
      Vertx.builder()
          .with(
              new VertxOptions().setMetricsOptions(new MicrometerMetricsOptions().setEnabled(true)))
          .withMetrics(new MicrometerMetricsFactory(registry))
          .build();
  private final BlockingQueue<Channel> opened = new LinkedBlockingQueue<>();
  private final BlockingQueue<String> heard = new LinkedBlockingQueue<>();
  private volatile WeakReference<Object> upgraded;

  /** The most that was kept when a ping came. */
  private volatile long most;

  /** Pings that came while as much was kept as may be. */
  private volatile int unanswered;

  /** The loop stands still between the two, so that a client can leave meanwhile. */
  private final CountDownLatch asked = new CountDownLatch(1);

  private final CountDownLatch left = new CountDownLatch(1);

  private HttpServer server;
  private Socket socket;

  @BeforeEach
  void open() throws Exception {
    BridgeConfig config = BridgeConfig.fromJson(new JsonObject());
    HttpServerOptions small = new HttpServerOptions().setSendBufferSize(32 << 10);
    server =
        await(
            vertx
                .createHttpServer(BridgeRoutes.options(small))
                .requestHandler(request -> take(request, config.maxMessageBytes()))
                .listen(0, "127.0.0.1"));
    socket = new Socket();
    socket.setReceiveBufferSize(32 << 10);
    socket.connect(new InetSocketAddress("127.0.0.1", server.actualPort()), (int) LIMIT.toMillis());
    socket.setSoTimeout((int) LIMIT.toMillis());
    write(RawHttp.handshake(server.actualPort(), "/", List.of()));
    String head = head();
    assertTrue(head.startsWith("HTTP/1.1 101 "), head);
  }

  private void take(HttpServerRequest request, int maxBytes) {
    upgraded = new WeakReference<>(request.connection());
    if (request.path().equals("/leaving")) {
      asked.countDown();
      left(LIMIT);
    }
    Takeover.of(request, maxBytes, false)
        .onSuccess(
            taken -> {
              Intake.of(taken, maxBytes, false, new Notes(taken.channel()));
              opened.add(taken.channel());
            });
  }

  private void left(Duration limit) {
    try {
      assertTrue(left.await(limit.toSeconds(), TimeUnit.SECONDS));
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  @AfterEach
  void end() throws Exception {
    socket.close();
    await(vertx.close());
  }

  @Test
  void while_it_is_open_nothing_holds_on_to_what_vertx_made_for_it() throws Exception {
    next(opened);
    Waiting.until(
        "it is collected",
        LIMIT,
        () -> {
          System.gc();
          return upgraded.get() == null;
        });
    write(frame(0x81, "still there"));
    assertEquals("still there", next(heard));
  }

  @Test
  void the_meters_of_connections_count_it_as_long_as_it_is_open() throws Exception {
    next(opened);
    assertEquals(1, value("vertx_http_server_active_connections"));
    assertEquals(1, value("vertx_http_server_active_ws_connections"));
    socket.close();
    assertEquals("ended 1006", next(heard));
    assertEquals(0, value("vertx_http_server_active_connections"));
    assertEquals(0, value("vertx_http_server_active_ws_connections"));
  }

  /** What was over twice would be one too few from then on. */
  @Test
  void a_client_that_resets_before_it_is_answered_is_one_request_that_is_over() throws Exception {
    next(opened);
    try (Socket other = new Socket("127.0.0.1", server.actualPort())) {
      OutputStream out = other.getOutputStream();
      out.write(RawHttp.handshake(server.actualPort(), "/leaving", List.of()));
      assertTrue(asked.await(LIMIT.toSeconds(), TimeUnit.SECONDS));
      other.setSoLinger(true, 0);
    }
    left.countDown();
    assertEquals("ended 1006", next(heard));
    assertEquals(0, value("vertx_http_server_active_requests"));
  }

  @Test
  void a_server_that_ends_tells_it_to_come_back() throws Exception {
    next(opened);
    Future<Void> gone = server.shutdown(LIMIT.toSeconds(), TimeUnit.SECONDS);
    DataInputStream in = new DataInputStream(socket.getInputStream());
    assertEquals(0x88, in.readUnsignedByte());
    byte[] why = in.readNBytes(in.readUnsignedByte());
    assertEquals(CloseCode.DRAINING.code(), (why[0] & 0xff) << 8 | why[1] & 0xff);
    socket.close();
    await(gone);
  }

  /**
   * A megabyte of pongs, which is more than the kernel's buffers hold on both sides here. What is
   * kept is looked at with each ping, since the kernel goes on taking some of it.
   */
  @Test
  void whoever_pings_and_reads_nothing_has_little_kept_for_it() throws Exception {
    next(opened);
    for (int i = 0; i < 8_000; i++) {
      write(PING);
    }
    Waiting.until("all is kept that may be, and pings go on", LIMIT, () -> unanswered > 200);
    assertTrue(most < 65 << 10, "kept " + most);
  }

  private double value(String name) {
    return registry
        .scrape()
        .lines()
        .filter(line -> line.startsWith(name + "{") || line.startsWith(name + " "))
        .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
        .findFirst()
        .orElseThrow(() -> new AssertionError("no " + name + " in " + registry.scrape()));
  }

  private static byte[] frame(int head, String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    byte[] frame = new byte[6 + bytes.length];
    frame[0] = (byte) head;
    frame[1] = (byte) (0x80 | bytes.length);
    System.arraycopy(bytes, 0, frame, 6, bytes.length);
    return frame;
  }

  private void write(byte[] bytes) throws IOException {
    OutputStream out = socket.getOutputStream();
    out.write(bytes);
  }

  private String head() throws IOException {
    StringBuilder head = new StringBuilder();
    while (head.indexOf("\r\n\r\n") < 0) {
      int one = socket.getInputStream().read();
      assertTrue(one >= 0, "ended after " + head);
      head.append((char) one);
    }
    return head.toString();
  }

  private static <T> T next(BlockingQueue<T> queue) throws InterruptedException {
    T one = queue.poll(LIMIT.toSeconds(), TimeUnit.SECONDS);
    assertTrue(one != null, "it never came");
    return one;
  }

  private static <T> T await(Future<T> future) throws Exception {
    return future
        .toCompletionStage()
        .toCompletableFuture()
        .get(LIMIT.toSeconds(), TimeUnit.SECONDS);
  }

  /** Notes down what it hears. */
  private final class Notes implements Ear {
    private final Channel channel;

    Notes(Channel channel) {
      this.channel = channel;
    }

    @Override
    public void message(boolean text, ByteBuf payload) {
      heard.add(payload.toString(StandardCharsets.UTF_8));
    }

    @Override
    public void ping() {
      long kept = Ending.pending(channel);
      most = Math.max(most, kept);
      if (kept > 64 << 10) {
        unanswered = unanswered + 1;
      }
    }

    @Override
    public void pong() {}

    @Override
    public void close(int code, String reason) {
      FrameRules.close(channel, code, reason);
    }

    @Override
    public void ended(int code, String reason) {
      heard.add("ended " + code);
    }
  }
}
