package dev.omnibus.bridge.hub;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.omnibus.access.Caller;
import dev.omnibus.access.Policy;
import dev.omnibus.bus.Addresses;
import dev.omnibus.config.AccessConfig;
import dev.omnibus.config.BridgeConfig;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** How those are told how far an address went who hear little of it. */
class MovingOnTest {

  private static final int GROUPS = 20;

  /** A fourth of it may go past somebody. */
  private static final int RING = 80;

  /** Counts what it is told. */
  private static final class Counter implements Sink {
    private final Loop loop = new Loop(Runnable::run, (millis, task) -> task.run());
    private int told;

    @Override
    public Loop loop() {
      return loop;
    }

    @Override
    public void joined(Subscription subscription, Replay replay) {}

    @Override
    public void deliver(Subscription subscription, Batch batch) {}

    @Override
    public void passed(Subscription subscription, Cursor cursor) {
      told++;
    }

    @Override
    public void missed(Subscription subscription, String node, long first, long last) {}
  }

  private final Counter counter = new Counter();
  private final AccessConfig access =
      AccessConfig.fromJson(
          new JsonObject(
              """
              {"roles":{"all":{"events":["*"],"servers":{"*":[]}}},
               "users":{"ann":{"password":"x","roles":["all"]}}}
              """));
  private final Hub hub =
      new Hub(
          Runnable::run,
          new Policy(() -> access),
          BridgeConfig.fromJson(new JsonObject().put("ringEvents", RING)));

  @Test
  void those_who_came_together_are_told_one_after_the_other() {
    for (int i = 0; i < GROUPS; i++) {
      hub.subscribe(
          counter,
          Addresses.EVENT_SERVER_STATUS,
          new HeaderFilter("s" + i, null),
          new Caller("ann", Set.of(), "s", Instant.MAX),
          null);
    }
    int most = 0;
    for (int seq = 1; seq <= RING; seq++) {
      int before = counter.told;
      hub.heard(Addresses.EVENT_SERVER_STATUS, Events.envelope("a", seq, "files", "info"));
      most = Math.max(most, counter.told - before);
    }
    assertEquals(GROUPS * 4, counter.told, "each as often as before");
    assertTrue(most <= 3, "at once: " + most);
  }
}
