package dev.omnibus.gateway.plane;

import io.vertx.core.json.JsonObject;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/** An event stream as its agent reads it. */
final class Reading {

  private static final long SECONDS = 15;
  private static final Executor READERS =
      Executors.newCachedThreadPool(
          task -> {
            Thread thread = new Thread(task, "reading");
            thread.setDaemon(true);
            return thread;
          });

  private final CompletableFuture<HttpResponse<InputStream>> opening;
  private BufferedReader lines;
  private String lastId = "";

  Reading(CompletableFuture<HttpResponse<InputStream>> opening) {
    this.opening = opening;
  }

  private BufferedReader lines() throws Exception {
    if (lines == null) {
      HttpResponse<InputStream> open = opening.get(SECONDS, TimeUnit.SECONDS);
      lines = new BufferedReader(new InputStreamReader(open.body(), StandardCharsets.UTF_8));
    }
    return lines;
  }

  /** The next line that is as wanted; null at the end. */
  private String line(Predicate<String> wanted) throws Exception {
    BufferedReader in = lines();
    return CompletableFuture.supplyAsync(
            () -> {
              try {
                String line = in.readLine();
                while (line != null && !wanted.test(line)) {
                  note(line);
                  line = in.readLine();
                }
                return line;
              } catch (IOException broken) {
                throw new IllegalStateException(broken);
              }
            },
            READERS)
        .get(SECONDS, TimeUnit.SECONDS);
  }

  private void note(String line) {
    if (line.startsWith("id: ")) {
      lastId = line.substring(4);
    }
  }

  /** The next message of this method. */
  JsonObject message(String method) throws Exception {
    return data(line(l -> l.startsWith("data: {") && l.contains("\"" + method + "\"")));
  }

  /** The result or the error. */
  JsonObject answer() throws Exception {
    return data(
        line(
            l -> l.startsWith("data: {") && (l.contains("\"result\"") || l.contains("\"error\""))));
  }

  private static JsonObject data(String line) {
    if (line == null) {
      throw new AssertionError("the stream ended before it");
    }
    return new JsonObject(line.substring(6));
  }

  void comment() throws Exception {
    if (line(l -> l.startsWith(":")) == null) {
      throw new AssertionError("the stream ended without a comment");
    }
  }

  /** Waits until the other side ends it. */
  void end() throws Exception {
    line(l -> false);
  }

  String lastId() {
    return lastId;
  }

  void close() throws Exception {
    lines().close();
  }
}
