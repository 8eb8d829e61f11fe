package dev.omnibus.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.omnibus.harness.CommandLine;
import dev.omnibus.harness.NodeProcess;
import dev.omnibus.harness.Operator;
import dev.omnibus.harness.ServersFile;
import dev.omnibus.harness.Waiting;
import dev.omnibus.mcp.Peers;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * {@code omnibus call} as an operator has it, before two real nodes of which one goes under a call.
 */
class CallIT {

  private static final Duration LIMIT = Duration.ofSeconds(60);
  private static final Path PEER = Path.of("src/test/peers/desk-server.mjs").toAbsolutePath();

  @TempDir static Path folder;
  private static NodeProcess one;
  private static NodeProcess two;
  private static Path noted;
  private static final Peers peers = new Peers();

  @BeforeAll
  static void start() throws Exception {
    noted = folder.resolve("noted");
    one = new NodeProcess("one", Files.createDirectory(folder.resolve("1")));
    two = new NodeProcess("two", Files.createDirectory(folder.resolve("2")), one.clusterPort());
    String servers =
        new ServersFile()
            .stdio("desk", "node", PEER.toString(), noted.toString())
            .http("asking", peers.askingHttp().url().toString())
            .text();
    one.write("servers.json", servers).start();
    two.write("servers.json", servers).start();
    try (Operator operator = Operator.admin(one.port())) {
      operator.awaitState("desk", "healthy", LIMIT);
      operator.awaitState("asking", "healthy", LIMIT);
    }
  }

  @AfterAll
  static void end() {
    peers.close();
    one.close();
    two.close();
  }

  private record Ran(Process process, Path out, Path err) {

    int exit() throws InterruptedException {
      assertTrue(process.waitFor(60, TimeUnit.SECONDS), "it does not end");
      return process.exitValue();
    }

    String said() throws IOException {
      return Files.readString(out);
    }

    String told() throws IOException {
      return Files.readString(err);
    }
  }

  private static Ran call(String name, NodeProcess node, String... words) throws IOException {
    List<String> line = new ArrayList<>(List.of("call"));
    line.addAll(List.of(words));
    line.addAll(List.of("--url", "http://127.0.0.1:" + node.port()));
    List<String> command = CommandLine.of(CommandLine.SMALL, line);
    Path out = folder.resolve(name + ".out");
    Path err = folder.resolve(name + ".err");
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.redirectOutput(out.toFile()).redirectError(err.toFile());
    builder.environment().put("OMNIBUS_ADMIN_PASSWORD", NodeProcess.PASSWORD);
    return new Ran(builder.start(), out, err);
  }

  @Test
  void a_result_is_printed_and_progress_told_beside_it() throws Exception {
    Ran ran = call("steps", one, "desk", "steps", "--arg", "steps=2");
    assertEquals(0, ran.exit(), ran.told());
    assertEquals("did all 2\n", ran.said());
    assertTrue(ran.told().contains("1 of 2 step 1"), ran.told());
    assertTrue(ran.told().contains("info did 1"), ran.told());
  }

  @Test
  void a_tool_that_fails_and_one_that_is_not_there_are_told_apart_from_wrong_usage()
      throws Exception {
    Ran failed = call("failed", one, "desk", "secret", "--output", "json");
    Ran unknown = call("unknown", two, "nobody", "tool");
    Ran wrong = call("wrong", one, "desk", "form", "--json", "nope");
    assertEquals(1, failed.exit(), failed.told());
    assertTrue(new JsonObject(failed.said()).getBoolean("isError"));
    assertEquals(1, unknown.exit(), unknown.told());
    assertTrue(unknown.told().contains("there is no server"), unknown.told());
    assertEquals(2, wrong.exit(), wrong.told());
  }

  @Test
  void ctrl_c_cancels_at_the_server() throws Exception {
    Ran ran = call("cancelled", one, "desk", "steps", "--arg", "steps=500");
    Waiting.until("it runs", LIMIT, () -> ran.told().contains("1 of 500"), ran::toString);
    new ProcessBuilder("kill", "-INT", "" + ran.process().pid()).start().waitFor();
    assertEquals(130, ran.exit());
    Waiting.until(
        "the server hears it",
        LIMIT,
        () -> Files.exists(noted) && Files.readString(noted).contains("cancelled"));
  }

  @Test
  void a_question_nobody_is_there_for_is_declined_and_said() throws Exception {
    Ran ran = call("asked", one, "desk", "ask");
    assertEquals(0, ran.exit(), ran.told());
    assertEquals("decline: nobody\n", ran.said());
    assertTrue(ran.told().contains("the server asks: Who is there?"), ran.told());
  }

  /** A server of the modern era asks by its result, and is called again with the answer. */
  @Test
  void a_modern_server_that_needs_to_know_more_is_answered_on_another_node() throws Exception {
    try (Operator here = Operator.admin(one.port());
        Operator there = Operator.admin(two.port())) {
      JsonObject body = new JsonObject().put("server", "asking").put("tool", "greet");
      String call = here.ask("command.tool.call", body.put("detached", true)).getString("call");
      JsonObject named = new JsonObject().put("call", call);
      Waiting.until(
          "it asks",
          LIMIT,
          () -> there.ask("query.call.get", named).getString("state").equals("asking"));
      there.ask(
          "command.tool.answer",
          named
              .copy()
              .put("question", "1")
              .put("action", "accept")
              .put("content", new JsonObject().put("name", "Ann")));
      Waiting.until(
          "it is done",
          LIMIT,
          () -> here.ask("query.call.get", named).encode().contains("accept Ann same state"));
    }
  }

  /** Asked on one node, the call runs on the other, which is killed. */
  @Test
  void a_call_whose_node_is_killed_is_said_to_be_lost_by_the_other() throws Exception {
    JsonObject body =
        new JsonObject()
            .put("server", "desk")
            .put("tool", "steps")
            .put("arguments", new JsonObject().put("steps", 500))
            .put("detached", true);
    NodeProcess third =
        new NodeProcess("three", Files.createDirectory(folder.resolve("3")), one.clusterPort());
    try (third) {
      third.write("servers.json", Files.readString(one.conf().resolve("servers.json"))).start();
      try (Operator there = Operator.admin(third.port());
          Operator here = Operator.admin(one.port())) {
        here.hear("event.call.finished");
        there.awaitState("desk", "healthy", LIMIT);
        String call = there.ask("command.tool.call", body).getString("call");
        JsonObject named = new JsonObject().put("call", call);
        Waiting.until(
            "the other node shows it",
            LIMIT,
            () -> here.ask("query.call.get", named).getJsonArray("entries").size() > 0);
        third.kill();
        here.await(
            "event.call.finished",
            LIMIT,
            event -> call.equals(event.getJsonObject("data").getValue("call")));
        JsonObject lost = here.ask("query.call.get", named);
        assertEquals("lost", lost.getString("state"));
        assertTrue(lost.getJsonObject("error").getString("message").contains("not known"));
      }
    }
  }
}
