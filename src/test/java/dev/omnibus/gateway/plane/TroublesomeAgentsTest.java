package dev.omnibus.gateway.plane;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.omnibus.config.AccessConfig;
import dev.omnibus.harness.Waiting;
import dev.omnibus.model.LimitSpec;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.io.InputStream;
import java.net.Socket;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Agents that ask for much, read little, reach for what is another's, or leave early. */
@Timeout(240)
class TroublesomeAgentsTest {

  private static final Duration LIMIT = Duration.ofSeconds(60);
  private static final String ONCE = "\"_meta\":{\"progressToken\":\"p\"}";
  private static final String CHANGED =
      "{\"jsonrpc\":\"2.0\",\"method\":\"notifications/tools/list_changed\"}";

  private final Vertx vertx = Vertx.vertx();
  private final ToyServer toy = new ToyServer();
  private ToyNode node;
  private ToyAgent ann;

  @BeforeEach
  void open() throws Exception {
    JsonObject brief = new JsonObject().put("awayMs", 2_000);
    node = new ToyNode(vertx, "n1@1", toy, TroublesomeAgentsTest::access, LimitSpec.DEFAULT, brief);
    ann = new ToyAgent(node.port()).initialize();
  }

  @AfterEach
  void close() throws Exception {
    ToyNode.get(vertx.close());
  }

  private static AccessConfig access() {
    return new ToyAccess().role("all", "*").user("ann", "all").user("bob", "all").config();
  }

  private ModernAgent young() {
    return new ModernAgent(node.port(), "toy", "ann");
  }

  @Test
  void a_standing_stream_is_kept_however_many_calls_stream_beside_it() throws Exception {
    Reading standing = ann.listen();
    List<Reading> calls = new ArrayList<>();
    for (int i = 0; i < 101; i++) {
      calls.add(ann.stream(100 + i, "t" + i, ONCE));
      toy.flight("t" + i).progress(1);
      calls.get(i).message("notifications/progress");
    }
    toy.shout(CHANGED);
    standing.message("notifications/tools/list_changed");
    for (int i = 0; i < 101; i++) {
      toy.flight("t" + i).answer("{}");
      calls.get(i).answer();
    }
  }

  @Test
  void what_is_said_on_a_stream_that_was_forgotten_is_not_kept() throws Exception {
    List<Reading> calls = new ArrayList<>();
    for (int i = 0; i < 102; i++) {
      calls.add(ann.stream(100 + i, "t" + i, ONCE));
      toy.flight("t" + i).progress(1);
      calls.get(i).message("notifications/progress");
    }
    long before = node.plane().held().kept();
    toy.flight("t0").progress(2);
    assertEquals(2, progress(calls.get(0)));
    assertEquals(before, node.plane().held().kept());
    for (int i = 0; i < 102; i++) {
      toy.flight("t" + i).answer("{}");
      calls.get(i).answer();
    }
    ann.delete();
    Waiting.until("nothing is kept", LIMIT, () -> node.plane().held().kept() == 0);
  }

  @Test
  void a_subscription_ends_in_order_when_its_server_is_lost() throws Exception {
    Reading stream =
        young().stream(
            "subscriptions/listen",
            new JsonObject().put("notifications", new JsonObject().put("toolsListChanged", true)));
    stream.message("notifications/subscriptions/acknowledged");
    toy.die(true);
    assertEquals("complete", stream.answer().getJsonObject("result").getString("resultType"));
    stream.end();
  }

  @Test
  void an_answer_that_came_while_the_agent_thought_is_there_when_it_comes_back() throws Exception {
    JsonObject call = ModernAgent.call("ask", new JsonObject());
    CompletableFuture<HttpResponse<String>> first =
        CompletableFuture.supplyAsync(() -> unchecked(call));
    toy.flight("ask").elicit("\"s-1\"");
    JsonObject asked = ModernAgent.last(first.get().body()).getJsonObject("result");
    ToyServer.Toy asks = toy.flight("ask");
    asks.answer("{\"content\":[],\"done\":true}");
    asks.settle();
    JsonObject again = PlaneIT.again(call, asked);
    JsonObject result = ModernAgent.last(unchecked(again).body()).getJsonObject("result");
    assertEquals(true, result.getBoolean("done"));
    assertFalse(toy.heard.stream().anyMatch(heard -> heard.contains("s-1")), toy.heard::toString);
  }

