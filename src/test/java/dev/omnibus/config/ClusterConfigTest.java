package dev.omnibus.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.vertx.core.json.JsonObject;
import java.util.List;
import org.junit.jupiter.api.Test;

class ClusterConfigTest {

  @Test
  void an_empty_section_is_one_machine_on_loopback() {
    assertEquals(
        new ClusterConfig("omnibus", "127.0.0.1", 5701, 20, 0, List.of("127.0.0.1")),
        ClusterConfig.fromJson(new JsonObject()));
  }

  @Test
  void an_empty_member_list_is_kept_empty() {
    assertEquals(List.of(), ClusterConfig.fromJson(new JsonObject("{\"members\":[]}")).members());
  }

  @Test
  void peers_may_reach_it_at_another_address() {
    assertEquals(
        new ClusterConfig.Outside("n1.example", 5701, 5801),
        ClusterConfig.fromJson(
                new JsonObject(
                    """
                    {"outside":{"host":"n1.example","port":5701,"busPort":5801}}
                    """))
            .outside());
  }

  @Test
  void no_port_to_try_is_refused() {
    assertThrows(
        IllegalArgumentException.class,
        () -> ClusterConfig.fromJson(new JsonObject("{\"portCount\":0}")));
  }
}
