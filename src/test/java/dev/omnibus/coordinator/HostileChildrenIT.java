package dev.omnibus.coordinator;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.omnibus.bus.Addresses;
import dev.omnibus.model.ProbeOutcome;
import dev.omnibus.model.ServerSignal;
import dev.omnibus.model.ServerSignal.Kind;
import dev.omnibus.model.ServerSpec;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Real children with bad manners: each has an explained state, none leaves anything, none disturbs
 * the others.
 */
@Timeout(240)
class HostileChildrenIT {

  private final Vertx vertx = Vertx.vertx();
  private final TestNode node = TestNode.alone(vertx);
  private final List<JsonObject> vitals = new CopyOnWriteArrayList<>();

  @BeforeEach
  void listen() {
    node.bus.hear(Addresses.EVENT_SERVER_VITALS, e -> vitals.add(e.getJsonObject("data")));
  }

  @AfterEach
  void close() {
    node.stop();
    assertEquals(List.of(), sleepers(), "nothing is left of any of them");
    TestNode.await(vertx.close());
  }

  private static List<String> sleepers() {
    return ProcessHandle.current()
        .descendants()
        .map(p -> p.info().commandLine().orElse("?"))
        .toList();
  }

  private ServerSignal linked(String server) {
    return node.signal(s -> s.kind() == Kind.LINKED && s.server().equals(server));
  }

  private ServerSignal failed(String server) {
    return node.signal(s -> s.kind() == Kind.FAILED && s.server().equals(server));
  }

  private JsonObject order(String act, String server) {
    JsonObject body = new JsonObject().put("server", server).put("wait", true).put("drainMs", 0);
    return node.ask("command.server." + act, body).getJsonArray("results").getJsonObject(0);
  }

  private static ServerSpec command(String name, String command, String... args) {
    return ServerSpec.fromJson(
        name, new JsonObject().put("command", command).put("args", new JsonArray(List.of(args))));
  }

  @Test
  void each_has_an_explained_state_and_the_others_go_on() {
    node.start(
        Tiny.spec("good"),
        Tiny.spec("chatty", "chatty"),
        Tiny.spec("gibberish", "gibberish"),
        command("gone", "/no/such/program"),
        command("exits", "sh", "-c", "echo bad luck >&2; exit 7"));
    linked("good");
    linked("chatty");
    linked("gibberish");
    assertEquals(ProbeOutcome.SPAWN_FAILED, failed("gone").outcome());
    assertTrue(failed("gone").reason().contains("/no/such/program"));
    String why = failed("exits").reason();
    assertTrue(why.contains("7") && why.contains("bad luck"), why);
    for (String server : List.of("good", "chatty", "gibberish")) {
      assertEquals(ProbeOutcome.ANSWERED, node.probe(server, 5_000, false).outcome());
    }
  }

  @Test
  void one_that_ignores_the_request_to_end_and_one_whose_grandchildren_left_are_both_ended() {
    node.start(Tiny.spec("deaf", "deaf-to-term"), Tiny.spec("family", "grandchildren"));
    long deaf = linked("deaf").link().pid();
    linked("family");
    TestNode.until(
        () -> ProcessHandle.allProcesses().filter(HostileChildrenIT::isGrandchild).count() >= 2);
    assertTrue(order("stop", "deaf").getBoolean("ok"));
    assertTrue(order("stop", "family").getBoolean("ok"));
    TestNode.until(() -> ProcessHandle.of(deaf).isEmpty());
    TestNode.until(() -> ProcessHandle.allProcesses().noneMatch(HostileChildrenIT::isGrandchild));
  }

  private static boolean isGrandchild(ProcessHandle process) {
    return process.info().commandLine().orElse("").endsWith("sleep 1000");
  }

  @Test
  void one_that_hangs_in_its_start_is_stopped_at_once() {
    node.start(Tiny.spec("hangs", "slow-start", "500"));
    TestNode.until(() -> ProcessHandle.current().children().count() == 1);
    assertTrue(order("stop", "hangs").getBoolean("ok"), "it is not ok while a process is there");
    assertEquals(0, ProcessHandle.current().children().count());
  }

  @Test
  void one_that_takes_more_memory_than_it_may_is_ended_and_that_is_said() {
    JsonObject entry =
        new JsonObject()
            .put("command", TinyStdio.command().get(0))
            .put("args", new JsonArray(TinyStdio.command().subList(1, TinyStdio.command().size())))
            .put("maxMemoryMb", 8);
    node.start(ServerSpec.fromJson("fat", entry), Tiny.spec("good"));
    linked("fat");
    ServerSignal lost = node.signal(s -> s.kind() == Kind.LOST && s.server().equals("fat"));
    assertTrue(lost.reason().contains("maxMemoryMb is 8"), lost.reason());
    TestNode.until(
        () ->
            vitals.stream()
                .anyMatch(v -> v.getString("server").equals("good") && v.getLong("rssBytes") > 0));
  }

  @Test
  void the_limit_of_open_files_is_the_systems_own() {
    JsonObject entry = Tiny.entry("limits").put("maxOpenFiles", 77);
    node.start(ServerSpec.fromJson("few", entry));
    long pid = linked("few").link().pid();
    TestNode.until(() -> limits(pid).matches("(?s).*Max open files +77 +77 .*"));
  }

  private static String limits(long pid) {
    try {
      return Files.readString(Path.of("/proc/" + pid + "/limits"));
    } catch (IOException e) {
      return "";
    }
  }

  @Test
  void a_lazy_one_starts_when_it_is_started_and_sleeps_again_when_nobody_calls() {
    JsonObject entry = Tiny.entry().put("lazy", true).put("idleStopMs", 1_000);
    node.start(ServerSpec.fromJson("lazy", entry));
    node.signal(s -> s.kind() == Kind.ASLEEP);
    assertEquals(0, ProcessHandle.current().children().count());
    assertTrue(order("start", "lazy").getBoolean("ok"));
    linked("lazy");
    TestNode.until(() -> node.count(Kind.ASLEEP) == 2);
    TestNode.until(() -> ProcessHandle.current().children().count() == 0);
  }
}
