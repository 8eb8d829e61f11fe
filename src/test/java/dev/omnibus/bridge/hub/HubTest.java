package dev.omnibus.bridge.hub;

import static dev.omnibus.bridge.hub.Events.envelope;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.omnibus.access.Caller;
import dev.omnibus.access.Policy;
import dev.omnibus.bus.Addresses;
import dev.omnibus.config.AccessConfig;
import dev.omnibus.config.BridgeConfig;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class HubTest {

  private static final String STATUS = Addresses.EVENT_SERVER_STATUS;

  /** Counts how often a filter is asked; equal to every other one. */
  private static final class Counting implements EventFilter {
    private final AtomicInteger asked;

    Counting(AtomicInteger asked) {
      this.asked = asked;
    }

    @Override
    public boolean admits(Event event) {
      asked.incrementAndGet();
      return true;
    }

    @Override
    public boolean equals(Object other) {
      return other instanceof Counting;
    }

    @Override
    public int hashCode() {
      return 1;
    }
  }

  /** Writes down what it is told. */
  private static final class Notebook implements Sink {
    private final Loop loop;
    private final List<String> lines = new ArrayList<>();
    private final Set<Packet> packets = new HashSet<>();

    Notebook(Loop loop) {
      this.loop = loop;
    }

    @Override
    public Loop loop() {
      return loop;
    }

    @Override
    public void joined(Subscription subscription, Replay replay) {
      lines.add("joined " + replay.recovered());
    }

    @Override
    public void deliver(Subscription subscription, Batch batch) {
      for (Event event : batch.events()) {
        lines.add(event.node() + ":" + event.seq());
        packets.add(event.as(Event.REC));
      }
    }

    @Override
    public void missed(Subscription subscription, String node, long first, long last) {
      lines.add("missed " + node + ":" + first + "-" + last);
    }

    @Override
    public void passed(Subscription subscription, Cursor cursor) {
      lines.add("passed " + cursor.at("a"));
    }
  }

  /** Writes down how many events come at once, on a loop whose timers the test fires. */
  private final class Batches implements Sink {
    private final List<Integer> sizes = new ArrayList<>();

    @Override
    public Loop loop() {
      return slow;
    }

    @Override
    public void joined(Subscription subscription, Replay replay) {}

    @Override
    public void deliver(Subscription subscription, Batch batch) {
      sizes.add(batch.size());
    }

    @Override
    public void missed(Subscription subscription, String node, long first, long last) {}
  }

  private AccessConfig access = access("files");
  private final List<Runnable> timers = new ArrayList<>();
  private final Loop slow = new Loop(Runnable::run, (millis, task) -> timers.add(task));
  private final Loop loop = new Loop(Runnable::run, (millis, task) -> task.run());
  private final Hub hub =
      new Hub(Runnable::run, new Policy(() -> access), BridgeConfig.fromJson(new JsonObject()));
  private final Notebook notebook = new Notebook(loop);

  @Test
  void who_joins_is_told_first_and_then_hears() {
    subscribe(notebook, "ann", null);
    hub.heard(STATUS, envelope("a", 1, "files", "info"));
    assertEquals(List.of("joined false", "a:1"), notebook.lines);
  }

  @Test
  void an_event_right_behind_a_register_comes_after_its_answer() {
    Queue<Runnable> home = new ArrayDeque<>();
    Hub busy = new Hub(home::add, new Policy(() -> access), config());
    busy.subscribe(notebook, STATUS, HeaderFilter.ANY, caller("ann"), null);
    home.remove().run();
    hear(busy, 1, 1);
    home.forEach(Runnable::run);
    assertEquals(List.of("joined false", "a:1"), notebook.lines);
  }

  @Test
  void a_replay_comes_before_what_happens() {
    hub.heard(STATUS, envelope("a", 1, "files", "info"));
    hub.heard(STATUS, envelope("a", 2, "files", "info"));
    subscribe(notebook, "ann", new Cursor(Map.of("a", 1L)));
    hub.heard(STATUS, envelope("a", 3, "files", "info"));
    assertEquals(List.of("joined true", "a:2", "a:3"), notebook.lines);
  }

  @Test
  void a_resume_works_on_any_node_that_heard_the_same() {
    Hub other = new Hub(Runnable::run, new Policy(() -> access), config());
    subscribe(notebook, "ann", new Cursor(Map.of()));
    hear(hub, 1, 3);
    hear(other, 1, 6);
    other.subscribe(notebook, STATUS, HeaderFilter.ANY, caller("ann"), new Cursor(Map.of("a", 3L)));
    hear(other, 7, 7);
    assertEquals(
        List.of("joined true", "a:1", "a:2", "a:3", "joined true", "a:4", "a:5", "a:6", "a:7"),
        notebook.lines);
  }

  private static void hear(Hub some, long first, long last) {
    for (long seq = first; seq <= last; seq++) {
      some.heard(STATUS, envelope("a", seq, "files", "info"));
    }
  }

  private static BridgeConfig config() {
    return BridgeConfig.fromJson(new JsonObject());
  }

  @Test
  void a_replay_shows_only_what_the_caller_may_see() {
    hub.heard(STATUS, envelope("a", 1, "web", "info"));
    hub.heard(STATUS, envelope("a", 2, "files", "info"));
    subscribe(notebook, "vic", new Cursor(Map.of()));
    assertEquals(List.of("joined true", "a:2"), notebook.lines);
  }

  @Test
  void an_event_is_delivered_once_however_often_the_bus_brings_it() {
    subscribe(notebook, "ann", null);
    hub.heard(STATUS, envelope("a", 1, "files", "info"));
    hub.heard(STATUS, envelope("a", 1, "files", "info"));
    assertEquals(List.of("joined false", "a:1"), notebook.lines);
  }

  @Test
  void a_lost_event_is_said() {
    subscribe(notebook, "ann", null);
    hub.heard(STATUS, envelope("a", 1, "files", "info"));
    hub.heard(STATUS, envelope("a", 4, "files", "info"));
    assertEquals(List.of("joined false", "a:1", "missed a:2-3", "a:4"), notebook.lines);
  }

  @Test
  void equal_subscriptions_are_filtered_once() {
    AtomicInteger asked = new AtomicInteger();
    for (int n = 0; n < 10; n++) {
      hub.subscribe(new Notebook(loop), STATUS, new Counting(asked), caller("ann"), null);
    }
    hub.heard(STATUS, envelope("a", 1, "files", "info"));
    assertEquals(1, asked.get());
  }

  @Test
  void all_subscribers_share_one_encoding() {
    Notebook other = new Notebook(new Loop(Runnable::run, (millis, task) -> task.run()));
    subscribe(notebook, "ann", null);
    subscribe(other, "vic", null);
    hub.heard(STATUS, envelope("a", 1, "files", "info"));
    other.packets.addAll(notebook.packets);
    assertEquals(1, other.packets.size());
  }

  @Test
  void a_loop_is_woken_once_per_event() {
    AtomicInteger woken = new AtomicInteger();
    Loop counted =
        new Loop(
            task -> {
              woken.incrementAndGet();
              task.run();
            },
            (millis, task) -> timers.add(task));
    subscribe(new Notebook(counted), "ann", null);
    subscribe(new Notebook(counted), "vic", null);
    subscribe(new Notebook(counted), "vic", null);
    woken.set(0);
    hub.heard(STATUS, envelope("a", 1, "files", "info"));
    assertEquals(1, woken.get());
  }

  @Test
  void what_follows_closely_leaves_together_at_the_end_of_the_tick() {
    Batches batches = new Batches();
    hub.subscribe(batches, STATUS, HeaderFilter.ANY, caller("ann"), null);
    hear(hub, 1, 4);
    assertEquals(List.of(1), batches.sizes);
    timers.remove(0).run();
    assertEquals(List.of(1, 3), batches.sizes);
  }

  @Test
  void after_a_quiet_tick_an_event_does_not_wait() {
    Batches batches = new Batches();
    hub.subscribe(batches, STATUS, HeaderFilter.ANY, caller("ann"), null);
    hear(hub, 1, 1);
    timers.remove(0).run();
    hear(hub, 2, 2);
    assertEquals(List.of(1, 1), batches.sizes);
  }

  @Test
  void how_long_a_batch_took_is_told_once_however_many_get_it() {
    List<Long> told = new ArrayList<>();
    slow.onTold(told::add);
    hub.subscribe(new Batches(), STATUS, HeaderFilter.ANY, caller("ann"), null);
    hub.subscribe(new Batches(), STATUS, HeaderFilter.ANY, caller("ann"), null);
    hear(hub, 1, 4);
    timers.remove(0).run();
    assertEquals(2, told.size());
  }

  @Test
  void who_joins_within_a_tick_gets_nothing_that_was_told_before() {
    Batches first = new Batches();
    Batches second = new Batches();
    hub.subscribe(first, STATUS, HeaderFilter.ANY, caller("ann"), null);
    hear(hub, 1, 2);
    hub.subscribe(second, STATUS, HeaderFilter.ANY, caller("ann"), null);
    hear(hub, 3, 3);
    timers.remove(0).run();
    assertEquals(List.of(List.of(1, 1, 1), List.of(1)), List.of(first.sizes, second.sizes));
  }

  @Test
  void callers_of_the_same_roles_are_filtered_once() {
    AtomicInteger asked = new AtomicInteger();
    hub.subscribe(notebook, STATUS, new Counting(asked), caller("ann"), null);
    hub.subscribe(notebook, STATUS, new Counting(asked), caller("bob"), null);
    hub.heard(STATUS, envelope("a", 1, "files", "info"));
    assertEquals(1, asked.get());
  }

  @Test
  void who_gets_another_role_hears_what_that_role_hears() {
    subscribe(notebook, "ann", null);
    subscribe(new Notebook(loop), "bob", null);
    access = access("files", "viewer");
    hub.accessChanged();
    hub.heard(STATUS, envelope("a", 1, "web", "info"));
    hub.heard(STATUS, envelope("a", 2, "files", "info"));
    assertEquals(List.of("joined false", "a:2"), notebook.lines);
  }

  @Test
  void a_new_rule_acts_on_the_next_event() {
    subscribe(notebook, "vic", null);
    hub.heard(STATUS, envelope("a", 1, "files", "info"));
    access = access("web");
    hub.accessChanged();
    hub.heard(STATUS, envelope("a", 2, "files", "info"));
    hub.heard(STATUS, envelope("a", 3, "web", "info"));
    assertEquals(List.of("joined false", "a:1", "a:3"), notebook.lines);
  }

  @Test
  void who_hears_little_of_a_busy_address_resumes_after_more_than_the_ring_holds() {
    Hub small =
        new Hub(
            Runnable::run,
            new Policy(() -> access),
            BridgeConfig.fromJson(new JsonObject().put("ringEvents", 8)));
    HeaderFilter web = new HeaderFilter("web", null);
    small.subscribe(notebook, STATUS, web, caller("ann"), null);
    hear(small, 1, 21);
    assertEquals(
        List.of("joined false", "passed 2", "passed 4", "passed 6"), notebook.lines.subList(0, 4));
    assertEquals("passed 20", notebook.lines.get(notebook.lines.size() - 1));
    notebook.lines.clear();
    small.subscribe(notebook, STATUS, web, caller("ann"), new Cursor(Map.of("a", 20L)));
    assertEquals(List.of("joined true"), notebook.lines);
  }

  @Test
  void who_hears_all_is_told_nothing_of_cursors() {
    subscribe(notebook, "ann", null);
    hear(hub, 1, 600);
    assertEquals(601, notebook.lines.size());
  }

  @Test
  void nothing_comes_after_the_end() {
    Subscription subscription = subscribe(notebook, "ann", null);
    hub.unsubscribe(subscription);
    hub.unsubscribe(subscription);
    hub.heard(STATUS, envelope("a", 1, "files", "info"));
    assertEquals(List.of("joined false"), notebook.lines);
  }

  @Test
  void a_replay_that_no_socket_could_take_at_once_is_none() {
    Hub small =
        new Hub(
            Runnable::run,
            new Policy(() -> access),
            BridgeConfig.fromJson(new JsonObject().put("queueBytes", 2_000)));
    hear(small, 1, 50);
    small.subscribe(notebook, STATUS, HeaderFilter.ANY, caller("ann"), new Cursor(Map.of()));
    assertEquals(List.of("joined false"), notebook.lines);
  }

  @Test
  void an_event_without_an_envelope_is_dropped() {
    subscribe(notebook, "ann", null);
    hub.heard(STATUS, new JsonObject().put("node", 5));
    assertEquals(List.of("joined false"), notebook.lines);
  }

  private Subscription subscribe(Sink sink, String user, Cursor since) {
    return hub.subscribe(sink, STATUS, HeaderFilter.ANY, caller(user), since);
  }

  private static Caller caller(String user) {
    return new Caller(user, Set.of(), "s", Instant.MAX);
  }

  private static AccessConfig access(String seen) {
    return access(seen, "admin");
  }

  private static AccessConfig access(String seen, String roleOfAnn) {
    return AccessConfig.fromJson(
        new JsonObject(
            """
            {"roles":{"admin":{"events":["*"],"servers":{"*":[]}},
                      "viewer":{"events":["event.server.*"],"servers":{"%s":[]}}},
             "users":{"ann":{"password":"x","roles":["%s"]},
                      "bob":{"password":"x","roles":["admin"]},
                      "vic":{"password":"x","roles":["viewer"]}}}
            """
                .formatted(seen, roleOfAnn)));
  }
}
