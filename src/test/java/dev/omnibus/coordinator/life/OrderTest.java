package dev.omnibus.coordinator.life;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What may be ordered, and what is no order. */
class OrderTest {

  private static Order order(Act act, String body) {
    return Order.of(act, "9f3a", new JsonObject(body));
  }

  @Test
  void a_server_is_ordered_about_with_what_goes_with_it() {
    Order order =
        order(
            Act.RESTART,
            """
            {"server":"files","replica":2,"reason":" new ","drainMs":0,"wait":true,
             "canary":{"tool":"echo"}}
            """);
    assertEquals(List.of("files"), order.names());
    assertEquals("new", order.reason());
    assertEquals(Duration.ZERO, order.drain());
    assertEquals("echo", order.canary().getString("name"));
    assertTrue(order.limit().toMillis() > 0);
  }

  @Test
  void names_that_stand_there_twice_are_one() {
    assertEquals(List.of("a", "b*"), order(Act.STOP, "{\"servers\":[\"a\",\"b*\",\"a\"]}").names());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "{\"servers\":[]}",
        "{\"servers\":[7]}",
        "{\"servers\":\"a\"}",
        "{\"server\":7}",
        "{\"servers\":[\"a\"],\"replica\":1}",
        "{\"server\":\"a\",\"drainMs\":-1}",
        "{\"server\":\"a\",\"parallel\":0}",
        "{\"server\":\"a\",\"dryRun\":\"yes\"}",
        "{\"server\":\"a\",\"missingTools\":\"maybe\"}",
        "{\"server\":\"a\",\"canary\":{}}",
        "{\"server\":\"a\",\"definition\":{}}"
      })
  void what_is_no_order_is_refused(String body) {
    assertThrows(IllegalArgumentException.class, () -> order(Act.RESTART, body));
  }

  @Test
  void a_definition_is_for_the_reload_of_one_server() {
    assertThrows(
        IllegalArgumentException.class,
        () -> order(Act.RELOAD, "{\"servers\":[\"a\"],\"definition\":{}}"));
    assertEquals(
        new JsonObject(), order(Act.RELOAD, "{\"server\":\"a\",\"definition\":{}}").definition());
  }
}
