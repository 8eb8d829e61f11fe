package dev.omnibus.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.omnibus.bench.ProbeFleet;
import dev.omnibus.harness.BrokenEdit;
import dev.omnibus.harness.CallLoad;
import dev.omnibus.harness.CallLoad.Call;
import dev.omnibus.harness.NodeProcess;
import dev.omnibus.harness.Operator;
import dev.omnibus.harness.ServersFile;
import dev.omnibus.harness.Waiting;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Somebody edits {@code servers.json} on one of two nodes over and over, while agents work. */
class HotReloadIT {

  private static final Duration LIMIT = Duration.ofSeconds(60);
  private static final int EDITS = 100;
  private static final int EVERY_BROKEN = 7;
  private static final int MOST_EXTRAS = 6;
  private static final String CHANGED = "event.config.changed";
  private static final String REJECTED = "event.config.rejected";
  private static final Set<String> UNTOUCHED = Set.of("still", "calm");

  @TempDir Path folder;
  private Vertx vertx;
  private NodeProcess one;
  private NodeProcess two;
  private int fleetPort;
  private final ServersFile servers = new ServersFile();
  private final List<BrokenEdit> broken = new ArrayList<>();

  @BeforeEach
  void start() throws Exception {
    vertx = Vertx.vertx();
    fleetPort =
        new ProbeFleet(vertx)
            .listen()
            .toCompletionStage()
            .toCompletableFuture()
            .get(60, TimeUnit.SECONDS);
    servers.demo("still").put("calm", extra(999));
    one = new NodeProcess("one", folder.resolve("one"));
    one.write("omnibus.json", manyRequests()).write("servers.json", servers.text()).start();
    two = new NodeProcess("two", folder.resolve("two"), one.clusterPort());
    two.write("omnibus.json", manyRequests()).write("servers.json", servers.text()).start();
  }

  @AfterEach
  void end() throws Exception {
    two.close();
    one.close();
    vertx.close().toCompletionStage().toCompletableFuture().get(60, TimeUnit.SECONDS);
  }

  private static String manyRequests() {
    JsonObject bridge =
        new JsonObject().put("requestsPerSecond", 100_000).put("requestBurst", 100_000);
    return new JsonObject().put("bridge", bridge).encode();
  }

  private JsonObject extra(int path) {
    return new JsonObject().put("url", "http://127.0.0.1:" + fleetPort + "/s" + path + "/mcp");
  }

  @Test
  void a_hundred_edits_under_load_touch_only_what_they_change() throws Exception {
    try (Operator here = Operator.admin(one.port()).hear(CHANGED).hear(REJECTED);
        Operator there = Operator.admin(two.port());
        CallLoad load = new CallLoad()) {
      Map<String, JsonObject> before = settled(here, there);
      load.on(one.port(), 4, calls()).on(two.port(), 4, calls());
      for (int i = 1; i <= EDITS; i++) {
        edit(i, here);
      }
      equalInTheEnd(here, there);
      List<String> failures = load.stop();
      System.out.printf("%d calls answered during %d edits%n", load.answered(), EDITS);
      assertEquals(List.of(), failures, "calls that failed");
      assertTrue(load.answered() > EDITS, "calls answered: " + load.answered());
      Map<String, JsonObject> after = statuses(here);
      for (String server : UNTOUCHED) {
        assertEquals(identity(before.get(server)), identity(after.get(server)), server);
      }
      everyMistakeWasSaidWithItsPlace(here);
    }
  }

  private static List<Call> calls() {
    JsonObject numbers = new JsonObject().put("a", 20).put("b", 22);
    return List.of(
        new Call(call("still", "add").put("arguments", numbers), "\"sum\":42"),
        new Call(call("calm", "echo"), "called"));
  }

  private static JsonObject call(String server, String tool) {
    return new JsonObject().put("server", server).put("tool", tool);
  }

