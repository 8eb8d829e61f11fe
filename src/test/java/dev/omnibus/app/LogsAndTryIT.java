package dev.omnibus.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.omnibus.coordinator.TinyEntry;
import dev.omnibus.harness.CommandLine;
import dev.omnibus.harness.FreePort;
import dev.omnibus.harness.NodeProcess;
import dev.omnibus.harness.ServersFile;
import io.vertx.core.json.JsonObject;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code omnibus logs} and {@code omnibus try} as an operator has them, before a real node. */
class LogsAndTryIT {

  @TempDir static Path folder;
  private static NodeProcess node;

  @BeforeAll
  static void start() throws Exception {
    node = new NodeProcess("talker", folder);
    node.write("servers.json", new ServersFile().put("tiny", tiny()).text()).start();
  }

  @AfterAll
  static void end() {
    node.close();
  }

  private static JsonObject tiny() {
    return TinyEntry.of("hush-hush", "steady");
  }

  private static Process run(String... words) throws IOException {
    List<String> line = new ArrayList<>(List.of(words));
    line.addAll(List.of("--url", "http://127.0.0.1:" + node.port()));
    List<String> command = CommandLine.of(CommandLine.SMALL, line);
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().put("OMNIBUS_ADMIN_PASSWORD", NodeProcess.PASSWORD);
    return builder.start();
  }

  private static String said(Process process, int code) throws Exception {
    String text = new String(process.getInputStream().readAllBytes());
    assertTrue(process.waitFor(60, TimeUnit.SECONDS));
    assertEquals(code, process.exitValue(), text);
    return text;
  }

  @Test
  void the_newest_lines_are_shown_and_no_secret() throws Exception {
    String text = said(run("logs", "tiny", "--lines", "2000"), 0);
    assertTrue(text.contains("stderr    token is [hidden]"), text);
    assertTrue(text.contains("lifecycle"), text);
    String grave = said(run("logs", "tiny", "--level", "warning", "--text", "TICK"), 0);
    assertTrue(
        grave.lines().allMatch(line -> line.contains(" warning stderr    WARN tick")), grave);
  }

  @Test
  void who_follows_sees_what_comes_each_line_once() throws Exception {
    Process follow = run("logs", "tiny", "--follow", "--text", "tick", "-n", "5");
    List<Integer> ticks = new ArrayList<>();
    try (BufferedReader in = new BufferedReader(new InputStreamReader(follow.getInputStream()))) {
      while (ticks.size() < 60) {
        String line = in.readLine();
        ticks.add(Integer.parseInt(line.substring(line.lastIndexOf(' ') + 1)));
      }
    } finally {
      follow.destroy();
    }
    for (int i = 1; i < ticks.size(); i++) {
      assertEquals(ticks.get(i - 1) + 1, ticks.get(i), ticks::toString);
    }
  }

  @Test
  void a_server_that_is_not_there_is_said() throws Exception {
    assertTrue(said(run("logs", "nobody"), 1).contains("there is no server 'nobody'"));
  }

  @Test
  void a_connection_is_tried_by_name_by_file_and_by_url() throws Exception {
    String named = said(run("try", "tiny"), 0);
    assertTrue(named.contains("ok  start") && named.contains("it works: tiny"), named);
    Path file = folder.resolve("entry.json");
    JsonObject all = new JsonObject().put("mcpServers", new JsonObject().put("x", tiny()));
    Files.writeString(file, all.encode());
    assertTrue(said(run("try", file.toString()), 0).contains("ok  tools"));
    String dead = said(run("try", "http://127.0.0.1:" + FreePort.next() + "/mcp"), 1);
    assertTrue(dead.contains("NO  connect") && dead.contains("- Nobody listens"), dead);
  }
}
