package dev.omnibus.gateway.way;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class HttpFlightTest {

  private final Vertx vertx = Vertx.vertx();
  private final List<HttpFlight> ended = new ArrayList<>();
  private final Heard heard = new Heard();
  private final HttpFlight flight = new HttpFlight(vertx, heard, ended::add);

  @AfterEach
  void close() {
    vertx.close().await();
  }

  /**
   * It waited for ever: others of the same visit closed the way when the replicas were one again.
   */
  @Test
  void who_waits_on_a_way_that_others_close_hears_so() {
    flight.extend(Duration.ofMinutes(1));
    flight.cutOff("the way to the server was closed");
    assertTrue(heard.end().failed());
    assertFalse(heard.sent, "it was not sent yet, so it may be said again");
    assertEquals(List.of(flight), ended);
  }

  @Test
  void who_cancelled_hears_nothing_more() {
    flight.cancel("enough");
    flight.cutOff("the way to the server was closed");
    assertFalse(heard.isOver());
    assertEquals(List.of(flight), ended);
  }
}
