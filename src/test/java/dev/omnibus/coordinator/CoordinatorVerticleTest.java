package dev.omnibus.coordinator;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.omnibus.bus.Addresses;
import dev.omnibus.bus.BusException;
import dev.omnibus.bus.Failure;
import dev.omnibus.model.ProbeOutcome;
import dev.omnibus.model.ProbeSample;
import dev.omnibus.model.ServerSignal.Kind;
import dev.omnibus.model.ServerSpec;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** One node and one small real server over HTTP. */
class CoordinatorVerticleTest {

  private final Vertx vertx = Vertx.vertx();
  private TinyServer tiny;
  private TestNode node;

  @BeforeEach
  void listen() {
    tiny = TestNode.await(TinyServer.start(vertx, 0));
    node = TestNode.alone(vertx);
  }

  @AfterEach
  void close() {
    TestNode.await(vertx.close());
  }

  @Test
  void an_owned_server_is_announced_started_and_linked_in_this_order() {
    node.start(files());
    node.signal(s -> s.kind() == Kind.LINKED);
    assertEquals(
        List.of(Kind.OWNED, Kind.STARTING, Kind.LINKED),
        node.signals.stream().map(s -> s.kind()).toList());
  }

  @Test
  void a_probe_of_a_living_server_is_answered_and_counts_all_pages() {
    linked();
    ProbeSample sample = node.probe("files", 5_000, true);
    assertEquals(ProbeOutcome.ANSWERED, sample.outcome());
    assertEquals(3, sample.link().tools());
    assertEquals(0, sample.link().prompts());
  }

  @Test
  void a_server_that_forgot_the_session_is_asked_again_in_a_new_one() {
    linked();
    tiny.sessions.clear();
    assertEquals(ProbeOutcome.ANSWERED, node.probe("files", 5_000, false).outcome());
    assertEquals(2, tiny.count("initialize"));
  }

  @Test
  void a_server_without_memory_is_not_hammered() {
    linked();
    tiny.forgetful = true;
    assertEquals(ProbeOutcome.SESSION_EXPIRED, node.probe("files", 5_000, false).outcome());
    node.signal(s -> s.kind() == Kind.LOST);
  }

  @Test
  void a_server_that_hangs_is_a_timeout_within_the_deadline() {
    linked();
    tiny.silent = true;
    assertEquals(ProbeOutcome.TIMEOUT, node.probe("files", 300, false).outcome());
  }

  @Test
  void a_server_that_hangs_from_the_start_is_a_timeout_too() {
    tiny.silent = true;
    node.start(files());
    node.signal(s -> s.kind() == Kind.STARTING);
    assertEquals(ProbeOutcome.TIMEOUT, node.probe("files", 300, false).outcome());
  }

  @Test
  void a_port_where_nobody_listens_is_refused() {
    int port = tiny.port();
    TestNode.await(tiny.stop());
    node.start(Specs.http("files", port));
    assertEquals(ProbeOutcome.REFUSED, node.signal(s -> s.kind() == Kind.FAILED).outcome());
    assertEquals(ProbeOutcome.REFUSED, node.probe("files", 5_000, false).outcome());
  }

  /** Each attempt was kept until the server left: one that is down for a week has thousands. */
  @Test
  void attempts_that_are_over_are_not_kept() throws Exception {
    int port = tiny.port();
    TestNode.await(tiny.stop());
    long before = LiveObjects.of("dev.omnibus.mcp.Attempt");
    node.start(Specs.http("files", port));
    TestNode.until(() -> node.count(Kind.FAILED) >= 20);
    long kept = LiveObjects.of("dev.omnibus.mcp.Attempt") - before;
    assertTrue(kept <= 2, () -> kept + " attempts are kept");
  }

  @Test
  void a_server_that_comes_later_is_found() {
    int port = tiny.port();
    TestNode.await(tiny.stop());
    node.start(Specs.http("files", port));
    node.signal(s -> s.kind() == Kind.FAILED);
    TestNode.await(TinyServer.start(vertx, port));
    node.signal(s -> s.kind() == Kind.LINKED);
  }

  @Test
  void a_probe_of_a_server_that_is_not_here_is_a_sample_all_the_same() {
    node.start();
    assertEquals(ProbeOutcome.NOT_LINKED, node.probe("nobody", 100, false).outcome());
  }

