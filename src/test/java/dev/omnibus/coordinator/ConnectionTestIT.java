package dev.omnibus.coordinator;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.omnibus.bus.Addresses;
import dev.omnibus.bus.BusException;
import dev.omnibus.bus.Failure;
import dev.omnibus.config.AccessConfig;
import dev.omnibus.harness.FreePort;
import dev.omnibus.mcp.HostileServer;
import dev.omnibus.mcp.transport.Marked;
import dev.omnibus.model.ServerSignal;
import dev.omnibus.model.ServerSpec;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.core.net.NetServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tests of connections, with real servers, certificates, processes and silence. */
class ConnectionTestIT {

  private static final JsonObject ANYBODY =
      new JsonObject()
          .put("user", "olga")
          .put("roles", new JsonArray().add("operator"))
          .put("session", "s")
          .put("expires", "2100-01-01T00:00:00Z");

  private static final String IP = "san=ip:127.0.0.1";

  private final Vertx vertx = Vertx.vertx();
  private final TestNode node = TestNode.alone(vertx);

  @TempDir Path folder;

  @BeforeEach
  void start() {
    JsonObject operator =
        new JsonObject()
            .put("requests", new JsonArray().add("command.server.*"))
            .put("events", new JsonArray())
            .put("servers", new JsonObject().put("*", new JsonArray().add("a")));
    JsonObject user =
        new JsonObject().put("password", "x").put("roles", new JsonArray().add("operator"));
    node.config.apply(
        AccessConfig.fromJson(
            new JsonObject()
                .put("roles", new JsonObject().put("operator", operator))
                .put("users", new JsonObject().put("olga", user))));
  }

  @AfterEach
  void close() {
    TestNode.await(vertx.close());
  }

  private JsonObject test(JsonObject body) {
    return node.ask(Addresses.COMMAND_SERVER_TEST, body, null);
  }

  private JsonObject test(String url) {
    return test(definition(new JsonObject().put("url", url)));
  }

  private static JsonObject definition(JsonObject entry) {
    return new JsonObject().put("definition", entry).put("timeoutMs", 25_000);
  }

  private BusException refused(JsonObject body, JsonObject caller) {
    return assertThrows(
        BusException.class, () -> node.ask(Addresses.COMMAND_SERVER_TEST, body, caller));
  }

  private static List<String> phases(JsonObject report) {
    return report.getJsonArray("phases").stream()
        .map(JsonObject.class::cast)
        .map(step -> step.getString("phase"))
        .toList();
  }

  private static JsonObject last(JsonObject report) {
    JsonArray phases = report.getJsonArray("phases");
    return phases.getJsonObject(phases.size() - 1);
  }

  private static void failed(JsonObject report, String phase, String kind, String advice) {
    JsonObject error = report.getJsonObject("error");
    assertFalse(report.getBoolean("ok"), report::encodePrettily);
    assertEquals(phase, error.getString("phase"), report::encodePrettily);
    assertEquals(kind, error.getString("kind"), report::encodePrettily);
    assertTrue(error.getJsonArray("advice").encode().contains(advice), report::encodePrettily);
    assertFalse(last(report).getBoolean("ok"), report::encodePrettily);
  }

  private JsonObject hostile(String path) {
    return test(TestNode.await(new HostileServer(vertx).start()).url(path));
  }

  @Test
  void a_good_server_is_shown_with_the_time_of_each_phase() {
    node.start();
    TinyServer tiny = TestNode.await(TinyServer.start(vertx, 0));
    JsonObject report = test(Specs.http("x", tiny.port()).url());
    assertTrue(report.getBoolean("ok"), report::encodePrettily);
    assertEquals(List.of("dns", "connect", "first_byte", "initialize", "tools"), phases(report));
    assertEquals("legacy", report.getJsonObject("session").getString("era"));
    assertEquals(3, report.getJsonObject("counts").getInteger("tools"));
    assertEquals(3, report.getJsonArray("tools").size());
    assertEquals("127.0.0.1:" + tiny.port(), detail(report, "connect"));
    assertTrue(tiny.sessions.isEmpty() || TestNode.await(gone(tiny)), "the session is ended");
    assertEquals(node.id.toString(), report.getString("node"));
  }

