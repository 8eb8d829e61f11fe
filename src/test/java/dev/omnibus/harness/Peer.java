package dev.omnibus.harness;

import io.vertx.core.json.JsonObject;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Predicate;

/** A program that says what it sees, a JSON line each. It ends with the test. */
public final class Peer implements AutoCloseable {

  private final Process process;
  private final List<JsonObject> lines = new CopyOnWriteArrayList<>();

  public Peer(File folder, List<String> command) throws IOException {
    process =
        new ProcessBuilder(command)
            .directory(folder)
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    Thread reader = new Thread(this::read, "peer-" + process.pid());
    reader.setDaemon(true);
    reader.start();
  }

  private void read() {
    try (BufferedReader out =
        new BufferedReader(
            new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
      for (String text = out.readLine(); text != null; text = out.readLine()) {
        lines.add(new JsonObject(text));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** All it said so far. */
  public List<JsonObject> lines() {
    return List.copyOf(lines);
  }

  /** What it said so far with this key, oldest first. */
  public List<JsonObject> lines(String key) {
    return lines.stream().filter(line -> line.containsKey(key)).toList();
  }

  /** Waits for the first line from the given one on that fits, and says which it is. */
  public int await(String fact, int from, Predicate<JsonObject> fits) throws InterruptedException {
    int[] at = {from};
    Waiting.until(
        fact,
        Duration.ofSeconds(60),
        () -> {
          while (at[0] < lines.size()) {
            if (fits.test(lines.get(at[0]))) {
              return true;
            }
            at[0]++;
          }
          return false;
        },
        () -> "said: " + lines);
    return at[0];
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }
}
