package dev.omnibus.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.omnibus.access.Keys;
import dev.omnibus.harness.CommandLine;
import dev.omnibus.harness.NodeProcess;
import dev.omnibus.harness.ServersFile;
import dev.omnibus.harness.Waiting;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code omnibus tail} as an operator has it: a process of its own before a real node. */
class TailIT {

  private static final Duration LIMIT = Duration.ofSeconds(60);
  private static final String CHANGED = "event.config.changed";
  private static final String NOBODY = "http://127.0.0.1:1/mcp";
  private static final Map<String, String> ADMIN =
      Map.of("OMNIBUS_ADMIN_PASSWORD", NodeProcess.PASSWORD);

  @TempDir static Path folder;
  private static NodeProcess node;

  @BeforeAll
  static void start() throws Exception {
    node = new NodeProcess("tailed", folder).with("OMNIBUS_ADMIN_PASSWORD", NodeProcess.PASSWORD);
    node.write("servers.json", "{\"mcpServers\":{}}").start();
  }

  @AfterAll
  static void end() {
    node.close();
  }

  /** One that runs, with what it wrote so far. */
  private record Tail(Process process, Path out, Path err) implements AutoCloseable {

    static Tail of(String name, Map<String, String> environment, String... words)
        throws IOException {
      List<String> line = new ArrayList<>(List.of("tail"));
      line.addAll(List.of("--url", "http://127.0.0.1:" + node.port()));
      line.addAll(List.of(words));
      List<String> command = CommandLine.of(CommandLine.SMALL, line);
      Path out = folder.resolve(name + ".out");
      Path err = folder.resolve(name + ".err");
      ProcessBuilder builder = new ProcessBuilder(command);
      builder.redirectOutput(out.toFile()).redirectError(err.toFile());
      builder.environment().remove("OMNIBUS_ADMIN_PASSWORD");
      builder.environment().putAll(environment);
      return new Tail(builder.start(), out, err);
    }

    void say(String line) throws IOException {
      try (var in = process.getOutputStream()) {
        in.write((line + "\n").getBytes());
      }
    }

    void awaitOut(String text) throws InterruptedException {
      await(out, text);
    }

    void awaitErr(String text) throws InterruptedException {
      await(err, text);
    }

    private void await(Path file, String text) throws InterruptedException {
      Waiting.until(text, LIMIT, () -> Files.readString(file).contains(text), () -> all() + "");
    }

    private String all() {
      try {
        return Files.readString(out) + Files.readString(err);
      } catch (IOException e) {
        return e.toString();
      }
    }

    int exitCode() throws InterruptedException {
      assertTrue(process.waitFor(30, TimeUnit.SECONDS), this::all);
      return process.exitValue();
    }

    @Override
    public void close() {
      process.destroyForcibly();
    }
  }

  @Test
  void it_goes_on_over_a_restart_says_so_and_ends_with_ctrl_c() throws Exception {
    ServersFile fleet = new ServersFile().http("a", NOBODY);
    try (Tail tail = Tail.of("restart", ADMIN, "--json", CHANGED)) {
      tail.awaitErr("listening at 127.0.0.1:" + node.port());
      node.write("servers.json", fleet.text());
      tail.awaitOut("config_changed");
      node.kill();
      tail.awaitErr("again in");
      node.start();
      tail.awaitErr("back at");
      tail.awaitErr(CHANGED + ": events of the meantime may be missing here");
      node.write("servers.json", fleet.http("b", NOBODY).text());
      Waiting.until(
          "two events", LIMIT, () -> Files.readAllLines(tail.out()).size() == 2, tail::all);
      for (String line : Files.readAllLines(tail.out())) {
        assertEquals("config_changed", new JsonObject(line).getString("type"));
      }
      new ProcessBuilder("kill", "-INT", "" + tail.process().pid()).start().waitFor();
      assertEquals(130, tail.exitCode());
      Waiting.until(
          "a clean goodbye",
          LIMIT,
          () ->
              node.logLines().stream()
                  .anyMatch(l -> l.contains("close ") && l.contains("code=1000")),
          node::diagnosis);
      assertFalse(tail.all().contains("Exception"), tail::all);
    }
  }

  @Test
  void a_key_in_a_file_does_and_what_its_role_may_not_hear_ends_it() throws Exception {
    String key = Keys.make();
    Path file = Files.writeString(folder.resolve("key"), key + "\n");
    JsonObject access = new JsonObject(Files.readString(node.conf().resolve("access.json")));
    access
        .getJsonObject("roles")
        .put("narrow", new JsonObject().put("events", new JsonArray().add(CHANGED)));
    access.put(
        "keys",
        new JsonObject()
            .put(
                "ci",
                new JsonObject()
                    .put("sha256", Keys.sha256(key))
                    .put("roles", new JsonArray().add("narrow"))));
    node.write("access.json", access.encodePrettily());
    try (Tail tail =
        Tail.of("key", Map.of(), "--key-file", file.toString(), "event.server.status")) {
      tail.awaitErr("event.server.status: this caller may not do that (403)");
      assertEquals(1, tail.exitCode());
    }
  }

  @Test
  void a_wrong_password_from_standard_input_is_one_line_and_ends_it() throws Exception {
    try (Tail tail = Tail.of("wrong", Map.of(), "--user", "admin", CHANGED)) {
      tail.say("guess");
      assertEquals(1, tail.exitCode());
      assertEquals(
          List.of("omnibus: not let in: credentials (401)"), Files.readAllLines(tail.err()));
    }
  }
}