  private Future<Boolean> gone(TinyServer tiny) {
    TestNode.until(tiny.sessions::isEmpty);
    return Future.succeededFuture(true);
  }

  private static String detail(JsonObject report, String phase) {
    return report.getJsonArray("phases").stream()
        .map(JsonObject.class::cast)
        .filter(step -> step.getString("phase").equals(phase))
        .findFirst()
        .orElseThrow()
        .getString("detail");
  }

  @Test
  void a_host_that_nobody_knows_is_said() {
    node.start();
    failed(test("http://no-such-host.invalid/mcp"), "dns", "dns", "mistake in the name");
  }

  @Test
  void a_port_where_nobody_listens_is_said() {
    node.start();
    failed(
        test("http://127.0.0.1:" + FreePort.next() + "/mcp"),
        "connect",
        "refused",
        "Nobody listens");
  }

  @Test
  void what_http_says_no_with_is_explained() {
    node.start();
    failed(hostile("/nothing-here"), "initialize", "http_status", "no such path");
    failed(hostile("/html"), "initialize", "garbage", "web page");
    failed(hostile("/redirect"), "initialize", "redirect", "https://elsewhere.example/mcp");
    failed(hostile("/500"), "initialize", "http_status", "its log knows why");
    failed(hostile("/locked"), "initialize", "auth_required", "credential of \\\"x\\\"");
    failed(hostile("/forbidden"), "initialize", "auth_required", "does not say what it wants");
    failed(hostile("/not-rpc"), "initialize", "garbage", "Something else");
    assertFalse(hostile("/redirect").encode().contains("secret"));
  }

  @Test
  void who_takes_the_request_and_is_silent_is_said_to_be_so_in_time() {
    node.start();
    HostileServer server = TestNode.await(new HostileServer(vertx).start());
    JsonObject silent = new JsonObject().put("url", server.url("/silent"));
    JsonObject report = test(definition(silent).put("timeoutMs", 1_000));
    failed(report, "first_byte", "timeout", "did not answer");
    assertTrue(report.getLong("durationMs") < 3_000, report::encodePrettily);
  }

  @Test
  void who_drips_in_the_handshake_is_given_up_in_time() {
    node.start();
    NetServer drip =
        vertx
            .createNetServer()
            .connectHandler(
                socket -> {
                  socket.exceptionHandler(gone -> {});
                  socket.write(Buffer.buffer(new byte[] {0x16, 3, 3, 0x3f, (byte) 0xff}));
                  vertx.setPeriodic(50, id -> socket.write(Buffer.buffer(new byte[] {2})));
                });
    int port = TestNode.await(drip.listen(0, "127.0.0.1")).actualPort();
    JsonObject entry = new JsonObject().put("url", "https://127.0.0.1:" + port + "/mcp");
    JsonObject report = test(definition(entry).put("timeoutMs", 1_000));
    assertEquals("tls", report.getJsonObject("error").getString("phase"), report::encode);
    assertTrue(report.getLong("durationMs") < 3_000, report::encodePrettily);
  }

  @Test
  void no_tls_where_tls_is_expected_is_said() {
    node.start();
    TinyServer tiny = TestNode.await(TinyServer.start(vertx, 0));
    failed(test("https://127.0.0.1:" + tiny.port() + "/mcp"), "tls", "tls", "http://");
  }

  private JsonObject tls(HttpServerOptions options, String host, Path trust) {
    TinyServer tiny = TestNode.await(TinyServer.start(vertx, 0, options));
    JsonObject entry = new JsonObject().put("url", "https://" + host + ":" + tiny.port() + "/mcp");
    if (trust != null) {
      entry.put("trustCertificates", trust.toString());
    }
    JsonObject report = test(definition(entry));
    assertEquals(report.getBoolean("ok") ? 1 : 0, tiny.count("initialize"), report::encode);
    return report;
  }

