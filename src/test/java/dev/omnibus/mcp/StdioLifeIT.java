package dev.omnibus.mcp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.omnibus.mcp.McpException.Kind;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How stdio servers start, misbehave and end. */
class StdioLifeIT extends ConnectorFixture {

  @Test
  void a_missing_program_is_named() {
    McpException failure =
        refused(Peers.stdio("no-such-program-here", "x"), Duration.ofSeconds(60));
    assertEquals(Kind.SPAWN_FAILED, failure.kind());
    assertTrue(failure.safeMessage().contains("no-such-program-here"));
  }

  @Test
  void a_missing_working_directory_is_named() {
    StdioEndpoint endpoint =
        new StdioEndpoint(List.of("sh"), Map.of(), Path.of("/no/such/place"), 1_000);
    assertEquals(Kind.SPAWN_FAILED, refused(endpoint, Duration.ofSeconds(60)).kind());
  }

  @Test
  void a_program_that_ends_at_once_is_closed_with_its_exit_code() {
    McpException failure = refused(Peers.script("exit 7"), Duration.ofSeconds(60));
    assertEquals(Kind.CLOSED, failure.kind());
    assertTrue(failure.safeMessage().contains("7"), failure.safeMessage());
  }

  @Test
  void a_program_that_never_answers_times_out_and_is_gone() {
    McpException failure =
        refused(Peers.script("while read l; do :; done"), Duration.ofMillis(600));
    assertEquals(Kind.TIMEOUT, failure.kind());
    Procs.awaitNoChildren();
  }

  @Test
  void a_program_that_only_talks_garbage_times_out() {
    McpException failure =
        refused(Peers.script("while read l; do echo huh; done"), Duration.ofMillis(600));
    assertEquals(Kind.TIMEOUT, failure.kind());
  }

  @Test
  void an_endless_line_at_the_start_is_too_large() {
    McpException failure =
        refused(Peers.script("head -c 100000000 /dev/zero; sleep 60"), Duration.ofSeconds(10));
    assertEquals(Kind.TOO_LARGE, failure.kind());
    Procs.awaitNoChildren();
  }

  @Test
  void an_endless_line_in_mid_session_fails_the_call_and_ends_the_process() {
    McpSession session = connect(Peers.odd("huge-list"));
    assertEquals(Kind.TOO_LARGE, Wait.failure(session.request("tools/list", null, SOON)).kind());
    assertEquals(CloseReason.Cause.TOO_LARGE, Wait.on(session.closed()).cause());
    Procs.awaitNoChildren();
  }

  @Test
  void an_answer_that_is_too_large_fails_alone_and_the_process_goes_on() {
    McpSession session = connect(Peers.odd("too-large-list"));
    Future<JsonObject> large = session.request("tools/list", null, SOON);
    Future<JsonObject> other = session.request("ping", null, SOON);
    assertEquals(Kind.TOO_LARGE, Wait.failure(large).kind());
    Wait.on(other);
    Wait.on(session.request("ping", null, SOON));
    assertFalse(session.closed().isComplete());
  }

  @Test
  void an_exit_in_mid_call_fails_all_pending_calls_with_the_code() {
    McpSession session = connect(Peers.odd("exits-on-list"));
    Future<JsonObject> one = session.request("tools/list", null, SOON);
    Future<JsonObject> two = session.request("tools/list", null, SOON);
    assertEquals(Kind.CLOSED, Wait.failure(one).kind());
    assertEquals("the process exited with 3", Wait.failure(two).safeMessage());
    assertEquals(3, Wait.on(session.closed()).exitCode().orElse(-1));
  }

  @Test
  void after_the_end_every_request_fails_at_once() {
    McpSession session = connect(Peers.odd("none"));
    Wait.on(session.close());
    assertEquals(Kind.CLOSED, Wait.failure(session.request("ping", null, SOON)).kind());
  }

  @Test
  void a_server_that_exits_on_discover_is_started_again_the_old_way() {
    assertEquals(Era.LEGACY, connect(Peers.odd("exits-on-discover")).era());
  }

  @Test
  void a_server_that_is_silent_on_discover_is_asked_the_old_way() {
    ConnectOptions options = ConnectOptions.within(Duration.ofSeconds(9));
    McpSession session = Wait.on(connector.connect(Peers.odd("silent-on-discover"), options));
    assertEquals(Era.LEGACY, session.era());
    assertEquals("2025-06-18", session.protocolVersion());
  }

  @Test
  void the_server_hears_our_name() {
    McpSession session = connect(Peers.odd("none"));
    assertEquals("omnibus-test", session.serverInfo().getString("name"));
  }

  @Test
  void an_unknown_revision_is_incompatible() {
    McpException failure = refused(Peers.odd("odd-version"), Duration.ofSeconds(60));
    assertEquals(Kind.INCOMPATIBLE, failure.kind());
    Procs.awaitNoChildren();
  }

  @Test
  void a_server_without_ping_is_alive_and_asked_for_its_tools_next() {
    McpSession session = connect(Peers.odd("no-ping"));
    ProbeAnswer first = Wait.on(session.probe(Duration.ofSeconds(30)));
    assertEquals("ping", first.sent());
    assertEquals("error -32601: no", first.received());
    assertEquals("tools/list", Wait.on(session.probe(Duration.ofSeconds(30))).sent());
  }