  private HttpResponse<String> unchecked(JsonObject call) {
    try {
      return young().ask("tools/call", call);
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void nobody_cancels_the_call_of_another_session() throws Exception {
    ToyAgent bob = new ToyAgent(node.port()).as("bob").initialize();
    ToyAgent second = new ToyAgent(node.port()).initialize();
    CompletableFuture<HttpResponse<String>> call = ann.send(7, "slow", ONCE);
    toy.flight("slow");
    for (ToyAgent other : List.of(bob, second)) {
      other.notify("notifications/cancelled", "{\"requestId\":7}");
      other.call(1, "echo", "{}");
    }
    assertFalse(toy.heard.contains("cancel slow"));
    toy.flight("slow").answer("{\"mine\":true}");
    assertTrue(call.get().body().contains("\"mine\":true"));
  }

  @Test
  void the_same_progress_token_in_two_sessions_counts_two_calls() throws Exception {
    ToyAgent bob = new ToyAgent(node.port()).as("bob").initialize();
    Reading one = ann.stream(1, "one", ONCE);
    Reading two = bob.stream(1, "two", ONCE);
    toy.flight("one").progress(11);
    toy.flight("two").progress(22);
    assertEquals(11, progress(one));
    assertEquals(22, progress(two));
  }

  private static int progress(Reading call) throws Exception {
    return call.message("notifications/progress").getJsonObject("params").getInteger("progress");
  }

  @Test
  void who_leaves_a_standing_stream_unread_loses_the_connection_and_not_what_was_said()
      throws Exception {
    try (Socket stalled = ann.stalled()) {
      Waiting.until("somebody hears", LIMIT, toy::isHeard);
      for (int i = 0; i < 30; i++) {
        toy.shout(
            "{\"jsonrpc\":\"2.0\",\"method\":\"notifications/message\",\"params\":{\"n\":"
                + i
                + ",\"data\":\""
                + "x".repeat(1 << 20)
                + "\"}}");
      }
      ann.call(1, "echo", "{}");
      InputStream in = stalled.getInputStream();
      long bytes = 0;
      byte[] some = new byte[1 << 16];
      for (int n = in.read(some); n > 0; n = in.read(some)) {
        bytes += n;
      }
      long got = bytes;
      assertTrue(got < 16 << 20, () -> "it was held for it: " + got);
    }
  }

  @Test
  void many_notifications_to_a_server_that_is_not_there_yet_wait_with_their_sender()
      throws Exception {
    Promise<Void> opening = Promise.promise();
    toy.opening = opening;
    toy.die(false);
    CompletableFuture<HttpResponse<String>> told = CompletableFuture.supplyAsync(() -> said(ann));
    Waiting.until("a way is asked for", LIMIT, () -> toy.heard.contains("opening"));
    assertFalse(told.isDone());
    opening.complete();
    assertEquals(202, told.get().statusCode());
  }

  private static HttpResponse<String> said(ToyAgent agent) {
    try {
      return agent.notify("notifications/roots/list_changed", "{}");
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void a_thousand_agents_that_came_and_went_leave_nothing() throws Exception {
    Counts nothing = new Counts(new Plane.Held(0, 0, 0, 0), 0, 0);
    List<Thread> crowd = new ArrayList<>();
    List<Throwable> failures = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      Thread some =
          new Thread(
              () -> {
                try {
                  for (int n = 0; n < 50; n++) {
                    comeAndGo(n);
                  }
                } catch (Throwable failed) {
                  synchronized (failures) {
                    failures.add(failed);
                  }
                }
              });
      crowd.add(some);
      some.start();
    }
    for (Thread some : crowd) {
      some.join();
    }
    assertEquals(List.of(), failures);
    long later = System.nanoTime() + Duration.ofMinutes(11).toNanos();
    Waiting.until(
        "nothing is left",
        LIMIT,
        () -> {
          node.plane().tick(later);
          return Counts.of(node, toy).equals(nothing);
        },
        () -> Counts.of(node, toy).toString());
  }

  /** Every third says that it goes, one leaves a stream open, one has no session. */
  private void comeAndGo(int n) throws Exception {
    if (n % 3 == 0) {
      assertEquals(200, young().ask("tools/list", new JsonObject()).statusCode());
      return;
    }
    ToyAgent agent = new ToyAgent(node.port()).as("bob").initialize();
    Reading stream = agent.listen();
    assertEquals(200, agent.call(1, "echo", "{}").statusCode());
    stream.close();
    if (n % 3 == 1) {
      agent.delete();
    }
  }

  /** What a node holds for agents. */
  private record Counts(Plane.Held plane, int ways, int flights) {
    static Counts of(ToyNode node, ToyServer toy) {
      return new Counts(node.plane().held(), toy.ways.size(), toy.flights.size());
    }
  }
}
