package dev.omnibus.bench.gateway;

import dev.omnibus.harness.Proc;
import io.vertx.core.Vertx;
import io.vertx.core.net.NetClient;
import io.vertx.core.net.NetSocket;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** One very long tool result, byte by byte looked at, and what the node holds of it meanwhile. */
final class LargeResult {

  private static final int LIMIT_SECONDS = 150;
  private static final int LOOK_MILLIS = 250;

  private final Scene scene;
  private final Vertx vertx = Vertx.vertx();
  private final NetClient client = vertx.createNetClient();

  LargeResult(Scene scene) {
    this.scene = scene;
  }

  void run(int megabytes) throws Exception {
    long pid = scene.node().pid();
    fetch(scene.way("gateway"), 16, pid);
    for (Way way : scene.ways()) {
      long before = Proc.peakMegabytes(pid);
      long live = Memory.live(pid);
      long began = System.nanoTime();
      long heap = fetch(way, megabytes, pid);
      double seconds = (System.nanoTime() - began) / 1e9;
      System.out.printf("%-8s %d MB in %.1f s", way.name(), megabytes, seconds);
      if (way.name().equals("gateway")) {
        System.out.printf(
            ", resident peak %d MB -> %d MB, heap %.0f MB live before, most in use %.0f MB,"
                + " %.0f MB live after",
            before, Proc.peakMegabytes(pid), live / 1e6, heap / 1e6, Memory.live(pid) / 1e6);
      }
      System.out.println();
    }
    vertx.close().toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS);
  }

  /** Answers the most bytes of heap that the node had in use. */
  private long fetch(Way way, int megabytes, long pid) throws Exception {
    CompletableFuture<Void> whole = new CompletableFuture<>();
    client
        .connect(way.port(), "127.0.0.1")
        .onFailure(whole::completeExceptionally)
        .onSuccess(socket -> ask(socket, way, megabytes, whole));
    long most = 0;
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(LIMIT_SECONDS);
    while (System.nanoTime() < end) {
      try {
        whole.get(LOOK_MILLIS, TimeUnit.MILLISECONDS);
        return most;
      } catch (TimeoutException stillComing) {
        most = Math.max(most, Memory.used(pid));
      }
    }
    throw new IllegalStateException("not whole in time by " + way.name());
  }

  private static void ask(NetSocket socket, Way way, int megabytes, CompletableFuture<Void> whole) {
    Exactly answer = new Exactly();
    long letters = (long) megabytes << 20;
    socket.closeHandler(closed -> whole.completeExceptionally(new IllegalStateException("closed")));
    socket.handler(
        chunk -> {
          try {
            if (answer.take(chunk)) {
              if (answer.bytes() < letters) {
                throw new IllegalStateException("only " + answer.bytes() + " bytes");
              }
              whole.complete(null);
              socket.close();
            }
          } catch (IllegalStateException wrong) {
            whole.completeExceptionally(wrong);
          }
        });
    String body =
        "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"tools/call\",\"params\":{\"name\":\"large\","
            + "\"arguments\":{\"text\":\""
            + letters
            + "\"}}}";
    socket.write(Agents.head(way) + body.length() + "\r\n\r\n" + body);
  }
}
