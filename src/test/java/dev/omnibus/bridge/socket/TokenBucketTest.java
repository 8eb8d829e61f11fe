package dev.omnibus.bridge.socket;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class TokenBucketTest {

  private static final long SECOND = 1_000_000_000L;
  private final TokenBucket bucket = new TokenBucket(1, 2, 0);

  @Test
  void a_burst_is_granted_and_no_more() {
    assertTrue(bucket.take(0));
    assertTrue(bucket.take(0));
    assertFalse(bucket.take(0));
  }

  @Test
  void it_refills_with_time_up_to_the_burst() {
    bucket.take(0);
    bucket.take(0);
    assertTrue(bucket.take(SECOND));
    assertFalse(bucket.take(SECOND));
    assertTrue(bucket.isFull(100 * SECOND));
  }
}
