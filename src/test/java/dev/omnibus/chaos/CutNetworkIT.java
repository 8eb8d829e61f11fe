package dev.omnibus.chaos;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.omnibus.bus.Addresses;
import dev.omnibus.client.Credentials;
import dev.omnibus.client.OmnibusClient;
import dev.omnibus.harness.CutNetwork;
import dev.omnibus.harness.FreePort;
import dev.omnibus.harness.NodeProcess;
import dev.omnibus.harness.Operator;
import dev.omnibus.harness.ServersFile;
import dev.omnibus.harness.Waiting;
import dev.omnibus.harness.Waiting.Condition;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/**
 * Three nodes, and a network between them that is cut: both halves live, each takes up all servers
 * and serves its clients, and then they are one cluster again. With {@code -Domnibus.long=true}.
 */
@EnabledIfSystemProperty(named = "omnibus.long", matches = "true")
class CutNetworkIT {

  private static final int NODES = 3;
  private static final int SERVERS = 6;
  private static final Duration LIMIT = Duration.ofSeconds(120);
  private static final String TINY = Path.of("src/test/peers/tiny.sh").toAbsolutePath().toString();

  @TempDir Path folder;
  private final CutNetwork network = new CutNetwork(NODES);
  private final List<NodeProcess> nodes = new ArrayList<>();
  private final List<Operator> operators = new ArrayList<>();
  private final List<OmnibusClient> clients = new ArrayList<>();
  private final List<Witness> witnesses = new ArrayList<>();
  private List<String> ids;

  @BeforeEach
  void start() throws Exception {
    int[] ports = IntStream.range(0, NODES).map(i -> FreePort.next()).toArray();
    for (int i = 0; i < NODES; i++) {
      node(i, ports);
    }
    for (NodeProcess node : nodes) {
      node.awaitReady();
    }
    for (NodeProcess node : nodes) {
      operators.add(Operator.admin(node.port()));
      listen(node);
    }
    until("all are one cluster", () -> parts().equals(List.of(3, 3, 3)));
    ids = new ArrayList<>();
    for (Operator operator : operators) {
      ids.add(operator.ask("query.node.list", new JsonObject()).getString("self"));
    }
    until("all servers are up", () -> settled(Set.copyOf(ids), operators));
  }

  private void node(int i, int[] ports) throws IOException {
    Path own = Files.createDirectories(folder.resolve("n" + (i + 1)));
    int busPort = FreePort.next();
    network.lead(i, ports[i]);
    network.lead(i, busPort);
    NodeProcess node = new NodeProcess("n" + (i + 1), own, ports[i]);
    nodes.add(node);
    node.joins("test-" + ports[0]).with("-Djdk.net.hosts.file=" + network.hosts(i, own));
    node.with("-Dvertx.disableDnsResolver=true");
    node.write("servers.json", servers()).write("omnibus.json", config(i, busPort, ports));
    node.launch();
  }

  private static String servers() {
    ServersFile servers = new ServersFile();
    IntStream.range(0, SERVERS).forEach(i -> servers.stdio("s" + i, "/bin/sh", TINY));
    return servers.text();
  }

  private static String config(int i, int busPort, int[] ports) {
    JsonArray members = new JsonArray();
    IntStream.range(0, NODES).forEach(n -> members.add(CutNetwork.name(n) + ":" + ports[n]));
    JsonObject outside =
        new JsonObject()
            .put("host", CutNetwork.name(i))
            .put("port", ports[i])
            .put("busPort", busPort);
    JsonObject cluster =
        new JsonObject()
            .put("portCount", 1)
            .put("busPort", busPort)
            .put("members", members)
            .put("outside", outside);
    JsonObject bridge =
        new JsonObject().put("requestsPerSecond", 1_000).put("requestBurst", 10_000);
    return new JsonObject().put("cluster", cluster).put("bridge", bridge).encode();
  }

