package dev.omnibus.bridge;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The wall clock of a node jumps while sockets are open. */
class ClockStepBridgeIT {

  /** The system's clock, set wrong by so much. */
  private static final class Wrong extends Clock {
    private volatile Duration by = Duration.ZERO;

    @Override
    public Instant instant() {
      return Instant.now().plus(by);
    }

    @Override
    public ZoneId getZone() {
      return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
      throw new UnsupportedOperationException();
    }
  }

  private static final JsonObject LIMITS =
      new JsonObject()
          .put("tickMs", 20)
          .put("pingMs", 100)
          .put("expiryWarningMs", 1_000)
          .put("expiryGraceMs", 100);

  /** A token says its end in whole seconds, so that one may be missing. */
  private static final Duration LIFE = Duration.ofSeconds(6);

  private final Wrong clock = new Wrong();
  @TempDir Path data;

  @Test
  void a_step_forward_ends_no_socket_before_its_time() {
    try (TestNode node = new TestNode(data, LIMITS, LIFE, clock)) {
      long began = System.nanoTime();
      TestSocket socket = TestSocket.bus(node, "ann");
      socket.settled();
      clock.by = Duration.ofHours(1);
      assertEquals(4401, socket.closeCode());
      assertTrue(System.nanoTime() - began >= LIFE.minusSeconds(1).toNanos());
    }
  }

  @Test
  void a_step_back_keeps_no_socket() {
    try (TestNode node = new TestNode(data, LIMITS, LIFE, clock)) {
      TestSocket socket = TestSocket.bus(node, "ann");
      socket.settled();
      clock.by = Duration.ofHours(-1);
      socket.notice("expiring");
      assertEquals(4401, socket.closeCode(), "and not in an hour");
    }
  }
}
