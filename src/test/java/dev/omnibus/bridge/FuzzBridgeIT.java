package dev.omnibus.bridge;

import static org.junit.jupiter.api.Assertions.assertEquals;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.AppenderBase;
import dev.omnibus.bus.Addresses;
import dev.omnibus.harness.RawHttp;
import io.netty.util.ResourceLeakDetector;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/** A hundred thousand frames of clients that are broken or hostile, and one client that is not. */
class FuzzBridgeIT {

  private static final int FRAMES = 100_000;
  private static final List<String> PATHS =
      List.of("/eventbus/websocket", "/eventbus/000/fuzz/websocket", "/ws/mcp-status");
  private static final long SEED = Long.getLong("omnibus.seed", System.nanoTime());
  @TempDir Path data;

  /** What is said at error, or with an exception, by anybody. */
  private static final class Ears extends AppenderBase<ILoggingEvent> {
    private final Queue<String> heard = new ConcurrentLinkedQueue<>();

    @Override
    protected void append(ILoggingEvent event) {
      if (event.getLevel().isGreaterOrEqual(Level.ERROR) || event.getThrowableProxy() != null) {
        heard.add(
            event.getLoggerName()
                + ": "
                + event.getFormattedMessage()
                + "\n"
                + ThrowableProxyUtil.asString(event.getThrowableProxy()));
      }
    }
  }

  @Test
  void no_frame_throws_leaks_or_disturbs_another_socket() throws Exception {
    System.out.println("fuzz seed " + SEED + " (-Domnibus.seed)");
    ResourceLeakDetector.Level before = ResourceLeakDetector.getLevel();
    ResourceLeakDetector.setLevel(ResourceLeakDetector.Level.ADVANCED);
    Logger root = (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
    Ears ears = new Ears();
    ears.start();
    root.addAppender(ears);
    try (TestNode node = new TestNode(data, limits())) {
      TestSocket bystander = TestSocket.bus(node, "bob");
      bystander.register(Addresses.EVENT_SERVER_STATUS, null).notice("registered");
      int told = fuzz(node);
      assertEquals(IntStream.range(0, told).boxed().toList(), bystander.numbers(told));
      bystander.settled();
      Await.until("only the bystander is left", () -> counters(node, "sockets") == 1);
      Await.until("and what it asked for", () -> counters(node, "subscriptions") == 1);
      assertEquals(List.of(), List.copyOf(ears.heard));
      bystander.close();
    } finally {
      root.detachAppender(ears);
      ResourceLeakDetector.setLevel(before);
    }
  }

  private static JsonObject limits() {
    return new JsonObject()
        .put("requestsPerSecond", 1_000_000)
        .put("requestBurst", 1_000_000)
        .put("maxMessageBytes", 16_384)
        .put("ringEvents", 50);
  }

  private static long counters(TestNode node, String name) {
    return node.bridge().counters().toJson().getLong(name);
  }

  /** Three attackers at once, while an event is told every few milliseconds; how many were. */
  private static int fuzz(TestNode node) throws Exception {
    ExecutorService attackers = Executors.newFixedThreadPool(PATHS.size());
    List<Future<?>> running = new ArrayList<>();
    for (int i = 0; i < PATHS.size(); i++) {
      Attacker attacker = new Attacker(node, PATHS.get(i), new FrameFuzz(SEED + i));
      running.add(attackers.submit(() -> attacker.run(FRAMES / PATHS.size() + 1)));
    }
    attackers.shutdown();
    int told = 0;
    while (!attackers.awaitTermination(10, TimeUnit.MILLISECONDS)) {
      node.tell("files", "info", told++);
    }
    for (Future<?> one : running) {
      one.get();
    }
    return told;
  }

  /** Comes back whenever it is thrown out. */
  private record Attacker(TestNode node, String path, FrameFuzz fuzz) {

    Void run(int frames) throws IOException {
      int left = frames;
      while (left > 0) {
        try (Socket socket = new Socket("127.0.0.1", node.port())) {
          left = attack(socket, left);
        }
      }
      return null;
    }

    private int attack(Socket socket, int frames) throws IOException {
      socket.setTcpNoDelay(true);
      OutputStream out = socket.getOutputStream();
      out.write(handshake());
      byte[] answers = new byte[65_536];
      if (fuzz.waits() && socket.getInputStream().read(answers) < 0) {
        return frames - 1;
      }
      for (int left = frames; left > 0; left--) {
        try {
          out.write(fuzz.next(path.endsWith("fuzz/websocket")));
          while (socket.getInputStream().available() > 0) {
            int length = socket.getInputStream().read(answers);
            if (length < 0 || saysClose(answers, length)) {
              return left - 1;
            }
          }
        } catch (IOException thrownOut) {
          return left - 1;
        }
      }
      return 0;
    }

    /**
     * A close frame, or what looks like one: then it comes back, and no frame falls on deaf ears.
     */
    private static boolean saysClose(byte[] bytes, int length) {
      for (int i = 0; i + 3 < length; i++) {
        int code = (bytes[i + 2] & 0xff) << 8 | bytes[i + 3] & 0xff;
        if (bytes[i] == (byte) 0x88 && bytes[i + 1] > 1 && code >= 1000 && code < 5000) {
          return true;
        }
      }
      return false;
    }

    private byte[] handshake() {
      return RawHttp.handshake(node.port(), path + "?token=" + node.token("ann"), List.of());
    }
  }
}
