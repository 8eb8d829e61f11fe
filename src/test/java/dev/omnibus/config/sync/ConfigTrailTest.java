package dev.omnibus.config.sync;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;

import dev.omnibus.config.ConfigFile;
import dev.omnibus.trail.AuditEntry;
import dev.omnibus.trail.AuditTrail;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What is noted of a change of the configuration. */
class ConfigTrailTest {

  private static final String BEFORE =
      """
      {"mcpServers":{"files":{"command":"npx","args":["-y","files","/a"]},
                     "web":{"url":"https://host/mcp","headers":{"Authorization":"Bearer old-secret"}}}}
      """;

  private final AuditTrail trail = new AuditTrail();

  private List<AuditEntry> change(ConfigFile file, String before, String after) {
    ConfigVersion young = new ConfigVersion(file, 7, after, "ann", Instant.EPOCH, "n1", "/conf");
    ConfigDiff names = ConfigDiff.between(file, new JsonObject(before), new JsonObject(after));
    new ConfigTrail(trail).changed(young, before, names);
    return trail.take(100);
  }

  private static JsonArray diff(AuditEntry entry) {
    return entry.detail().getJsonArray("diff");
  }

  @Test
  void the_file_is_one_act_and_each_server_one_with_its_values() {
    List<AuditEntry> acts =
        change(ConfigFile.SERVERS, BEFORE, BEFORE.replace("/a", "/b").replace("npx", "node"));
    assertEquals(2, acts.size());
    assertEquals("ann", acts.get(0).user());
    assertNull(acts.get(0).server());
    assertEquals(1, acts.get(0).detail().getInteger("changed"));
    assertFalse(acts.get(0).detail().encode().contains("files"), "no name of a server");
    assertEquals("files", acts.get(1).server());
    assertEquals(
        new JsonArray(
            """
            [{"path":"args.2","was":"/a","is":"/b"},{"path":"command","was":"npx","is":"node"}]
            """),
        diff(acts.get(1)));
  }

  @Test
  void whoever_saved_a_file_has_no_name() {
    ConfigVersion saved =
        new ConfigVersion(ConfigFile.SERVERS, 7, BEFORE, "file", Instant.EPOCH, "n1", "/conf");
    ConfigDiff names =
        ConfigDiff.between(ConfigFile.SERVERS, new JsonObject(), new JsonObject(BEFORE));
    new ConfigTrail(trail).changed(saved, "{}", names);
    List<AuditEntry> acts = trail.take(10);
    assertEquals(3, acts.size());
    acts.forEach(act -> assertNull(act.user()));
    assertEquals("file", acts.get(1).detail().getString("by"));
  }

  @Test
  void a_secret_that_changed_is_seen_to_have_changed_and_not_read() {
    List<AuditEntry> acts =
        change(ConfigFile.SERVERS, BEFORE, BEFORE.replace("old-secret", "new-secret"));
    assertEquals("web", acts.get(1).server());
    assertEquals("headers.Authorization", diff(acts.get(1)).getJsonObject(0).getString("path"));
    assertFalse(acts.toString().contains("secret"), acts::toString);
  }

  @Test
  void a_server_that_went_is_shown_as_it_was() {
    List<AuditEntry> acts = change(ConfigFile.SERVERS, BEFORE, "{\"mcpServers\":{}}");
    assertEquals(3, acts.size());
    assertEquals(
        new JsonObject().put("path", "args.0").put("was", "-y"),
        diff(acts.get(1)).getJsonObject(0));
  }

  @Test
  void users_are_changed_in_one_act_without_their_passwords() {
    String before = "{\"users\":{\"ann\":{\"password\":\"$2a$10$abcdefgh\",\"roles\":[\"a\"]}}}";
    String after = "{\"users\":{\"ann\":{\"password\":\"$2a$10$ijklmnop\",\"roles\":[\"b\"]}}}";
    List<AuditEntry> acts = change(ConfigFile.ACCESS, before, after);
    assertEquals(1, acts.size());
    assertEquals(2, diff(acts.get(0)).size());
    assertFalse(acts.toString().contains("abcdefgh"), acts::toString);
    assertFalse(acts.toString().contains("ijklmnop"), acts::toString);
  }
}