  @Test
  void a_good_certificate_is_shown() throws Exception {
    node.start();
    Certificates all =
        new Certificates(folder)
            .with("good", "-ext", "san=ip:127.0.0.1,dns:localhost", "-validity", "10");
    for (String host : List.of("127.0.0.1", "localhost")) {
      JsonObject report = tls(all.https("good"), host, all.pem("good"));
      assertTrue(report.getBoolean("ok"), report::encodePrettily);
      JsonObject shown = report.getJsonObject("certificate");
      assertEquals("CN=good", shown.getString("subject"));
      assertTrue(shown.getBoolean("trusted"));
      assertTrue(shown.getJsonArray("names").contains("localhost"));
      assertEquals(9, shown.getInteger("daysLeft"));
      assertTrue(report.getJsonArray("warnings").encode().contains("ends in 9 days"));
      assertTrue(detail(report, "tls").startsWith("TLSv1."));
    }
  }

  @Test
  void a_bad_certificate_is_shown_with_what_is_bad_and_nothing_is_sent() throws Exception {
    node.start();
    Certificates all =
        new Certificates(folder)
            .with("selfish", "-ext", "san=ip:127.0.0.1")
            .with("other", "-ext", "san=dns:other.example")
            .with("ca", "-ext", "bc:c")
            .with("old", "-signer", "ca", "-ext", IP, "-startdate", "-10d", "-validity", "5")
            .with("young", "-signer", "ca", "-ext", IP, "-startdate", "+5d", "-validity", "9")
            .with("pinned", "-ext", IP, "-startdate", "-10d", "-validity", "5")
            .with("child", "-signer", "ca", "-ext", "san=ip:127.0.0.1");
    failed(tls(all.https("selfish"), "127.0.0.1", null), "tls", "tls", "trustCertificates");
    JsonObject foreign = tls(all.https("other"), "127.0.0.1", all.pem("other"));
    failed(foreign, "tls", "tls", "name that the certificate is for");
    assertTrue(foreign.getJsonObject("error").getString("text").contains("other.example"));
    failed(tls(all.https("old"), "127.0.0.1", all.pem("ca")), "tls", "tls", "renew it");
    failed(tls(all.https("young"), "127.0.0.1", all.pem("ca")), "tls", "tls", "clock");
    JsonObject pinned = tls(all.https("pinned"), "127.0.0.1", all.pem("pinned"));
    assertTrue(pinned.getJsonArray("warnings").encode().contains("expired"), pinned::encode);
    JsonObject child = tls(all.https("child"), "127.0.0.1", null);
    failed(child, "tls", "tls", "trustCertificates");
    assertEquals("CN=ca", child.getJsonObject("certificate").getString("issuer"));
    assertFalse(child.getJsonObject("certificate").getBoolean("trusted"));
    assertTrue(tls(all.https("child"), "127.0.0.1", all.pem("ca")).getBoolean("ok"));
  }

  private static JsonObject stdio(String... args) {
    return TinyEntry.of("${env:TOKEN}", args);
  }

  private static JsonObject shell(String script) {
    return new JsonObject().put("command", "sh").put("args", new JsonArray().add("-c").add(script));
  }

  @Test
  void a_program_is_started_tested_and_ended_and_keeps_its_secrets() {
    node.start();
    JsonObject report = test(definition(stdio()).put("canary", new JsonObject().put("tool", "a")));
    assertEquals(List.of("start", "tools", "canary"), phases(report));
    assertEquals("canary", report.getJsonObject("error").getString("phase"), report::encode);
    assertTrue(report.getJsonArray("said").contains("token is [hidden]"), report::encode);
    assertEquals("tiny", report.getJsonObject("session").getString("name"));
    TestNode.until(() -> ProcessHandle.current().children().noneMatch(ProcessHandle::isAlive));
  }

