package dev.omnibus.bridge.socket;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.omnibus.access.Caller;
import dev.omnibus.access.Policy;
import dev.omnibus.bridge.hub.Batch;
import dev.omnibus.bridge.hub.Event;
import dev.omnibus.bridge.hub.HeaderFilter;
import dev.omnibus.bridge.hub.Hub;
import dev.omnibus.bridge.hub.Loop;
import dev.omnibus.bridge.hub.Replay;
import dev.omnibus.bridge.hub.Sink;
import dev.omnibus.bridge.hub.Subscription;
import dev.omnibus.bus.Addresses;
import dev.omnibus.config.AccessConfig;
import dev.omnibus.config.BridgeConfig;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class BacklogTest {

  private static final String LOG = Addresses.EVENT_SERVER_LOG;
  private static final String STATUS = Addresses.EVENT_SERVER_STATUS;

  private final List<String> gaps = new ArrayList<>();
  private final Subscription subscription = subscription();
  private final long one = event(LOG, 1, "a").size();

  @Test
  void of_a_state_only_the_newest_waits() {
    Backlog backlog = new Backlog(100 * one, 100);
    backlog.add(subscription, event(STATUS, 1, "a"), Event.REC);
    backlog.add(subscription, event(STATUS, 2, "b"), Event.REC);
    backlog.add(subscription, event(STATUS, 3, "a"), Event.REC);
    assertEquals(List.of(2L, 3L), numbers(backlog));
  }

  @Test
  void a_state_that_gave_way_is_counted_once() {
    Backlog backlog = new Backlog(100 * one, 100);
    backlog.add(subscription, event(STATUS, 1, "a"), Event.REC);
    backlog.add(subscription, event(STATUS, 3, "a"), Event.REC);
    assertEquals(List.of(1L, 0L), List.of(backlog.takeCoalesced(), backlog.takeCoalesced()));
  }

  @Test
  void of_a_stream_the_oldest_goes_when_there_is_no_room() {
    Backlog backlog = new Backlog(3 * one, 100);
    for (long seq = 1; seq <= 5; seq++) {
      backlog.add(subscription, event(LOG, seq, "a"), Event.REC);
    }
    assertEquals(List.of(3L, 4L, 5L), numbers(backlog));
  }

  @Test
  void however_small_they_are_no_more_wait_than_may() {
    Backlog backlog = new Backlog(Long.MAX_VALUE, 3);
    for (long seq = 1; seq <= 5; seq++) {
      backlog.add(subscription, event(LOG, seq, "a"), Event.REC);
    }
    backlog.tellLost();
    assertEquals(List.of("n1 1-2"), gaps);
    assertEquals(List.of(3L, 4L, 5L), numbers(backlog));
  }

  @Test
  void what_went_is_told_as_a_gap() {
    Backlog backlog = new Backlog(3 * one, 100);
    for (long seq = 1; seq <= 5; seq++) {
      backlog.add(subscription, event(LOG, seq, "a"), Event.REC);
    }
    backlog.tellLost();
    assertEquals(List.of("n1 1-2"), gaps);
  }

  @Test
  void it_is_empty_only_when_the_gaps_are_told_too() {
    Backlog backlog = new Backlog(one / 2, 100);
    backlog.add(subscription, event(LOG, 1, "a"), Event.REC);
    boolean before = backlog.isEmpty();
    backlog.tellLost();
    assertTrue(!before && backlog.isEmpty());
  }

  @Test
  void what_was_taken_makes_room() {
    Backlog backlog = new Backlog(3 * one, 100);
    backlog.add(subscription, event(LOG, 1, "a"), Event.REC);
    numbers(backlog);
    assertEquals(0, backlog.bytes());
  }

  private static List<Long> numbers(Backlog backlog) {
    return backlog.take(Long.MAX_VALUE).stream()
        .map(packet -> new JsonObject(packet.text()).getJsonObject("body").getLong("seq"))
        .toList();
  }

  private static Event event(String address, long seq, String server) {
    return Event.of(
        address,
        new JsonObject()
            .put("node", "n1")
            .put("seq", seq)
            .put("severity", "info")
            .put("data", new JsonObject().put("server", server)));
  }

  private Subscription subscription() {
    Hub hub =
        new Hub(
            Runnable::run,
            new Policy(() -> AccessConfig.fromJson(new JsonObject())),
            BridgeConfig.fromJson(new JsonObject()));
    Caller ann = new Caller("ann", Set.of(), "s", Instant.MAX);
    return hub.subscribe(new Gaps(), LOG, HeaderFilter.ANY, ann, null);
  }

  private final class Gaps implements Sink {
    private final Loop loop = new Loop(Runnable::run, (millis, task) -> {});

    @Override
    public Loop loop() {
      return loop;
    }

    @Override
    public void joined(Subscription joined, Replay replay) {}

    @Override
    public void deliver(Subscription to, Batch batch) {}

    @Override
    public void missed(Subscription of, String node, long first, long last) {
      gaps.add(node + " " + first + "-" + last);
    }
  }
}
