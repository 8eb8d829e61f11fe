package dev.omnibus.bridge;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.json.JsonObject;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** Clients of the bridge that run in Node, with the packages from npm that they need. */
public final class BridgePeers {

  static final Path FOLDER = Path.of("src/test/peers/bridge");

  private BridgePeers() {}

  public static void install() throws Exception {
    if (!Files.isDirectory(FOLDER.resolve("node_modules"))) {
      Process npm =
          new ProcessBuilder("npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund")
              .directory(FOLDER.toFile())
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start();
      assertTrue(npm.waitFor(2, TimeUnit.MINUTES) && npm.exitValue() == 0, "npm ci failed");
    }
  }

  /**
   * Runs a script to its end.
   *
   * @param heard hears each line that it says while it runs
   */
  public static List<String> run(Consumer<String> heard, String... words) throws Exception {
    List<String> command = new ArrayList<>(List.of("node"));
    command.addAll(List.of(words));
    Process process =
        new ProcessBuilder(command)
            .directory(FOLDER.toFile())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    List<String> lines = new ArrayList<>();
    try (BufferedReader out =
        new BufferedReader(
            new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
      for (String line = out.readLine(); line != null; line = out.readLine()) {
        lines.add(line);
        heard.accept(line);
      }
    }
    assertTrue(process.waitFor(60, TimeUnit.SECONDS), "it never ended");
    return lines;
  }

  /** The same with one that says a JSON object a line. */
  static List<JsonObject> runJson(Consumer<JsonObject> heard, String... words) throws Exception {
    return run(line -> heard.accept(new JsonObject(line)), words).stream()
        .map(JsonObject::new)
        .toList();
  }

  /** The first line with that key. */
  static JsonObject line(List<JsonObject> lines, String key) {
    return lines.stream()
        .filter(line -> line.containsKey(key))
        .findFirst()
        .orElseThrow(() -> new AssertionError("no " + key + " in " + lines));
  }
}
