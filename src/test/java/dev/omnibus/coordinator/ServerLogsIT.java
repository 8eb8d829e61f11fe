package dev.omnibus.coordinator;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.omnibus.bus.Addresses;
import dev.omnibus.bus.BusException;
import dev.omnibus.bus.Failure;
import dev.omnibus.config.LogConfig;
import dev.omnibus.harness.FreePort;
import dev.omnibus.model.ServerSpec;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What real processes print and go through, as it is asked for and heard. */
class ServerLogsIT {

  private static final JsonObject SMALL_RING = new JsonObject().put("ringLines", 10);

  private final Vertx vertx = Vertx.vertx();

  @TempDir Path folder;

  @AfterEach
  void close() {
    TestNode.await(vertx.close());
  }

  private static ServerSpec stdio(String name, String... args) {
    return ServerSpec.fromJson(name, TinyEntry.of("${env:TOKEN}", args));
  }

  private TestNode node(TestNode node, JsonObject config) {
    node.logging = LogConfig.fromJson(config);
    node.folder = folder.resolve(node.id.name());
    return node;
  }

  private static JsonObject tail(TestNode node, JsonObject query) {
    return node.ask(Addresses.QUERY_LOG_TAIL, query);
  }

  private static JsonObject about(String server) {
    return new JsonObject().put("server", server);
  }

  private static List<JsonObject> lines(TestNode node, JsonObject query) {
    return tail(node, query).getJsonArray("lines").stream().map(JsonObject.class::cast).toList();
  }

  private static Stream<String> texts(TestNode node, JsonObject query) {
    return lines(node, query).stream().map(line -> line.getString("text"));
  }

  private static void awaitText(TestNode node, JsonObject query, String part) {
    TestNode.until(() -> texts(node, query).anyMatch(text -> text.contains(part)));
  }

  private static JsonObject line(TestNode node, String part) {
    awaitText(node, about("files"), part);
    return lines(node, about("files")).stream()
        .filter(line -> line.getString("text").contains(part))
        .findFirst()
        .orElseThrow();
  }

  private static void is(String source, String level, JsonObject line) {
    assertEquals(source, line.getString("source"), line::encode);
    assertEquals(level, line.getString("level"), line::encode);
  }

  @Test
  void one_stream_has_what_a_server_prints_and_says_and_goes_through() {
    TestNode node = node(TestNode.alone(vertx), new JsonObject()).start(stdio("files", "talks"));
    is("stderr", "info", line(node, "token is [hidden]"));
    is("stdout", "info", line(node, "a word on stdout"));
    is("mcp", "error", line(node, "{\"key\":\"[hidden]\"}"));
    is("lifecycle", "info", line(node, "session open with tiny, 2025-11-25, process "));
    is("probe", "info", line(node, "healthy"));
    assertEquals("db", line(node, "{\"key\":").getString("logger"));
    node.stop();
  }

  @Test
  void a_failed_probe_is_in_it_and_a_good_one_is_not() {
    TestNode node = node(TestNode.alone(vertx), new JsonObject());
    node.start(Specs.http("files", FreePort.next()));
    node.probe("files", 2_000, false);
    is("probe", "warning", line(node, "refused: connection refused"));
    node.stop();
  }

  @Test
  void good_probes_are_in_it_where_somebody_asked_for_them() {
    TestNode node = node(TestNode.alone(vertx), new JsonObject().put("probes", true));
    node.start(stdio("files"));
    line(node, "session open");
    node.probe("files", 5_000, false);
    is("probe", "debug", line(node, "answered ping in "));
    node.stop();
  }

  @Test
  void what_is_asked_for_is_narrowed_by_time_level_text_and_number() {
    TestNode node = node(TestNode.alone(vertx), new JsonObject()).start(stdio("files", "chatty"));
    awaitText(node, about("files"), "line 999");
    assertEquals(
        List.of("line 997", "line 998", "line 999"),
        texts(node, about("files").put("text", "LINE 99").put("limit", 3)).toList());
    String at = line(node, "line 995").getString("at");
    assertEquals(
        "line 996",
        texts(node, about("files").put("since", at).put("text", "line")).findFirst().get());
    assertEquals(0, texts(node, about("files").put("level", "error")).count());
    assertTrue(texts(node, about("files").put("source", "lifecycle")).findAny().isPresent());
    assertEquals(
        0, texts(node, about("files").put("source", "lifecycle").put("text", "line ")).count());
    assertTrue(tail(node, about("files").put("limit", 3)).getBoolean("more"));
    node.stop();
  }