  @Test
  void what_a_program_starts_and_leaves_behind_is_ended_with_the_test() throws IOException {
    node.start();
    Path made = folder.resolve("left");
    String leaves = "(setsid sleep 1000 & echo $! >" + made + "); exec sh ";
    JsonObject report = test(definition(shell(leaves + Tiny.PROGRAM)));
    assertTrue(report.getBoolean("ok"), report::encodePrettily);
    long left = Long.parseLong(Files.readString(made).strip());
    TestNode.until(() -> !ProcessHandle.of(left).map(ProcessHandle::isAlive).orElse(false));
  }

  @Test
  void a_program_that_is_tested_has_the_mark_of_its_node_for_its_next_life() throws IOException {
    node.start();
    JsonObject body = definition(shell("exec sleep 1000")).put("timeoutMs", 2_500);
    Future<JsonObject> report =
        node.bus.ask(Addresses.COMMAND_SERVER_TEST, body, null, Duration.ofSeconds(60));
    String folder = Files.readString(node.data().resolve("process-mark")).strip();
    TestNode.until(() -> !Marked.by(word -> word.startsWith(folder)).isEmpty());
    TestNode.await(report);
    TestNode.until(() -> Marked.by(word -> word.startsWith(folder)).isEmpty());
  }

  @Test
  void what_a_program_does_wrong_is_explained() {
    node.start();
    JsonObject missing = test(definition(new JsonObject().put("command", "no-such-program")));
    failed(missing, "start", "spawn_failed", "PATH");
    JsonObject ends = test(definition(shell("echo 'Error: API_KEY is missing' >&2; exit 3")));
    failed(ends, "start", "closed", "by hand");
    assertTrue(ends.getJsonObject("error").getString("text").contains("API_KEY is missing"));
    assertTrue(ends.getJsonObject("error").getString("text").contains("3"));
    JsonObject mute =
        test(definition(shell("echo listening on 3000; sleep 60")).put("timeoutMs", 1_500));
    failed(mute, "start", "timeout", "stdout");
    assertTrue(mute.getJsonArray("said").contains("stdout: listening on 3000"), mute::encode);
    assertTrue(mute.getLong("durationMs") < 30_000, "it does not wait for the program's end");
    TestNode.until(() -> ProcessHandle.current().children().noneMatch(ProcessHandle::isAlive));
  }

  @Test
  void a_server_that_is_saved_is_tested_by_whoever_may_and_only_with_tools_that_he_may_call() {
    TinyServer tiny = TestNode.await(TinyServer.start(vertx, 0));
    node.start(Specs.http("files", tiny.port()));
    JsonObject body = new JsonObject().put("server", "files");
    JsonObject report = node.ask(Addresses.COMMAND_SERVER_TEST, body, ANYBODY);
    assertTrue(report.getBoolean("ok"), report::encodePrettily);
    assertEquals("files", report.getString("server"));
    JsonObject canary = new JsonObject().put("tool", "other");
    assertEquals(Failure.FORBIDDEN, refused(body.copy().put("canary", canary), ANYBODY).failure());
    assertEquals(
        Failure.NOT_FOUND, refused(new JsonObject().put("server", "gone"), ANYBODY).failure());
  }

  @Test
  void a_canary_does_not_call_what_is_hidden_from_agents() {
    TinyServer tiny = TestNode.await(TinyServer.start(vertx, 0));
    node.withheld =
        (server, tool, definition) ->
            server.equals("files") && (tool.equals("a") || tool.equals("b") && definition != null);
    node.start(Specs.http("files", tiny.port()));
    JsonObject known = new JsonObject().put("tool", "a");
    JsonObject body = new JsonObject().put("server", "files");
    assertEquals(Failure.FORBIDDEN, refused(body.copy().put("canary", known), null).failure());
    JsonObject found = new JsonObject().put("tool", "b");
    JsonObject report = test(body.copy().put("canary", found));
    failed(report, "canary", "not_allowed", "approve");
    assertEquals(0, tiny.count("tools/call"));
    JsonObject good = new JsonObject().put("tool", "c").put("arguments", new JsonObject());
    test(body.copy().put("canary", good));
    assertEquals(1, tiny.count("tools/call"));
  }

