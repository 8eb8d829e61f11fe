package dev.omnibus.access;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import io.vertx.core.Vertx;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SecurityEventsTest {

  @TempDir Path data;
  private final Vertx vertx = Vertx.vertx();
  private TestNode node;

  @BeforeEach
  void start() {
    node = new TestNode(vertx, data);
  }

  @AfterEach
  void close() {
    Wait.until(vertx.close());
  }

  @Test
  void a_flood_of_refusals_is_counted_and_not_repeated() {
    for (int i = 0; i < 1_000; i++) {
      node.access.events().refused("forged", "/ws", null, "127.0.0.1");
    }
    node.clock.pass(Duration.ofSeconds(1));
    node.access.events().refused("last", "/ws", null, "127.0.0.1");
    for (int i = 0; i < 600; i++) {
      assertFalse(TestNode.next(node.refused).containsKey("untold"));
    }
    assertEquals(400, TestNode.next(node.refused).getLong("untold"));
  }

  @Test
  void a_long_or_broken_name_becomes_one_short_line() {
    String odd = "a\r\nb\u2028" + "x".repeat(500);
    node.access.events().refusedStranger("credentials", null, odd, "r");
    String claimed = TestNode.next(node.refused).getString("claimed");
    assertEquals("a??b?" + "x".repeat(95) + "...", claimed);
  }

  @Test
  void who_somebody_only_says_they_are_is_not_told_as_who_they_are() {
    node.access.events().refusedStranger("credentials", "/login", "admin", "r");
    assertFalse(TestNode.next(node.refused).containsKey("user"));
  }
}