  /** Both nodes know both servers, healthy, each at the node where it will stay. */
  private Map<String, JsonObject> settled(Operator here, Operator there) throws Exception {
    Waiting.until(
        "settled",
        LIMIT,
        () ->
            view(here).equals(view(there))
                && view(here).keySet().equals(UNTOUCHED)
                && view(here).get("still").equals("healthy two")
                && view(here).get("calm").equals("healthy one"),
        () -> say(here) + "\n" + say(there) + "\n" + two.diagnosis());
    return statuses(here);
  }

  private static String say(Operator operator) {
    try {
      return view(operator).toString();
    } catch (Exception e) {
      return e.toString();
    }
  }

  private void edit(int i, Operator here) throws Exception {
    boolean bad = i % EVERY_BROKEN == 0;
    String address = bad ? REJECTED : CHANGED;
    int known = here.heard(address).size();
    one.write("servers.json", bad ? breakIt() : change(i));
    Waiting.until(
        "edit " + i + " is said at " + address,
        LIMIT,
        () -> here.heard(address).size() > known,
        one::diagnosis);
  }

  private String breakIt() {
    BrokenEdit edit = BrokenEdit.number(broken.size());
    broken.add(edit);
    return edit.in(servers.text());
  }

  /** In turn: one more, the same elsewhere, asleep, awake again, one less. */
  private String change(int i) {
    String name = "e" + i / 5 % MOST_EXTRAS;
    switch (i % 5) {
      case 0 -> servers.put(name, extra(i));
      case 1 -> servers.put(name, extra(i).put("description", "moved by edit " + i));
      case 2 -> servers.put(name, extra(i).put("enabled", false));
      case 3 -> servers.put(name, extra(i).put("probe", new JsonObject().put("intervalMs", 500)));
      default -> servers.put(name, extra(i)).remove("e" + (i / 5 + 2) % MOST_EXTRAS);
    }
    return servers.text();
  }

  private void equalInTheEnd(Operator here, Operator there) throws Exception {
    Waiting.until(
        "both nodes know the last file",
        LIMIT,
        () -> view(here).keySet().equals(servers.names()) && view(here).equals(view(there)),
        () -> servers.names() + "\n" + say(here) + "\n" + say(there));
    assertEquals(servers.text(), Files.readString(one.conf().resolve("servers.json")));
    assertEquals(servers.text(), Files.readString(two.conf().resolve("servers.json")));
  }

  private void everyMistakeWasSaidWithItsPlace(Operator here) {
    List<JsonObject> said =
        here.heard(REJECTED).stream().map(event -> event.getJsonObject("data")).toList();
    assertEquals(broken.size(), said.size(), "refusals");
    for (int i = 0; i < broken.size(); i++) {
      BrokenEdit expected = broken.get(i);
      JsonObject problem = said.get(i).getJsonArray("problems").getJsonObject(0);
      assertEquals("servers.json", said.get(i).getString("file"));
      assertEquals(1, said.get(i).getInteger("count"), said.get(i).encode());
      assertEquals(expected.line(), problem.getInteger("line"), problem.encode());
      assertEquals(expected.key(), problem.getString("key"), problem.encode());
    }
  }

  private static Map<String, JsonObject> statuses(Operator operator) throws Exception {
    Map<String, JsonObject> all = new TreeMap<>();
    operator.ask("query.server.list", new JsonObject()).getJsonArray("servers").stream()
        .map(JsonObject.class::cast)
        .forEach(status -> all.put(status.getString("server"), status));
    return all;
  }

  /** State and owner of each server. */
  private static Map<String, String> view(Operator operator) throws Exception {
    Map<String, String> view = new TreeMap<>();
    statuses(operator)
        .forEach((name, status) -> view.put(name, status.getString("state") + " " + owner(status)));
    return view;
  }

  private static String owner(JsonObject status) {
    return status.getJsonObject("claim").getString("owner").replaceAll("@.*", "");
  }

  private static String identity(JsonObject status) {
    return "pid "
        + status.getJsonObject("link").getValue("pid")
        + " epoch "
        + status.getJsonObject("claim").getValue("epoch")
        + " state "
        + status.getString("state")
        + " since "
        + status.getString("since");
  }
}