  private void listen(NodeProcess node) {
    Witness witness = new Witness("who is at " + node.name());
    OmnibusClient client =
        OmnibusClient.at("http://127.0.0.1:" + node.port())
            .as(Credentials.password("admin", NodeProcess.PASSWORD))
            .open();
    clients.add(client);
    witnesses.add(witness);
    client.hear(Addresses.EVENT_CALL_FINISHED, witness);
    witness.begun().orTimeout(LIMIT.toSeconds(), TimeUnit.SECONDS).join();
  }

  @AfterEach
  void end() throws Exception {
    clients.forEach(OmnibusClient::close);
    operators.forEach(Operator::close);
    nodes.parallelStream().forEach(NodeProcess::close);
    network.close();
  }

  @Test
  void halves_that_both_lived_on_become_one_cluster_that_knows_all_of_both() throws Exception {
    call(0, 3);
    call(1, 3);
    allHaveAll();
    String token = Operator.token(nodes.get(0).port(), "admin", NodeProcess.PASSWORD);
    try (Operator guest = Operator.open(nodes.get(2).port(), token)) {
      network.part(Set.of(2));
      until("they are parted", () -> parts().equals(List.of(2, 2, 1)));
      until("the many have all servers", () -> settled(both(), operators.subList(0, 2)));
      until("the one has all servers", () -> settled(Set.of(ids.get(2)), alone()));
      String run = bothWork(token);
      network.heal();
      until("they are one cluster", () -> parts().equals(List.of(3, 3, 3)));
      allHaveAll();
      assertEquals(List.of(), witnesses.stream().flatMap(w -> w.lost().stream()).toList());
      until("who signed out there is out here", guest::isClosed);
      until("all agree on the servers", this::agree);
      oneOfEach();
      for (Operator operator : operators) {
        assertEquals("finished", state(operator, run));
      }
    }
    for (int i = 0; i < NODES; i++) {
      call(i, SERVERS);
    }
    allHaveAll();
    System.out.println("parted: " + witnesses);
    assertEquals(List.of(), witnesses.stream().flatMap(w -> w.faults().stream()).toList());
  }

  /** Each half serves its clients; the one tells the first events of its life meanwhile. */
  private String bothWork(String token) throws Exception {
    for (int i = 0; i < NODES; i++) {
      call(i, SERVERS);
    }
    JsonObject echo = echo("s1").put("detached", true);
    String run = operators.get(2).ask("command.tool.call", echo).getString("call");
    until("it is done", () -> state(operators.get(2), run).equals("finished"));
    Operator.post(nodes.get(0).port(), "/auth/api/v1/auth/logout", new JsonObject(), token);
    operators
        .get(0)
        .ask("command.server.stop", new JsonObject().put("server", "s0").put("wait", true));
    return run;
  }

  private static String state(Operator operator, String run) throws Exception {
    return operator.ask("query.call.get", new JsonObject().put("call", run)).getString("state");
  }

  /** At one node, of this many servers. */
  private void call(int node, int servers) throws Exception {
    for (int i = SERVERS - 1; i >= SERVERS - servers; i--) {
      if (i > 0) {
        JsonObject echo = echo("s" + i);
        until("it answers", () -> answers(operators.get(node), echo));
      }
    }
  }

  /** Its server may be on its way from one owner to another one. */
  private static boolean answers(Operator operator, JsonObject echo) throws Exception {
    return operator.tryAsk("command.tool.call", echo).getString("type").equals("rec");
  }

  private static JsonObject echo(String server) {
    return new JsonObject().put("server", server).put("tool", "echo");
  }

  /** How many nodes each knows. */
  private List<Integer> parts() throws Exception {
    List<Integer> parts = new ArrayList<>();
    for (Operator operator : operators) {
      parts.add(operator.ask("query.node.list", new JsonObject()).getJsonArray("nodes").size());
    }
    return parts;
  }

