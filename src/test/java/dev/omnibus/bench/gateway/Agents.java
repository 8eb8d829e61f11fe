package dev.omnibus.bench.gateway;

import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.NetClient;
import io.vertx.core.net.NetClientOptions;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.util.Arrays;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The load, in a process of its own: reads one round a line from its input, {@code port path key
 * session concurrency tool bytes millis}, and prints {@code calls failures seconds p50us p99us}.
 */
public final class Agents {

  private final Vertx vertx =
      Vertx.vertx(new VertxOptions().setEventLoopPoolSize(1).setPreferNativeTransport(true));
  private final NetClient client =
      vertx.createNetClient(new NetClientOptions().setTcpNoDelay(true));

  private long[] times;
  private int calls;
  private int failures;
  private long from;
  private long until;

  private Agents() {}

  public static void main(String[] args) throws Exception {
    Agents agents = new Agents();
    BufferedReader lines = new BufferedReader(new InputStreamReader(System.in));
    for (String line = lines.readLine(); line != null; line = lines.readLine()) {
      System.out.println(agents.round(line.split(" ")));
    }
    System.exit(0);
  }

  private String round(String[] words) throws Exception {
    int concurrency = Integer.parseInt(words[4]);
    long millis = Long.parseLong(words[7]);
    times = new long[4_000_000];
    calls = 0;
    failures = 0;
    CompletableFuture<Void> over = new CompletableFuture<>();
    AtomicInteger open = new AtomicInteger(concurrency);
    String head = head(Integer.parseInt(words[0]), words[1], words[2], words[3]);
    String text = "x".repeat(Integer.parseInt(words[6]));
    vertx.runOnContext(
        go -> {
          from = System.nanoTime();
          until = from + millis * 1_000_000;
          for (int i = 0; i < concurrency; i++) {
            begin(words, head, text, 1_000_000L * (i + 1), open, over);
          }
        });
    over.get(millis + 30_000, TimeUnit.MILLISECONDS);
    double seconds = (System.nanoTime() - from) / 1e9;
    int counted = Math.min(calls, times.length);
    Arrays.sort(times, 0, counted);
    return String.join(
        " ",
        Integer.toString(calls),
        Integer.toString(failures),
        Double.toString(seconds),
        Double.toString(times[counted / 2] / 1e3),
        Double.toString(times[(int) (counted * 0.99)] / 1e3));
  }

  private void begin(
      String[] words,
      String head,
      String text,
      long firstId,
      AtomicInteger open,
      CompletableFuture<Void> over) {
    client
        .connect(Integer.parseInt(words[0]), "127.0.0.1")
        .onFailure(over::completeExceptionally)
        .onSuccess(
            socket -> {
              Caller[] caller = new Caller[1];
              caller[0] =
                  new Caller(
                      socket,
                      head,
                      words[5],
                      text,
                      firstId,
                      nanos -> {
                        note(nanos);
                        if (System.nanoTime() < until) {
                          caller[0].call();
                        } else {
                          socket.close();
                          if (open.decrementAndGet() == 0) {
                            over.complete(null);
                          }
                        }
                      });
              caller[0].call();
            });
  }

  private void note(long nanos) {
    if (nanos < 0) {
      failures++;
    } else if (calls < times.length) {
      times[calls++] = nanos;
    }
  }

  /** The head of a call, up to its length. */
  static String head(Way way) {
    return head(way.port(), way.path(), Scene.KEY, way.session());
  }

  private static String head(int port, String path, String key, String session) {
    return Buffer.buffer()
        .appendString("POST " + path + " HTTP/1.1\r\nHost: 127.0.0.1:" + port + "\r\n")
        .appendString("Authorization: Bearer " + key + "\r\n")
        .appendString("Mcp-Session-Id: " + session + "\r\n")
        .appendString("MCP-Protocol-Version: 2025-11-25\r\n")
        .appendString("Accept: application/json, text/event-stream\r\n")
        .appendString("Content-Type: application/json\r\nContent-Length: ")
        .toString();
  }
}
