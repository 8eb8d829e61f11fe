package dev.omnibus.demo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class JitterTest {
  private static final Jitter MINUTE = new Jitter(Duration.ofSeconds(60), 0.2);

  @Test
  void stays_within_its_spread() {
    assertTrue(
        Stream.generate(MINUTE::next)
            .limit(1000)
            .mapToLong(Duration::toMillis)
            .allMatch(ms -> ms >= 48_000 && ms <= 72_000));
  }

  @Test
  void varies() {
    assertTrue(Stream.generate(MINUTE::next).limit(100).distinct().count() > 1);
  }

  @Test
  void nothing_has_no_jitter() {
    assertEquals(Duration.ZERO, new Jitter(Duration.ZERO, 0.25).next());
  }

  @Test
  void may_not_reach_below_zero() {
    assertThrows(IllegalArgumentException.class, () -> new Jitter(Duration.ofSeconds(1), 1));
  }
}