  @Test
  void a_restart_whose_canary_is_hidden_fails_without_the_call() {
    TinyServer tiny = TestNode.await(TinyServer.start(vertx, 0));
    node.withheld =
        (server, tool, definition) -> tool.equals("a") || tool.equals("b") && definition != null;
    node.start(Specs.http("files", tiny.port()));
    node.signal(s -> s.kind() == ServerSignal.Kind.LINKED);
    JsonObject body = new JsonObject().put("server", "files").put("wait", true);
    JsonObject known = body.copy().put("canary", new JsonObject().put("tool", "a"));
    assertEquals(
        Failure.FORBIDDEN,
        assertThrows(BusException.class, () -> node.ask("command.server.restart", known))
            .failure());
    JsonObject found = body.copy().put("canary", new JsonObject().put("tool", "b"));
    JsonObject result =
        node.ask("command.server.restart", found).getJsonArray("results").getJsonObject(0);
    assertFalse(result.getBoolean("ok"), result::encode);
    assertTrue(result.getString("detail").contains("hidden from agents"), result::encode);
    assertEquals(0, tiny.count("tools/call"));
  }

  @Test
  void one_of_several_is_tested_by_its_number_else_the_first() {
    TinyServer one = TestNode.await(TinyServer.start(vertx, 0));
    int nobody = FreePort.next();
    JsonArray urls =
        new JsonArray().add(Specs.http("x", one.port()).url()).add(Specs.http("x", nobody).url());
    node.start(ServerSpec.fromJson("files", new JsonObject().put("urls", urls)));
    assertTrue(test(new JsonObject().put("server", "files")).getBoolean("ok"));
    JsonObject second = test(new JsonObject().put("server", "files").put("replica", 2));
    failed(second, "connect", "refused", "Nobody listens");
  }

  @Test
  void who_may_not_configure_starts_no_program_and_gets_no_secret_out() throws IOException {
    AtomicInteger connected = new AtomicInteger();
    NetServer trap = vertx.createNetServer().connectHandler(s -> connected.incrementAndGet());
    int port = TestNode.await(trap.listen(0, "127.0.0.1")).actualPort();
    node.testing = new JsonObject().put("allow", new JsonArray().add("loopback"));
    node.start();
    Path secret = Files.writeString(folder.resolve("secret"), "for nobody");
    String url = "http://127.0.0.1:" + port + "/";
    for (JsonObject entry :
        List.of(
            shell("touch " + folder.resolve("made")),
            new JsonObject().put("command", "true").put("url", url),
            new JsonObject().put("url", url + "${env:TOKEN}"),
            new JsonObject()
                .put("url", url)
                .put("headers", new JsonObject().put("x", "${file:" + secret + "}")),
            new JsonObject().put("urls", new JsonArray().add(url + "?t=${env:TOKEN}")),
            new JsonObject().put("url", url).put("trustCertificates", secret.toString()),
            new JsonObject()
                .put("url", url)
                .put("oauth", new JsonObject().put("clientId", "x").put("clientSecret", "y")))) {
      assertEquals(Failure.FORBIDDEN, refused(definition(entry), ANYBODY).failure(), entry::encode);
    }
    assertEquals(0, connected.get());
    assertFalse(Files.exists(folder.resolve("made")));
  }

  @Test
  void who_may_not_configure_reaches_no_address_near_the_node() {
    AtomicInteger connected = new AtomicInteger();
    NetServer trap = vertx.createNetServer().connectHandler(s -> connected.incrementAndGet());
    int port = TestNode.await(trap.listen(0, "127.0.0.1")).actualPort();
    node.start();
    for (String host :
        List.of("127.0.0.1", "localhost", "[::1]", "[::ffff:127.0.0.1]", "0.0.0.0", "2130706433")) {
      JsonObject entry = new JsonObject().put("url", "http://" + host + ":" + port + "/mcp");
      JsonObject body = definition(entry);
      JsonObject report = node.ask(Addresses.COMMAND_SERVER_TEST, body, ANYBODY);
      assertFalse(report.getBoolean("ok"), host);
      assertEquals("dns", report.getJsonObject("error").getString("phase"), report::encode);
    }
    assertEquals(0, connected.get());
  }