  private Set<String> both() {
    return Set.of(ids.get(0), ids.get(1));
  }

  private List<Operator> alone() {
    return List.of(operators.get(2));
  }

  /** All servers are healthy, and owned by these. */
  private static boolean settled(Set<String> owners, List<Operator> some) throws Exception {
    for (Operator operator : some) {
      List<JsonObject> all = statuses(operator);
      if (all.size() != SERVERS || !all.stream().allMatch(s -> isHealthy(s, owners))) {
        return false;
      }
    }
    return true;
  }

  private static boolean isHealthy(JsonObject status, Set<String> owners) {
    return status.getString("state").equals("healthy") && owners.contains(owner(status));
  }

  private static String owner(JsonObject status) {
    return status.getJsonObject("claim").getString("owner");
  }

  private static List<JsonObject> statuses(Operator operator) throws Exception {
    return operator.ask("query.server.list", new JsonObject()).getJsonArray("servers").stream()
        .map(JsonObject.class::cast)
        .toList();
  }

  /** One is stopped, as somebody wished while they were parted; the others run. */
  private boolean agree() throws Exception {
    Set<Map<String, String>> views =
        Stream.of(view(0), view(1), view(2)).collect(Collectors.toSet());
    Map<String, String> one = view(0);
    return views.size() == 1
        && one.get("s0").startsWith("stopped")
        && one.values().stream().filter(s -> s.startsWith("healthy")).count() == SERVERS - 1;
  }

  private Map<String, String> view(int node) throws Exception {
    return statuses(operators.get(node)).stream()
        .collect(
            Collectors.toMap(
                s -> s.getString("server"), s -> s.getString("state") + " " + owner(s)));
  }

  /** A process of each server that runs, with the node that owns it. */
  private void oneOfEach() throws Exception {
    until(
        "each node runs what it owns",
        () -> {
          List<Long> owned =
              ids.stream().map(id -> healthy().stream().filter(id::equals).count()).toList();
          return owned.equals(nodes.stream().map(CutNetworkIT::processes).toList());
        });
  }

  /** The owners of all servers that run. */
  private List<String> healthy() {
    try {
      return view(0).values().stream()
          .filter(s -> s.startsWith("healthy "))
          .map(s -> s.substring("healthy ".length()))
          .toList();
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  private static long processes(NodeProcess node) {
    return ProcessHandle.of(node.pid()).stream()
        .flatMap(ProcessHandle::descendants)
        .filter(process -> process.info().commandLine().orElse("").contains(TINY))
        .count();
  }

  /** What each node told has come to the clients of all. */
  private void allHaveAll() throws Exception {
    Map<String, Long> told = new HashMap<>();
    for (int i = 0; i < NODES; i++) {
      told.put(ids.get(i), told(i));
    }
    until("all have " + told, () -> witnesses.stream().allMatch(w -> w.has(told)));
  }

  private long told(int node) throws Exception {
    JsonObject body =
        new JsonObject()
            .put("address", Addresses.EVENT_CALL_FINISHED)
            .put("since", new JsonObject());
    return operators
        .get(node)
        .ask("query.feed.resume", body)
        .getJsonObject("cursor")
        .getLong(ids.get(node), 0L);
  }

  private void until(String fact, Condition condition) throws InterruptedException {
    Waiting.until(fact, LIMIT, condition, this::diagnosis);
  }

  private String diagnosis() {
    Set<String> all = new TreeSet<>();
    witnesses.forEach(w -> all.add(w.toString()));
    for (int i = 0; i < operators.size(); i++) {
      try {
        all.add(nodes.get(i).name() + " sees " + parts() + " " + view(i));
      } catch (Exception e) {
        all.add(nodes.get(i).name() + " " + e);
      }
    }
    return String.join("\n", all)
        + nodes.stream().map(NodeProcess::diagnosis).collect(Collectors.joining("\n", "\n", ""));
  }
}
