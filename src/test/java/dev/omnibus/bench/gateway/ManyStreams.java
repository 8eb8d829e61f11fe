package dev.omnibus.bench.gateway;

import dev.omnibus.bench.Cpu;
import dev.omnibus.harness.Proc;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.net.NetClient;
import io.vertx.core.net.NetSocket;
import java.util.Arrays;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** Many calls at once whose answers are event streams that last: one event a second each. */
final class ManyStreams {

  private static final int EVENTS = 20;
  private static final int LIMIT_SECONDS = 120;

  private final Scene scene;
  private final Vertx vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(1));
  private final NetClient client = vertx.createNetClient();
  private final AtomicInteger open = new AtomicInteger();
  private final CompletableFuture<Void> allOpen = new CompletableFuture<>();
  private final CompletableFuture<Void> allOver = new CompletableFuture<>();
  private final AtomicInteger over = new AtomicInteger();
  private final long[] late;
  private int count;

  ManyStreams(Scene scene) {
    this.scene = scene;
    this.late = new long[1_000_000];
  }

  void run(int streams) throws Exception {
    long pid = scene.node().pid();
    long heap = Memory.live(pid);
    long resident = Proc.residentMegabytes(pid);
    long began = System.nanoTime();
    vertx.runOnContext(
        now -> {
          for (int i = 0; i < streams; i++) {
            begin(i + 1, streams);
          }
        });
    allOpen.get(LIMIT_SECONDS, TimeUnit.SECONDS);
    double seconds = (System.nanoTime() - began) / 1e9;
    long more = Memory.live(pid) - heap;
    double cpu = Cpu.seconds(pid);
    allOver.get(LIMIT_SECONDS, TimeUnit.SECONDS);
    Arrays.sort(late, 0, count);
    System.out.printf(
        "%d streams open after %.1f s, %d events each, in order, none lost; between a server's word"
            + " and the agent's ear p50 %.1f ms, p99 %.1f ms%n",
        streams, seconds, EVENTS, late[count / 2] / 1e6, late[(int) (count * 0.99)] / 1e6);
    System.out.printf(
        "heap %.1f MB more with all open (%d bytes each), resident %d MB -> %d MB, %.2f cpu-s%n",
        more / 1e6, more / streams, resident, Proc.residentMegabytes(pid), Cpu.seconds(pid) - cpu);
    vertx.close().toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS);
  }

  private void begin(int id, int streams) {
    Way way = scene.way("gateway");
    client
        .connect(way.port(), "127.0.0.1")
        .onFailure(this::failed)
        .onSuccess(socket -> ask(socket, way, id, streams));
  }

  private void failed(Throwable cause) {
    allOpen.completeExceptionally(cause);
    allOver.completeExceptionally(cause);
  }

  private void ask(NetSocket socket, Way way, int id, int streams) {
    Ticks ticks = new Ticks(id, EVENTS, this::heard);
    socket.closeHandler(
        closed -> {
          if (!ticks.isOver()) {
            failed(new IllegalStateException("stream " + id + " was closed"));
          }
        });
    socket.handler(
        chunk -> {
          try {
            boolean first = ticks.heard() == 0;
            ticks.take(chunk);
            if (first && ticks.heard() > 0 && open.incrementAndGet() == streams) {
              allOpen.complete(null);
            }
            if (ticks.isOver()) {
              socket.close();
              if (over.incrementAndGet() == streams) {
                allOver.complete(null);
              }
            }
          } catch (IllegalStateException wrong) {
            failed(wrong);
          }
        });
    String body =
        "{\"jsonrpc\":\"2.0\",\"id\":"
            + id
            + ",\"method\":\"tools/call\",\"params\":{\"name\":\"ticks\",\"arguments\":{\"text\":\""
            + EVENTS
            + "\"},\"_meta\":{\"progressToken\":"
            + id
            + "}}}";
    socket.write(Agents.head(way) + body.length() + "\r\n\r\n" + body);
  }

  private void heard(long nanos) {
    if (count < late.length) {
      late[count++] = nanos;
    }
  }
}
