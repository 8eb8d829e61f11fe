package dev.omnibus.coordinator;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.omnibus.bus.Addresses;
import dev.omnibus.config.LogConfig;
import dev.omnibus.harness.FreePort;
import dev.omnibus.harness.ServersFile;
import dev.omnibus.model.ProbeOutcome;
import dev.omnibus.model.ServerSignal;
import dev.omnibus.model.ServerSignal.Kind;
import dev.omnibus.model.ServerSpec;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.io.File;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** One node and real processes. */
class SupervisionIT {

  private static final int ROUNDS = 50;

  private final Vertx vertx = Vertx.vertx();
  private final TestNode node = TestNode.alone(vertx);

  @AfterEach
  void close() {
    TestNode.await(vertx.close());
  }

  @Test
  void a_killed_server_is_started_again_and_again_and_leaves_nothing_behind() {
    node.start(Tiny.spec("files"));
    kill(linked(1));
    linked(2); // pools and threads are warm now
    long files = openFiles();
    for (int round = 2; round <= ROUNDS; round++) {
      kill(linked(round));
    }
    linked(ROUNDS + 1);
    assertEquals(1, children().size());
    assertTrue(openFiles() <= files + 5, () -> files + " before, now " + openFiles());
    node.stop();
    TestNode.until(() -> children().isEmpty());
  }

  @Test
  void a_killed_server_is_lost_with_a_reason() {
    node.start(stdio("files"));
    kill(linked(1));
    ServerSignal lost = node.signal(s -> s.kind() == Kind.LOST);
    assertTrue(lost.reason().contains("exited"), lost.reason());
  }

  @Test
  void a_process_is_probed_and_counted() {
    node.start(stdio("files"));
    linked(1);
    assertEquals(1, node.probe("files", 5_000, true).link().tools());
  }

  @Test
  void a_program_that_does_not_exist_cannot_be_started() {
    JsonObject entry = new JsonObject().put("command", "/no/such/program");
    node.start(ServerSpec.fromJson("files", entry));
    node.signal(s -> s.kind() == Kind.FAILED);
    assertEquals(ProbeOutcome.SPAWN_FAILED, node.probe("files", 1_000, false).outcome());
  }

  @Test
  void a_program_that_ends_at_once_is_tried_again() {
    node.start(ServerSpec.fromJson("files", new JsonObject().put("command", "false")));
    TestNode.until(() -> node.count(Kind.FAILED) >= 3);
  }

  @Test
  void a_removed_server_ends_its_process() {
    node.start(stdio("files"));
    linked(1);
    node.config.apply(Specs.fleet());
    TestNode.until(() -> children().isEmpty());
  }

  @Test
  void a_secret_on_stderr_is_hidden() {
    List<String> texts = logs();
    node.start(stdio("files"));
    TestNode.until(() -> texts.contains("token is [hidden]"));
  }

  @Test
  void a_flood_on_stderr_is_cut_and_counted() {
    List<String> texts = logs();
    node.logging = LogConfig.fromJson(new JsonObject().put("linesAtOnce", 50).put("files", 0));
    node.start(stdio("files", "chatty"));
    TestNode.until(() -> texts.stream().anyMatch(text -> text.endsWith("lines left out")));
    assertFalse(texts.contains("line 999"));
  }

  @Test
  void a_server_with_command_and_url_is_started_before_it_is_reached() throws IOException {
    String fleet = new ServersFile().demoHttp("web", FreePort.next()).text();
    JsonObject entry = new JsonObject(fleet).getJsonObject("mcpServers").getJsonObject("web");
    node.start(ServerSpec.fromJson("web", entry));
    ServerSignal linked = linked(1);
    assertTrue(children().contains(linked.link().pid()));
    kill(linked);
    linked(2);
    node.stop();
    TestNode.until(() -> children().isEmpty());
  }

  @Test
  void a_stranger_at_the_url_is_said_and_nothing_is_started() {
    TinyServer stranger = TestNode.await(TinyServer.start(vertx, 0));
    String url = Specs.http("x", stranger.port()).url();
    JsonObject entry = stdio("web").toJson().put("type", "http").put("url", url);
    node.start(ServerSpec.fromJson("web", entry));
    ServerSignal failed = node.signal(s -> s.kind() == Kind.FAILED);
    assertTrue(failed.reason().contains("already listens on 127.0.0.1:" + stranger.port()));
    assertEquals(List.of(), children());
    assertEquals(0, stranger.sessions.size());
  }

  @Test
  void a_process_that_never_listens_at_its_url_does_not_outlive_the_node() {
    JsonObject entry = stdio("web").toJson().put("type", "http").put("url", "http://127.0.0.1:1/");
    node.start(ServerSpec.fromJson("web", entry));
    TestNode.until(() -> children().size() == 1);
    assertEquals(ProbeOutcome.NOT_LINKED, node.probe("web", 200, false).outcome());
    node.stop();
    assertEquals(List.of(), children());
  }

  private List<String> logs() {
    List<String> texts = new CopyOnWriteArrayList<>();
    node.bus.hear(
        Addresses.EVENT_SERVER_LOG, e -> texts.add(e.getJsonObject("data").getString("text")));
    return texts;
  }

  private static ServerSpec stdio(String name, String... args) {
    return ServerSpec.fromJson(name, TinyEntry.of("${env:TOKEN}", args));
  }

  /** The so-and-so-many-th LINKED. */
  private ServerSignal linked(int times) {
    TestNode.until(
        () -> node.count(Kind.LINKED) >= times, () -> "heard " + List.copyOf(node.signals));
    return node.signals.stream()
        .filter(s -> s.kind() == Kind.LINKED)
        .skip(times - 1)
        .findFirst()
        .orElseThrow();
  }

  private static void kill(ServerSignal linked) {
    ProcessHandle.of(linked.link().pid()).orElseThrow().destroyForcibly();
  }

  /** Zombies are children too. */
  private static List<Long> children() {
    return ProcessHandle.current().children().map(ProcessHandle::pid).toList();
  }

  private static long openFiles() {
    return new File("/proc/self/fd").list().length;
  }
}
