package dev.omnibus.bridge.socket;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.omnibus.config.BridgeConfig;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class LeaseTest {

  private static final Instant NOON = Instant.parse("2026-11-22T12:00:00Z");

  /** The count of nanoseconds may begin anywhere. */
  private static final long BEGAN = Long.MAX_VALUE - seconds(30);

  private final Lease lease = Lease.of(NOON.plusSeconds(100), NOON, BEGAN, config());

  @Test
  void a_proof_is_good_until_shortly_before_its_end() {
    assertEquals(Lease.State.GOOD, at(39));
    assertEquals(BEGAN + seconds(40), lease.due());
  }

  @Test
  void that_it_ends_is_said_once() {
    assertEquals(Lease.State.ENDING, at(41));
    assertEquals(Lease.State.GOOD, at(42));
    assertEquals(BEGAN + seconds(105), lease.due());
  }

  @Test
  void it_is_over_after_the_grace() {
    at(41);
    assertEquals(Lease.State.GOOD, at(104));
    assertEquals(Lease.State.OVER, at(105));
  }

  @Test
  void one_that_was_over_when_it_was_shown_is_over() {
    Lease late = Lease.of(NOON.minusSeconds(3_600), NOON, BEGAN, config());
    assertEquals(Lease.State.OVER, late.look(BEGAN));
  }

  @Test
  void one_for_ever_is_good_for_ever() {
    Lease eternal = Lease.of(Instant.MAX, NOON, BEGAN, config());
    assertEquals(Lease.State.GOOD, eternal.look(BEGAN + seconds(86_400)));
  }

  private Lease.State at(long second) {
    return lease.look(BEGAN + seconds(second));
  }

  private static long seconds(long count) {
    return count * 1_000_000_000;
  }

  private static BridgeConfig config() {
    return BridgeConfig.fromJson(
        new JsonObject().put("expiryWarningMs", 60_000).put("expiryGraceMs", 5_000));
  }
}
