package dev.omnibus.config.sync;

import static dev.omnibus.config.sync.ConfigNode.fleet;
import static dev.omnibus.config.sync.ConfigNode.next;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.omnibus.bus.Addresses;
import dev.omnibus.bus.BusException;
import dev.omnibus.bus.Failure;
import dev.omnibus.config.ConfigFile;
import dev.omnibus.model.ServerSpec;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConfigVerticleTest {

  private static final String SERVERS = "servers.json";

  @TempDir Path home;
  private Vertx vertx;
  private ConfigNode node;

  @BeforeEach
  void start() throws Exception {
    vertx = Vertx.vertx();
    node = new ConfigNode(vertx, "n1", ConfigNode.folder(home.resolve("conf")), data());
  }

  @AfterEach
  void stop() throws Exception {
    vertx.close().await(60, TimeUnit.SECONDS);
  }

  private Path data() {
    return home.resolve("data");
  }

  private void restart() throws Exception {
    stop();
    vertx = Vertx.vertx();
    node = new ConfigNode(vertx, "n1", home.resolve("conf"), data());
  }

  private Failure failure(String file, String text) {
    return assertThrows(BusException.class, () -> node.put(file, text)).failure();
  }

  @Test
  void a_saved_file_is_in_force_and_says_what_changed() throws Exception {
    node.save(SERVERS, fleet("second"));
    JsonObject data = next(node.changed);
    assertEquals(JsonArray.of("second"), data.getJsonArray("added"));
    assertEquals(JsonArray.of("first"), data.getJsonArray("removed"));
    assertTrue(node.live.servers().containsKey("second"));
  }

  @Test
  void an_untouched_server_stays_the_very_same() throws Exception {
    ServerSpec before = node.live.servers().get("first");
    node.save(SERVERS, fleet("first", "second"));
    assertEquals(new JsonArray(), next(node.changed).getJsonArray("changed"));
    assertEquals(before, node.live.servers().get("first"));
  }

  @Test
  void a_broken_file_is_reported_with_its_place() throws Exception {
    node.save(SERVERS, "{\n  \"mcpServers\": {\"a\": {\"comand\": \"x\", \"url\": \"http://x\"}}}");
    JsonObject problem = next(node.rejected).getJsonArray("problems").getJsonObject(0);
    assertEquals(
        new JsonObject()
            .put("line", 2)
            .put("column", 24)
            .put("key", "mcpServers.a.comand")
            .put("reason", "unknown key, did you mean 'command'?"),
        problem);
  }

  @Test
  void a_broken_file_leaves_the_last_good_state_in_force() throws Exception {
    node.save(SERVERS, "{");
    next(node.rejected);
    assertTrue(node.live.servers().containsKey("first"));
  }

  @Test
  void a_file_that_is_mended_after_all_is_no_new_version() throws Exception {
    String good = node.text(SERVERS);
    node.save(SERVERS, "{");
    next(node.rejected);
    node.save(SERVERS, good);
    node.save("access.json", node.text("access.json") + "\n");
    assertEquals("access.json", next(node.changed).getString("file"));
    assertEquals(1, node.versions(SERVERS).size());
  }

  @Test
  void a_file_that_an_editor_renames_into_place_is_noticed() throws Exception {
    Path young = Files.writeString(node.conf.resolve(".new"), fleet("second"));
    Files.move(young, node.conf.resolve(SERVERS), StandardCopyOption.REPLACE_EXISTING);
    node.untilServer("second");
  }

  @Test
  void a_link_that_is_swapped_is_noticed_and_stays_a_link() throws Exception {
    Path first = Files.createDirectory(home.resolve("v1"));
    Path second = Files.createDirectory(home.resolve("v2"));
    Files.writeString(first.resolve(SERVERS), fleet("first"));
    Files.writeString(second.resolve(SERVERS), fleet("second"));
    Path link = Files.createSymbolicLink(home.resolve("link"), first);
    Path file = node.conf.resolve(SERVERS);
    Files.delete(file);
    Files.createSymbolicLink(file, link.resolve(SERVERS));
    Path young = Files.createSymbolicLink(home.resolve("link.new"), second);
    Files.move(young, link, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    node.untilServer("second");
    node.put(SERVERS, fleet("third"));
    assertTrue(Files.isSymbolicLink(file));
    assertEquals(fleet("third"), Files.readString(second.resolve(SERVERS)));
  }

  @Test
  void a_command_puts_a_text_in_force_and_writes_it_down() throws Exception {
    assertEquals(2, node.put(SERVERS, fleet("second")).getLong("version"));
    assertEquals(fleet("second"), node.text(SERVERS));
    assertEquals("ann", next(node.changed).getString("by"));
  }

  @Test
  void the_same_text_again_is_no_new_version() throws Exception {
    assertEquals(1, node.put(SERVERS, node.text(SERVERS)).getLong("version"));
  }

  @Test
  void a_command_with_a_bad_text_is_invalid() {
    assertSame(Failure.INVALID, failure(SERVERS, "{}"));
  }

  @Test
  void a_command_made_from_an_old_version_is_a_conflict() throws Exception {
    node.put(SERVERS, fleet("second"));
    JsonObject body =
        new JsonObject().put("file", SERVERS).put("text", fleet("third")).put("baseVersion", 1);
    BusException e =
        assertThrows(BusException.class, () -> node.ask(Addresses.COMMAND_CONFIG_PUT, body));
    assertSame(Failure.CONFLICT, e.failure());
  }

  @Test
  void a_file_that_does_not_belong_to_conf_is_a_bad_request() {
    assertSame(Failure.BAD_REQUEST, failure("../x", "{}"));
  }

  @Test
  void an_old_text_put_again_rolls_back() throws Exception {
    node.put(SERVERS, fleet("second"));
    JsonObject old =
        node.ask(
            Addresses.QUERY_CONFIG_VERSIONS,
            new JsonObject().put("file", SERVERS).put("version", 1));
    assertEquals(3, node.put(SERVERS, old.getString("text")).getLong("version"));
    assertTrue(node.live.servers().containsKey("first"));
  }

  private JsonObject edit(String key, Object value) throws Exception {
    return node.askNode(
        Addresses.CONFIG_EDIT, new JsonObject().put("server", "first").put(key, value));
  }

  private JsonObject before() throws Exception {
    return node.askNode(Addresses.CONFIG_BEFORE, new JsonObject().put("server", "first"));
  }

  @Test
  void that_a_server_was_off_is_no_other_definition_of_it() throws Exception {
    edit("enabled", false);
    edit("enabled", true);
    Failure none = assertThrows(BusException.class, this::before).failure();
    assertEquals(Failure.NOT_FOUND, none);
  }

  @Test
  void the_definition_before_is_one_by_which_the_server_was_on() throws Exception {
    edit("enabled", false);
    edit("definition", new JsonObject().put("url", "http://h/b").put("enabled", false));
    edit("enabled", true);
    assertEquals(1, before().getLong("version"));
  }

  @Test
  void access_rules_are_shown_without_hashes() throws Exception {
    assertFalse(node.get("access.json").getString("text").contains("$2a$"));
  }

  @Test
  void what_is_hidden_keeps_its_value_when_put_back() throws Exception {
    String shown = node.get("access.json").getString("text");
    node.put("access.json", shown.replace("\"keys\": {}", "\"keys\": { }"));
    assertTrue(node.text("access.json").contains("$2a$"));
  }

  @Test
  void the_admin_password_of_the_environment_survives_a_reload() throws Exception {
    stop();
    vertx = Vertx.vertx();
    Map<String, String> named = Map.of(AdminPassword.VARIABLE, "of the test");
    node = new ConfigNode(vertx, "n1", home.resolve("conf"), data(), named);
    String before = node.live.access().users().get("admin").password();
    String other = "$2a$12$" + "x".repeat(53);
    node.put("access.json", DefaultAccess.text(other));
    assertEquals(before, node.live.access().users().get("admin").password());
  }

  @Test
  void access_rules_keep_their_mode_when_written() throws Exception {
    node.put("access.json", node.get("access.json").getString("text") + "\n");
    assertEquals(
        PosixFilePermissions.fromString("rw-------"),
        Files.getPosixFilePermissions(node.conf.resolve("access.json")));
  }

  @Test
  void a_change_of_the_node_itself_says_what_waits_for_a_restart() throws Exception {
    node.save("omnibus.json", "{\"http\":{\"port\":9999}}");
    assertEquals(JsonArray.of("http.port"), next(node.changed).getJsonArray("restart"));
  }

  @Test
  void a_restart_makes_no_new_version() throws Exception {
    node.put(SERVERS, fleet("second"));
    restart();
    assertEquals(2, node.get(SERVERS).getLong("version"));
  }

  @Test
  void what_was_edited_while_the_node_was_away_is_a_new_version() throws Exception {
    node.save(SERVERS, fleet("second"));
    next(node.changed);
    stop();
    node.save(SERVERS, fleet("third"));
    restart();
    assertEquals(3, node.get(SERVERS).getLong("version"));
  }

  @Test
  void a_node_with_a_broken_file_starts_with_what_it_remembers() throws Exception {
    stop();
    node.save(SERVERS, "{");
    restart();
    assertTrue(node.live.servers().containsKey("first"));
    assertEquals(SERVERS, next(node.rejected).getString("file"));
  }

  @Test
  void fifty_versions_are_kept() throws Exception {
    for (int i = 0; i < 55; i++) {
      node.put(SERVERS, fleet("s" + i));
    }
    assertEquals(50, node.versions(ConfigFile.SERVERS.fileName()).size());
  }
}
