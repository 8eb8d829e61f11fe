package dev.omnibus.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.omnibus.model.ServerSpec;
import io.vertx.core.json.JsonArray;
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

  private static ServerSpec twins(String... urls) {
    return ServerSpec.fromJson("a", new JsonObject().put("urls", new JsonArray(List.of(urls))));
  }

  @Test
  void a_server_with_replicas_is_one_to_all_and_several_to_who_owns_them() {
    live.apply(Map.of("a", twins("http://x/1", "http://x/2")));
    assertEquals(Set.of("a"), live.servers().keySet());
    assertEquals(Set.of("a", "a~1", "a~2"), live.owned().keySet());
    assertEquals("http://x/2", live.owned().get("a~2").url());
    live.apply(Map.of("a", spec("x")));
    assertEquals(Set.of("a"), live.owned().keySet());
  }

  @Test
  void a_replica_that_did_not_change_stays_the_very_same() {
    live.apply(Map.of("a", twins("http://x/1", "http://x/2")));
    ServerSpec first = live.owned().get("a~1");
    live.apply(Map.of("a", twins("http://x/1", "http://x/3"), "b", spec("x")));
    assertSame(first, live.owned().get("a~1"));
    assertEquals("http://x/3", live.owned().get("a~2").url());
  }

  @Test
  void what_is_written_of_replicas_is_read_again() {
    ServerSpec urls = twins("http://x/1", "http://x/2");
    assertEquals(urls, ServerSpec.fromJson("a", urls.toJson()));
    ServerSpec processes =
        ServerSpec.fromJson("a", new JsonObject().put("command", "x").put("replicas", 3));
    assertEquals(processes, ServerSpec.fromJson("a", processes.toJson()));
    assertEquals(3, processes.members().size());
    assertFalse(twins("http://x/1").isGroup(), "one of several is one");
  }
}
