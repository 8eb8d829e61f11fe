package dev.omnibus.bridge;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.omnibus.bus.Addresses;
import dev.omnibus.client.ClientBuilder;
import dev.omnibus.client.Close;
import dev.omnibus.client.Listener;
import dev.omnibus.client.OmnibusClient;
import dev.omnibus.client.Watcher;
import dev.omnibus.config.AccessConfig;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The client for programs on real nodes that expire, block, drain and lose patience. */
class JavaClientBridgeIT {

  private static final String STATUS = Addresses.EVENT_SERVER_STATUS;

  @TempDir Path data;
  private final List<String> seen = new CopyOnWriteArrayList<>();
  private final List<Integer> numbers = new CopyOnWriteArrayList<>();
  private TestNode node;
  private OmnibusClient client;

  /** Writes down what happened to the connection. */
  private final class Seen implements Watcher {
    @Override
    public void ready(URI where, boolean complete) {
      seen.add("ready " + complete);
    }

    @Override
    public void lost(Close why, Duration again) {
      seen.add("lost " + why.code());
    }

    @Override
    public void ended(Close why) {
      seen.add("ended " + why.code());
    }
  }

  /** Writes down the numbers of the events. */
  private class Ear implements Listener {
    @Override
    public void event(JsonObject event) {
      numbers.add(event.getJsonObject("data").getInteger("number"));
    }

    @Override
    public CompletionStage<?> snapshot(Why why) {
      seen.add("snapshot " + why);
      return null;
    }
  }

  @AfterEach
  void end() {
    client.close();
    node.close();
  }

  private void open(JsonObject limits, Duration life) {
    node = new TestNode(data, limits, life);
    client = builder(node).open();
    client.hear(STATUS, new Ear());
    await("snapshot FIRST");
  }

  private ClientBuilder builder(TestNode... nodes) {
    String[] urls =
        List.of(nodes).stream().map(n -> "http://127.0.0.1:" + n.port()).toArray(String[]::new);
    return OmnibusClient.at(urls).as(this::token).watchedBy(new Seen());
  }

  /** What a sign-in would give; the test nodes have none over HTTP. */
  private CompletionStage<String> token(URI where, String worn) {
    seen.add(worn == null ? "token" : "renewal");
    return CompletableFuture.supplyAsync(() -> node.token("ann"));
  }

  private void await(String what) {
    Await.until(what + " in " + seen, () -> seen.contains(what));
  }

  private void tell(int number) {
    node.tell("files", "info", number);
    Await.until("number " + number, () -> numbers.contains(number));
  }

  @Test
  void a_token_is_renewed_over_the_open_socket() {
    open(
        new JsonObject().put("tickMs", 50).put("expiryWarningMs", 58_900).put("expiryGraceMs", 100),
        Duration.ofSeconds(60));
    Await.until("two renewals", () -> seen.stream().filter("renewal"::equals).count() >= 2);
    tell(1);
    assertFalse(seen.contains("lost 4401"), seen::toString);
  }

  @Test
  void who_lost_a_role_comes_back_with_a_new_token_and_begins_anew() {
    open(new JsonObject(), Duration.ofMinutes(15));
    node.access().events().revoked("ann", null, "role_change");
    await("lost 4403");
    await("snapshot AWAY");
    tell(1);
    assertEquals("renewal", seen.get(seen.indexOf("lost 4403") + 1));
  }

  @Test
  void who_is_blocked_ends() {
    open(new JsonObject(), Duration.ofMinutes(15));
    JsonObject nobody =
        new JsonObject().put("roles", new JsonObject()).put("users", new JsonObject());
    node.live().apply(AccessConfig.fromJson(nobody));
    node.access().events().revoked("ann", null, "blocked");
    await("ended 401");
    assertTrue(seen.contains("lost 4403"));
  }

  @Test
  void requests_are_answered_and_failures_have_their_rows() throws Exception {
    open(new JsonObject(), Duration.ofMinutes(15));
    JsonObject fleet =
        client.request(Addresses.QUERY_SERVER_LIST, new JsonObject()).get(60, TimeUnit.SECONDS);
    assertEquals(2, fleet.getJsonArray("servers").size());
    CompletableFuture<JsonObject> refused =
        client.request(Addresses.COMMAND_SERVER_RESTART, new JsonObject().put("server", "broken"));
    assertTrue(
        refused
            .handle((ok, why) -> why.toString())
            .get(60, TimeUnit.SECONDS)
            .contains("does not come up"));
  }

  /** It reads nothing while its listener stands still, is closed, comes back and has it all. */
  @Test
  void a_slow_listener_is_closed_comes_back_and_misses_nothing() {
    node = new TestNode(data, new JsonObject().put("queueBytes", 200_000).put("slowMs", 500));
    client = builder(node).open();
    Semaphore gate = new Semaphore(0);
    client.hear(
        STATUS,
        new Ear() {
          @Override
          public void event(JsonObject event) {
            gate.acquireUninterruptibly();
            super.event(event);
          }
        });
    await("snapshot FIRST");
    String large = "x".repeat(20_000);
    int[] told = {0};
    AtomicInteger heard = new AtomicInteger();
    node.bus().hear(STATUS, event -> heard.incrementAndGet());
    Await.until(
        "closed as slow",
        () -> {
          IntStream.range(0, 10).forEach(n -> node.tell("files" + large, "info", ++told[0]));
          Await.until("the node keeps up", () -> heard.get() == told[0]);
          return node.bridge().counters().sockets.sum() == 0;
        });
    gate.release(1_000_000);
    await("lost 3008");
    Await.until("back", () -> seen.stream().filter(s -> s.startsWith("ready")).count() == 2);
    int last = told[0] + 1;
    node.tell("files", "info", last);
    Await.until("the last one", () -> numbers.contains(last));
    assertEquals(numbers.stream().distinct().toList(), numbers, "each once");
    assertEquals(numbers.stream().sorted().toList(), numbers, "in order");
    boolean whole = numbers.size() == last;
    assertTrue(whole || seen.contains("snapshot AWAY") || seen.contains("snapshot GAP"));
  }

  @Test
  void a_node_that_drains_sends_it_to_the_other_one_where_nothing_is_missed() throws Exception {
    try (BridgeCluster cluster = new BridgeCluster()) {
      JsonObject quick = new JsonObject().put("drainMs", 100).put("reconnectSpreadMs", 100);
      node = cluster.node("one", data, quick);
      TestNode other = cluster.node("two", data, quick);
      client = builder(node, other).open();
      client.hear(STATUS, new Ear());
      await("snapshot FIRST");
      AtomicInteger there = new AtomicInteger();
      other.bus().hear(STATUS, event -> there.incrementAndGet());
      tell(1);
      Await.until("the other one has heard it too", () -> there.get() == 1);
      node.undeployBridge().toCompletionStage().toCompletableFuture().get(60, TimeUnit.SECONDS);
      await("lost 3001");
      IntStream.range(2, 5).forEach(n -> node.tell("files", "info", n));
      Await.until("all", () -> numbers.contains(4));
      assertEquals(List.of(1, 2, 3, 4), numbers);
      await("ready true");
      client.close();
    }
  }
}