  @Test
  void a_question_that_makes_no_sense_is_refused_with_words() {
    TestNode node = node(TestNode.alone(vertx), new JsonObject()).start(stdio("files"));
    for (JsonObject bad :
        List.of(
            about("files").put("limit", 0),
            about("files").put("limit", 1_000_000),
            about("files").put("limit", "many"),
            about("files").put("level", "loud"),
            about("files").put("source", "gossip"),
            about("files").put("since", "yesterday"),
            about("files").put("text", "x".repeat(201)),
            new JsonObject())) {
      BusException e = assertThrows(BusException.class, () -> tail(node, bad), bad::encode);
      assertEquals(Failure.BAD_REQUEST, e.failure(), bad::encode);
    }
    BusException e = assertThrows(BusException.class, () -> tail(node, about("../../etc")));
    assertEquals(Failure.NOT_FOUND, e.failure());
    assertThrows(BusException.class, () -> tail(node, about("files").put("replica", 2)));
    node.stop();
  }

  @Test
  void questions_whose_text_grows_in_lower_case_lock_nobody_out() {
    TestNode node = node(TestNode.alone(vertx), new JsonObject()).start(stdio("files"));
    for (int i = 0; i < 50; i++) {
      tail(node, about("files").put("text", "\u0130".repeat(150)));
    }
    awaitText(node, about("files").put("text", "TOKEN IS"), "[hidden]");
    node.stop();
  }

  @Test
  void what_the_ring_has_no_more_comes_from_the_file_also_after_a_restart() throws IOException {
    TestNode node = node(TestNode.alone(vertx), SMALL_RING).start(stdio("files", "chatty"));
    awaitText(node, about("files"), "line 999");
    assertEquals(
        300, texts(node, about("files").put("text", "line ").put("limit", 300)).distinct().count());
    node.stop();
    String file = Files.readString(folder.resolve("n1").resolve("files.log"));
    assertTrue(file.contains("stderr token is [hidden]\n"));
    assertFalse(file.contains("hush"));
    Vertx other = Vertx.vertx();
    TestNode again = node(TestNode.alone(other), SMALL_RING).start(stdio("files"));
    assertTrue(texts(again, about("files").put("text", "line 1")).anyMatch("line 1"::equals));
    again.stop();
    TestNode.await(other.close());
  }

  @Test
  void any_node_tells_it_and_what_an_earlier_owner_wrote_is_there_too() {
    try (TestCluster cluster = new TestCluster()) {
      TestNode one = node(cluster.node("n1"), new JsonObject());
      TestNode two = node(cluster.node("n2"), new JsonObject());
      ServerSpec replicas =
          ServerSpec.fromJson("files", stdio("files").toJson().put("replicas", 2));
      one.start(replicas);
      awaitText(one, about("files").put("replica", 2), "session open");
      two.start(replicas);
      awaitText(two, about("files").put("replica", 1), "session open");
      awaitText(two, about("files").put("replica", 2), "session open");
      JsonObject all = tail(two, about("files"));
      assertEquals(2, all.getJsonArray("nodes").size());
      List<String> ats = lines(two, about("files")).stream().map(l -> l.getString("at")).toList();
      assertEquals(ats.stream().sorted().toList(), ats);
    }
  }

  @Test
  void it_is_heard_live_with_the_same_lines() {
    TestNode node = node(TestNode.alone(vertx), new JsonObject());
    List<JsonObject> heard = new CopyOnWriteArrayList<>();
    node.bus.hear(Addresses.EVENT_SERVER_LOG, event -> heard.add(event.getJsonObject("data")));
    node.start(stdio("files", "talks"));
    JsonObject line = line(node, "token is [hidden]");
    line.remove("node");
    TestNode.until(() -> heard.contains(line.put("server", "files")));
    node.stop();
  }
}
