package dev.omnibus.bridge.hub;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;

import dev.omnibus.access.Caller;
import dev.omnibus.access.Policy;
import dev.omnibus.bus.Addresses;
import dev.omnibus.config.AccessConfig;
import dev.omnibus.config.BridgeConfig;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What several listeners get of one tick. */
class ColumnsTest {

  private static final String TICK = Addresses.EVENT_METRICS_TICK;

  /** Keeps what it gets. */
  private static final class Ear implements Sink {
    private final Loop loop = new Loop(Runnable::run, (millis, task) -> task.run());
    private final List<Event> events = new ArrayList<>();
    private boolean recovered;
    private long passed;

    @Override
    public Loop loop() {
      return loop;
    }

    @Override
    public void joined(Subscription subscription, Replay replay) {
      recovered = replay.recovered();
    }

    @Override
    public void deliver(Subscription subscription, Batch batch) {
      events.addAll(batch.events());
    }

    @Override
    public void passed(Subscription subscription, Cursor cursor) {
      passed = cursor.at("a");
    }

    @Override
    public void missed(Subscription subscription, String node, long first, long last) {}

    private JsonObject data() {
      return events.get(events.size() - 1).envelope().getJsonObject("data");
    }

    private JsonArray servers() {
      return data().getJsonArray("server");
    }
  }

  private AccessConfig access = access("files");
  private final Hub hub =
      new Hub(Runnable::run, new Policy(() -> access), BridgeConfig.fromJson(new JsonObject()));

  private static AccessConfig access(String seen) {
    JsonObject roles =
        new JsonObject().put("all", role("*")).put("some", role(seen)).put("none", role("other"));
    JsonObject users = new JsonObject();
    roles.fieldNames().forEach(name -> users.put(name, user(name)).put(name + "2", user(name)));
    return AccessConfig.fromJson(new JsonObject().put("roles", roles).put("users", users));
  }

  private static JsonObject role(String server) {
    return new JsonObject()
        .put("events", new JsonArray().add("event.metrics.*"))
        .put("servers", new JsonObject().put(server, new JsonArray().add("*")));
  }

  private static JsonObject user(String role) {
    return new JsonObject().put("password", "x").put("roles", new JsonArray().add(role));
  }

  private Ear ear(String user, String server, Cursor since) {
    Ear ear = new Ear();
    Caller caller = new Caller(user, Set.of(), "s", Instant.MAX);
    hub.subscribe(ear, TICK, new HeaderFilter(server, null), caller, since);
    return ear;
  }

  private static JsonObject tick(long seq) {
    return new JsonObject()
        .put("type", "metrics_tick")
        .put("node", "a")
        .put("seq", seq)
        .put("severity", "info")
        .put(
            "data",
            new JsonObject()
                .put("at", 1_000 + seq)
                .put("server", JsonArray.of("", "db", "db", "files", "files"))
                .put("replica", JsonArray.of(0, 0, 0, 0, 0))
                .put("tool", JsonArray.of("", "", "query", "", "read"))
                .put("calls", JsonArray.of(null, 9, 9, 3, 3))
                .put("queue", JsonArray.of(null, 5, null, null, null))
                .put("node.cpu", JsonArray.of(17.5, null, null, null, null)));
  }

  @Test
  void nobody_gets_rows_of_a_server_that_they_may_not_see() {
    Ear some = ear("some", "*", null);
    Ear none = ear("none", "*", null);
    hub.heard(TICK, tick(1));
    assertEquals(JsonArray.of("", "files", "files"), some.servers());
    assertEquals(JsonArray.of(null, 3, 3), some.data().getJsonArray("calls"));
    assertEquals(null, some.data().getJsonArray("queue"));
    assertEquals(1_001, some.data().getInteger("at"));
    assertEquals(JsonArray.of(""), none.servers());
    assertEquals(-1, some.events.get(0).text().indexOf("db"));
  }

  @Test
  void rows_of_tools_are_for_those_who_name_a_server() {
    Ear all = ear("all", null, null);
    Ear one = ear("all", "db", null);
    hub.heard(TICK, tick(1));
    assertEquals(JsonArray.of("", "db", "files"), all.servers());
    assertEquals(JsonArray.of("db", "db"), one.servers());
    assertEquals(JsonArray.of("", "query"), one.data().getJsonArray("tool"));
  }

  @Test
  void equal_rows_are_one_event_whoever_gets_them() {
    Ear some = ear("some", "files", null);
    Ear other = ear("all", "files", null);
    Ear whole = ear("all", "*", null);
    hub.heard(TICK, tick(1));
    assertSame(some.events.get(0), other.events.get(0));
    assertEquals(5, whole.servers().size());
  }

  @Test
  void who_comes_back_gets_what_they_may_see_of_what_they_missed() {
    hub.heard(TICK, tick(1));
    hub.heard(TICK, tick(2));
    Ear some = ear("some", "*", new Cursor(Map.of("a", 1L)));
    assertEquals(true, some.recovered);
    assertEquals(1, some.events.size());
    assertEquals(2, some.events.get(0).seq());
    assertEquals(JsonArray.of("", "files", "files"), some.servers());
  }

  @Test
  void who_gets_no_row_for_long_is_told_how_far_it_went() {
    Ear none = ear("none", "db", null);
    for (long seq = 1; seq <= 100; seq++) {
      hub.heard(TICK, tick(seq));
    }
    assertEquals(List.of(), none.events);
    assertEquals(64, none.passed);
  }

  @Test
  void access_that_changes_changes_the_next_tick() {
    Ear some = ear("some", "*", null);
    access = access("db");
    hub.accessChanged();
    hub.heard(TICK, tick(1));
    assertEquals(JsonArray.of("", "db", "db"), some.servers());
  }
}
