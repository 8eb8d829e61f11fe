package dev.omnibus.config.sync;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import at.favre.lib.crypto.bcrypt.BCrypt;
import dev.omnibus.config.AccessConfig;
import dev.omnibus.config.ConfigFile;
import dev.omnibus.config.check.ConfigCheck;
import dev.omnibus.config.check.ConfigException;
import dev.omnibus.config.check.GrownRoles;
import io.vertx.core.json.JsonObject;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConfigStartTest {

  @TempDir Path home;
  private Path conf;

  @BeforeEach
  void folder() throws Exception {
    conf = ConfigNode.folder(home.resolve("conf"));
  }

  private ConfigStart load(Map<String, String> environment) {
    return ConfigStart.load(ConfigNode.settings(conf, home.resolve("data")), environment);
  }

  private static boolean opens(String password, ConfigStart start) {
    String hash = start.live().access().users().get("admin").password();
    return BCrypt.verifyer().verify(password.toCharArray(), hash).verified;
  }

  @Test
  void a_first_start_gives_the_admin_a_password() {
    ConfigStart start = load(Map.of());
    FirstAdmin admin = start.firstAdmin().orElseThrow();
    assertTrue(opens(admin.password(), start));
    assertTrue(admin.holds(start.live().access()));
  }

  @Test
  void what_a_first_start_writes_is_what_the_check_takes_for_the_newest() {
    JsonObject roles = new JsonObject(DefaultAccess.text("")).getJsonObject("roles");
    for (String role : List.of("operator", "viewer")) {
      for (String list : List.of("requests", "events")) {
        List<?> written = roles.getJsonObject(role).getJsonArray(list).getList();
        assertEquals(GrownRoles.newest(role, list), new HashSet<Object>(written), role);
      }
    }
  }

  @Test
  void a_second_start_knows_no_password() {
    load(Map.of());
    assertTrue(load(Map.of()).firstAdmin().isEmpty());
  }

  @Test
  void the_environment_names_the_password_whatever_the_file_says() {
    load(Map.of());
    assertTrue(opens("s3cret", load(Map.of("OMNIBUS_ADMIN_PASSWORD", "s3cret"))));
  }

  @Test
  void the_environment_of_a_later_start_leaves_the_file_alone() throws Exception {
    load(Map.of());
    String before = Files.readString(conf.resolve("access.json"));
    load(Map.of("OMNIBUS_ADMIN_PASSWORD", "s3cret"));
    assertEquals(before, Files.readString(conf.resolve("access.json")));
  }

  @Test
  void the_first_rules_pass_the_check() {
    load(Map.of());
    assertEquals(List.of(), ConfigCheck.folder(conf));
  }

  @Test
  void a_password_never_prints() {
    FirstAdmin admin = load(Map.of()).firstAdmin().orElseThrow();
    assertFalse(admin.toString().contains(admin.password()));
  }

  @Test
  void without_a_last_good_state_a_broken_file_stops_the_start() throws Exception {
    Files.writeString(conf.resolve("servers.json"), "{}");
    ConfigException e = assertThrows(ConfigException.class, () -> load(Map.of()));
    assertEquals(conf.resolve("servers.json") + ":1:1 missing 'mcpServers'", e.getMessage());
  }

  @Test
  void the_rules_it_ended_with_are_known_after_an_edit() throws Exception {
    Path file = conf.resolve("access.json");
    load(Map.of());
    String had = Files.readString(file);
    new ConfigHistory(home.resolve("data"))
        .save(new ConfigVersion(ConfigFile.ACCESS, 1, had, "file", Instant.EPOCH, "n1", "folder"));
    Files.writeString(file, had.replace("\"password\": \"$2a$12$", "\"password\": \"$2a$11$"));
    ConfigStart start = load(Map.of());
    assertNotEquals(start.live().access(), start.lastAccess());
    assertEquals(AccessConfig.fromJson(new JsonObject(had)), start.lastAccess());
  }
}