  @Test
  void an_unresolved_secret_fails_with_its_name_and_without_others() {
    JsonObject headers = new JsonObject().put("a", "${env:TOKEN}").put("b", "${env:MISSING}");
    node.start(
        ServerSpec.fromJson(
            "files", new JsonObject().put("url", "http://127.0.0.1:1/").put("headers", headers)));
    String reason = node.signal(s -> s.kind() == Kind.FAILED).reason();
    assertTrue(reason.contains("${env:MISSING}"), reason);
    assertFalse(reason.contains("hush-hush"), reason);
  }

  @Test
  void a_server_nobody_configured_is_not_found() {
    node.start();
    BusException e =
        assertThrows(BusException.class, () -> node.ask(Addresses.COMMAND_SERVER_STOP, server()));
    assertEquals(Failure.NOT_FOUND, e.failure());
  }

  @Test
  void a_stopped_server_loses_its_session_and_answers_no_probe() {
    linked();
    node.ask(Addresses.COMMAND_SERVER_STOP, server());
    node.signal(s -> s.kind() == Kind.STOPPED);
    assertEquals(0, tiny.sessions.size());
    assertEquals(ProbeOutcome.NOT_LINKED, node.probe("files", 1_000, false).outcome());
  }

  @Test
  void a_stopped_server_starts_again_when_asked() {
    linked();
    node.ask(Addresses.COMMAND_SERVER_STOP, server().put("wait", true));
    node.signal(s -> s.kind() == Kind.STOPPED);
    node.ask(Addresses.COMMAND_SERVER_START, server());
    TestNode.until(() -> node.count(Kind.LINKED) == 2);
  }

  @Test
  void a_restart_is_a_new_session() {
    linked();
    node.ask(Addresses.COMMAND_SERVER_RESTART, server());
    TestNode.until(() -> node.count(Kind.LINKED) == 2);
    assertEquals(1, tiny.sessions.size());
  }

  @Test
  void a_disabled_server_is_not_reached() {
    ServerSpec off = ServerSpec.fromJson("files", files().toJson().put("enabled", false));
    node.start(off);
    node.signal(s -> s.kind() == Kind.DISABLED);
    assertEquals(0, tiny.asked.size());
    BusException e =
        assertThrows(BusException.class, () -> node.ask(Addresses.COMMAND_SERVER_START, server()));
    assertEquals(Failure.CONFLICT, e.failure());
  }

  @Test
  void a_removed_server_is_released_and_its_session_deleted() {
    linked();
    node.config.apply(Specs.fleet());
    node.signal(s -> s.kind() == Kind.RELEASED);
    TestNode.until(tiny.sessions::isEmpty);
  }

  @Test
  void a_changed_server_is_replaced_and_the_other_does_not_notice() {
    node.start(files(), Specs.http("time", tiny.port()));
    TestNode.until(() -> node.count(Kind.LINKED) == 2);
    JsonObject changed = files().toJson().put("headers", new JsonObject().put("x", "y"));
    node.config.apply(
        Specs.fleet(ServerSpec.fromJson("files", changed), Specs.http("time", tiny.port())));
    TestNode.until(() -> node.count(Kind.LINKED) == 3);
    assertEquals(3, tiny.count("initialize"));
    assertEquals(
        1,
        node.signals.stream()
            .filter(s -> s.server().equals("time") && s.kind() == Kind.LINKED)
            .count());
  }

  @Test
  void a_new_description_does_not_touch_the_session() {
    linked();
    JsonObject changed = files().toJson().put("description", "all my files");
    node.config.apply(Specs.fleet(ServerSpec.fromJson("files", changed)));
    TestNode.until(() -> node.count(Kind.LINKED) == 2);
    assertEquals(1, tiny.count("initialize"));
  }

  @Test
  void undeploying_deletes_every_session() {
    linked();
    node.stop();
    assertTrue(tiny.sessions.isEmpty());
  }

  private void linked() {
    node.start(files());
    node.signal(s -> s.kind() == Kind.LINKED);
  }

  private ServerSpec files() {
    return Specs.http("files", tiny.port());
  }

  private static JsonObject server() {
    return new JsonObject().put("server", "files");
  }
}
