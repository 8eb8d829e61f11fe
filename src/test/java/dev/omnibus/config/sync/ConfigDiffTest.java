package dev.omnibus.config.sync;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.omnibus.config.ConfigFile;
import io.vertx.core.json.JsonObject;
import java.util.List;
import org.junit.jupiter.api.Test;

class ConfigDiffTest {

  private static ConfigDiff diff(ConfigFile file, String old, String young) {
    return ConfigDiff.between(file, new JsonObject(old), new JsonObject(young));
  }

  @Test
  void servers_are_named() {
    ConfigDiff diff =
        diff(
            ConfigFile.SERVERS,
            "{\"mcpServers\":{\"a\":{},\"b\":{\"command\":\"x\"},\"c\":{}}}",
            "{\"mcpServers\":{\"b\":{\"command\":\"y\"},\"c\":{},\"d\":{}}}");
    assertEquals(new ConfigDiff(List.of("d"), List.of("b"), List.of("a"), List.of()), diff);
  }

  @Test
  void users_and_roles_are_named_by_kind_and_no_hash_is_said() {
    ConfigDiff diff =
        diff(
            ConfigFile.ACCESS,
            "{\"users\":{\"ann\":{\"password\":\"old\"}}}",
            "{\"users\":{\"ann\":{\"password\":\"young\"}},\"roles\":{\"r\":{}}}");
    assertEquals(List.of("users.ann"), diff.changed());
    assertEquals(List.of("roles.r"), diff.added());
    assertFalse(diff.toJson().encode().contains("young"));
  }

  @Test
  void settings_of_the_node_wait_for_its_next_start() {
    ConfigDiff diff =
        diff(ConfigFile.OMNIBUS, "{\"http\":{\"port\":1}}", "{\"http\":{\"port\":2},\"x\":1}");
    assertEquals(List.of("http.port", "x"), diff.restart());
  }
}
