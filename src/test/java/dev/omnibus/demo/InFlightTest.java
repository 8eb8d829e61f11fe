package dev.omnibus.demo;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class InFlightTest {
  private final InFlight inFlight = new InFlight();
  private final AtomicInteger stops = new AtomicInteger();

  @Test
  void a_cancelled_request_is_stopped_once() {
    inFlight.add(1, stops::incrementAndGet);
    inFlight.cancel(1);
    inFlight.cancel(1);
    assertEquals(1, stops.get());
  }

  @Test
  void an_answered_request_is_not_stopped() {
    inFlight.add(1, stops::incrementAndGet);
    inFlight.remove(1);
    inFlight.cancel(1);
    assertEquals(0, stops.get());
  }

  @Test
  void another_request_is_not_stopped() {
    inFlight.add("1", stops::incrementAndGet);
    inFlight.cancel(1);
    assertEquals(0, stops.get());
  }
}