  @Test
  void a_timeout_is_announced_to_the_server_and_the_session_goes_on() {
    McpSession session = connect(Peers.odd("reports-cancel"));
    List<JsonObject> heard = new CopyOnWriteArrayList<>();
    session.onNotification(heard::add);
    Future<JsonObject> slow =
        session.request("tools/list", null, RequestOptions.within(Duration.ofMillis(100)));
    assertEquals(Kind.TIMEOUT, Wait.failure(slow).kind());
    Wait.on(session.probe(Duration.ofSeconds(30)));
    assertEquals(1, heard.size());
    assertEquals("timeout", heard.get(0).getJsonObject("params").getString("reason"));
  }

  @Test
  void noise_on_stdout_and_stderr_are_passed_on_and_stderr_is_clipped() {
    List<String> lines = new CopyOnWriteArrayList<>();
    List<String> noise = new CopyOnWriteArrayList<>();
    Printed printed =
        new Printed() {
          @Override
          public void stderr(String line) {
            lines.add(line);
          }

          @Override
          public void stdout(String line) {
            noise.add(line);
          }
        };
    ConnectOptions options = new ConnectOptions(Duration.ofSeconds(60), printed, null);
    McpSession session = Wait.on(connector.connect(Peers.odd("noisy"), options));
    Wait.on(session.probe(Duration.ofSeconds(30)));
    Wait.until(() -> lines.stream().anyMatch(line -> line.startsWith("yyyy")));
    assertTrue(lines.contains("a word on stderr"));
    assertEquals(List.of("starting up...", "{\"not\":\"rpc\"}", "[]"), noise);
    assertTrue(lines.stream().allMatch(line -> line.length() <= Printed.LONGEST));
  }

  @Test
  void a_child_gets_its_environment_and_not_ours(@TempDir Path cwd) {
    assertEquals("yes", environment(cwd, "OMNIBUS_CHILD", Map.of("OMNIBUS_CHILD", "yes")));
    String ours =
        System.getenv().keySet().stream()
            .filter(name -> name.startsWith("JAVA_") || name.startsWith("MAVEN_"))
            .findFirst()
            .orElseThrow();
    assertEquals(null, environment(cwd, ours, Map.of()));
  }

  @Test
  void a_connect_that_is_late_fails_when_its_process_is_gone() {
    McpException failure = refused(Peers.script("exec sleep 1000"), Duration.ofMillis(300));
    assertEquals("no session within 300 ms", failure.safeMessage());
    assertEquals(0, ProcessHandle.current().children().count());
  }

  @Test
  void closing_ends_a_process_that_ignores_the_end_of_input_and_the_polite_signal() {
    McpSession session = connect(Peers.odd("stubborn"));
    long pid = session.pid().orElseThrow();
    Wait.on(session.close());
    assertFalse(Procs.exists(pid));
  }

  @Test
  void a_wrapper_that_is_killed_takes_its_server_along() {
    String node = "node " + Peers.file("odd-server.mjs");
    McpSession session = connect(Peers.script("exec 3<&0; " + node + " none <&3 & wait"));
    long wrapper = session.pid().orElseThrow();
    long server = Procs.childOf(wrapper);
    ProcessHandle.of(wrapper).orElseThrow().destroyForcibly();
    assertEquals(CloseReason.Cause.EXITED, Wait.on(session.closed()).cause());
    Wait.until(() -> !Procs.exists(server));
  }

  @Test
  void a_server_that_never_reads_times_out() {
    assertEquals(Kind.TIMEOUT, refused(Peers.odd("deaf"), Duration.ofMillis(800)).kind());
    Procs.awaitNoChildren();
  }

  @Test
  void what_waits_for_a_server_that_stops_reading_is_bounded() {
    McpSession session = connect(Peers.odd("stops-reading"));
    Wait.on(session.notify("notifications/stop", null));
    JsonObject megabyte = new JsonObject().put("x", "x".repeat(1_000_000));
    McpException failure =
        IntStream.range(0, 60)
            .mapToObj(i -> session.notify("notifications/more", megabyte))
            .map(Wait::outcome)
            .flatMap(Optional::stream)
            .findFirst()
            .orElseThrow();
    assertEquals(Kind.TOO_LARGE, failure.kind());
  }

  @Test
  void a_large_answer_arrives_whole_and_holds_up_nothing_behind_it() {
    McpSession session = connect(Peers.odd("large-list"));
    Future<JsonObject> large = session.request("tools/list", null, SOON);
    Future<ProbeAnswer> behind = session.probe(Duration.ofSeconds(60));
    assertEquals(4_000_000, Wait.on(large).getString("large").length());
    Wait.on(behind);
  }

  @Test
  void an_answer_just_before_the_exit_still_counts() {
    McpSession session = connect(Peers.odd("large-then-exit"));
    JsonObject result = Wait.on(session.request("tools/list", null, SOON));
    assertEquals(2_000_000, result.getString("large").length());
  }

  @Test
  void fifty_kills_leave_no_child_no_zombie_and_no_open_file() {
    rounds(3);
    Procs.awaitNoChildren();
    long before = Procs.openFiles();
    rounds(50);
    Procs.awaitNoChildren();
    Wait.until(() -> Procs.openFiles() <= before);
  }

  private void rounds(int count) {
    for (int i = 0; i < count; i++) {
      McpSession session = connect(Peers.odd("none"));
      ProcessHandle.of(session.pid().orElseThrow()).orElseThrow().destroyForcibly();
      assertEquals(CloseReason.Cause.EXITED, Wait.on(session.closed()).cause());
    }
  }

  private String environment(Path cwd, String name, Map<String, String> env) {
    StdioEndpoint endpoint = new StdioEndpoint(Peers.odd("env", name).command(), env, cwd, 10_000);
    McpSession session = connect(endpoint);
    JsonObject seen = Wait.on(session.request("tools/list", null, SOON));
    assertEquals(cwd.toString(), seen.getString("cwd"));
    return seen.getString("value");
  }
}