  @Test
  void an_address_written_in_another_way_is_no_url() {
    node.start();
    for (String host : List.of("127.1", "0x7f.0.0.1", "%31%32%37.0.0.1")) {
      JsonObject entry = new JsonObject().put("url", "http://" + host + ":1/mcp");
      BusException why = refused(definition(entry), ANYBODY);
      assertEquals(Failure.INVALID, why.failure(), host);
    }
  }

  @Test
  void what_the_configuration_allows_is_reached_by_whoever_may_test() {
    TinyServer tiny = TestNode.await(TinyServer.start(vertx, 0));
    node.testing = new JsonObject().put("allow", new JsonArray().add("loopback"));
    node.start();
    JsonObject entry = new JsonObject().put("url", Specs.http("x", tiny.port()).url());
    JsonObject report = node.ask(Addresses.COMMAND_SERVER_TEST, definition(entry), ANYBODY);
    assertTrue(report.getBoolean("ok"), report::encodePrettily);
  }

  @Test
  void a_node_that_others_reach_keeps_even_who_may_configure_from_addresses_near_it() {
    node.testing = new JsonObject().put("ownHost", "0.0.0.0");
    node.start();
    failed(test("http://127.0.0.1:1/mcp"), "dns", "not_allowed", "coordinator.test.allow");
    failed(test("http://169.254.169.254/latest/meta-data"), "dns", "not_allowed", "metadata");
  }

  @Test
  void a_definition_that_is_none_is_refused_with_its_place() {
    node.start();
    BusException wrong =
        refused(definition(new JsonObject().put("url", "ftp://x").put("probee", 1)), null);
    assertEquals(Failure.INVALID, wrong.failure());
    assertTrue(wrong.getMessage().contains("url"), wrong.getMessage());
    assertEquals(Failure.INVALID, refused(definition(new JsonObject()), null).failure());
    assertEquals(Failure.BAD_REQUEST, refused(new JsonObject(), null).failure());
    JsonObject both = definition(new JsonObject()).put("server", "x");
    assertEquals(Failure.BAD_REQUEST, refused(both, null).failure());
    JsonObject huge = new JsonObject().put("url", "http://x/" + "y".repeat(70_000));
    assertEquals(Failure.TOO_LARGE, refused(definition(huge), null).failure());
  }

  @Test
  void a_word_that_a_test_calls_a_secret_is_not_hidden_elsewhere() {
    node.start();
    JsonObject headers = new JsonObject().put("Authorization", "connection");
    JsonObject entry =
        new JsonObject()
            .put("url", "http://127.0.0.1:" + FreePort.next() + "/")
            .put("headers", headers);
    JsonObject mine = test(definition(entry));
    assertEquals(
        "[hidden] refused", mine.getJsonObject("error").getString("text").substring(0, 16));
    String other = test("http://127.0.0.1:" + FreePort.next() + "/").encode();
    assertTrue(other.contains("connection refused"), other);
  }

  @Test
  void one_caller_has_only_so_many_under_way() {
    node.start();
    HostileServer server = TestNode.await(new HostileServer(vertx).start());
    JsonObject body =
        definition(new JsonObject().put("url", server.url("/silent"))).put("timeoutMs", 1_500);
    Duration patience = Duration.ofSeconds(60);
    Future<JsonObject> one = node.bus.ask(Addresses.COMMAND_SERVER_TEST, body, null, patience);
    Future<JsonObject> two = node.bus.ask(Addresses.COMMAND_SERVER_TEST, body, null, patience);
    assertEquals(Failure.LIMITED, refused(body, null).failure());
    TestNode.await(Future.join(one, two));
    assertNull(test(body.copy().put("timeoutMs", 1_000)).getString("server"));
  }
}
