package dev.omnibus.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.omnibus.model.ServerSpec;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class LiveConfigTest {

  private final LiveConfig live = new LiveConfig(Map.of("a", spec("x")), AccessConfig.NOBODY);
  private final List<ServersChange> heard = new ArrayList<>();

  LiveConfigTest() {
    live.onServers(heard::add);
  }

  private static ServerSpec spec(String command) {
    return ServerSpec.fromJson("a", new JsonObject().put("command", command));
  }

  @Test
  void the_same_fleet_again_is_no_change() {
    live.apply(Map.of("a", spec("x")));
    assertTrue(heard.isEmpty());
  }

  @Test
  void a_server_that_says_something_else_is_changed() {
    live.apply(Map.of("a", spec("y")));
    assertEquals(Set.of("a"), heard.get(0).changed().keySet());
  }

  @Test
  void a_server_that_is_gone_is_removed() {
    live.apply(Map.of());
    assertEquals(Set.of("a"), heard.get(0).removed());
  }

  @Test
  void a_server_that_is_new_is_added_and_its_neighbour_untouched() {
    live.apply(Map.of("a", spec("x"), "b", spec("x")));
    assertEquals(Set.of("b"), heard.get(0).added().keySet());
    assertTrue(heard.get(0).changed().isEmpty());
  }
}
