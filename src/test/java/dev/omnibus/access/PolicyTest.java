package dev.omnibus.access;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.omnibus.bus.Addresses;
import dev.omnibus.config.AccessConfig;
import dev.omnibus.config.KeySpec;
import dev.omnibus.config.RoleSpec;
import dev.omnibus.config.UserSpec;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class PolicyTest {

  private static final RoleSpec VIEWER =
      new RoleSpec(List.of("query.*"), List.of("event.server.*"), Map.of("*", List.of()));
  private static final RoleSpec FILES =
      new RoleSpec(
          List.of("command.server.restart", "command.tool.call"),
          List.of("event.server.log"),
          Map.of("files", List.of("read_*", "stat")));
  private static final RoleSpec ADMIN =
      new RoleSpec(List.of("*"), List.of("*"), Map.of("*", List.of("*")));

  private final AtomicReference<AccessConfig> config = new AtomicReference<>(AccessConfig.NOBODY);
  private final Policy policy = new Policy(config::get);

  @Test
  void nobody_may_anything_by_default() {
    Caller ann = caller("ann");
    assertTrue(Addresses.EVENTS.stream().noneMatch(address -> policy.mayHear(ann, address)));
    assertTrue(Addresses.QUERIES.stream().noneMatch(a -> policy.mayRequest(ann, a, null)));
    assertFalse(policy.maySee(ann, "files"));
    assertFalse(policy.mayCall(ann, "files", "stat"));
  }

  @Test
  void roles_that_the_caller_brings_along_count_for_nothing() {
    config.set(users(user("ann", false)));
    assertFalse(
        policy.mayHear(
            new Caller("ann", Set.of("admin"), "s", Instant.MAX), "event.server.status"));
  }

  @Test
  void a_role_allows_what_its_globs_match() {
    config.set(users(user("ann", false, "viewer")));
    assertTrue(policy.mayRequest(caller("ann"), Addresses.QUERY_SERVER_LIST, new JsonObject()));
    assertTrue(policy.mayHear(caller("ann"), Addresses.EVENT_SERVER_STATUS));
    assertFalse(policy.mayRequest(caller("ann"), Addresses.COMMAND_SERVER_STOP, on("files")));
    assertFalse(policy.mayHear(caller("ann"), Addresses.EVENT_CONFIG_CHANGED));
  }

  @Test
  void even_an_admin_asks_only_what_stands_in_the_lists() {
    config.set(users(user("root", false, "admin")));
    assertFalse(policy.mayRequest(caller("root"), "node.n1@k3f9.server.probe", new JsonObject()));
    assertFalse(policy.mayRequest(caller("root"), Addresses.EVENT_SERVER_STATUS, null));
    assertFalse(policy.mayRequest(caller("root"), "command.made.up", null));
    assertFalse(policy.mayHear(caller("root"), "command.server.stop"));
    assertFalse(policy.mayHear(caller("root"), "event.made.up"));
  }

  @Test
  void two_narrow_roles_never_add_up_to_a_broad_one() {
    config.set(users(user("ann", false, "viewer", "files")));
    assertTrue(policy.mayRequest(caller("ann"), Addresses.COMMAND_SERVER_RESTART, on("files")));
    assertFalse(policy.mayRequest(caller("ann"), Addresses.COMMAND_SERVER_RESTART, on("mail")));
    assertTrue(policy.mayHear(caller("ann"), Addresses.EVENT_SERVER_LOG, "mail"));
  }

  @Test
  void an_event_of_a_server_needs_one_role_that_allows_both() {
    config.set(users(user("ann", false, "files")));
    assertTrue(policy.mayHear(caller("ann"), Addresses.EVENT_SERVER_LOG, "files"));
    assertFalse(policy.mayHear(caller("ann"), Addresses.EVENT_SERVER_LOG, "mail"));
  }

  @Test
  void a_tool_is_called_only_where_the_role_lists_it() {
    config.set(users(user("ann", false, "files")));
    assertTrue(call("files", "read_file"));
    assertTrue(call("files", "stat"));
    assertFalse(call("files", "status"));
    assertFalse(call("files", "write_file"));
    assertFalse(call("files", "unread_file"));
    assertFalse(call("mail", "read_file"));
  }

  @Test
  void a_tool_call_without_a_proper_server_and_tool_is_refused() {
    config.set(users(user("root", false, "admin")));
    Caller root = caller("root");
    JsonObject noTool = on("files");
    JsonObject odd = new JsonObject().put("server", 7).put("tool", "stat");
    assertFalse(policy.mayRequest(root, Addresses.COMMAND_TOOL_CALL, null));
    assertFalse(policy.mayRequest(root, Addresses.COMMAND_TOOL_CALL, noTool));
    assertFalse(policy.mayRequest(root, Addresses.COMMAND_TOOL_CALL, odd));
    assertFalse(policy.mayRequest(root, Addresses.QUERY_TOOL_LIST, odd));
  }

  @Test
  void a_role_change_acts_at_once() {
    config.set(users(user("ann", false, "admin")));
    assertTrue(policy.mayRequest(caller("ann"), Addresses.COMMAND_SERVER_STOP, on("files")));
    config.set(users(user("ann", false, "viewer")));
    assertFalse(policy.mayRequest(caller("ann"), Addresses.COMMAND_SERVER_STOP, on("files")));
  }

  @Test
  void a_blocked_user_may_nothing() {
    config.set(users(user("ann", true, "admin")));
    assertFalse(policy.mayRequest(caller("ann"), Addresses.QUERY_SERVER_LIST, null));
    assertFalse(policy.mayHear(caller("ann"), Addresses.EVENT_SERVER_STATUS));
    assertTrue(policy.rolesOf("ann").isEmpty());
  }

  @Test
  void a_user_named_like_a_key_gets_nothing_from_it() {
    UserSpec trick = user("key:ci", false, "admin");
    config.set(new AccessConfig(roles(), Map.of("key:ci", trick), Map.of()));
    assertFalse(policy.maySee(caller("key:ci"), "files"));
  }

  @Test
  void a_key_has_the_roles_of_its_entry() {
    KeySpec key = new KeySpec("ci", "00", List.of("files"), false);
    config.set(new AccessConfig(roles(), Map.of(), Map.of("ci", key)));
    assertTrue(policy.mayCall(caller("key:ci"), "files", "stat"));
    assertFalse(policy.maySee(caller("key:ci"), "mail"));
  }

  @Test
  void a_page_learns_what_it_may_offer() {
    config.set(users(user("ann", false, "files")));
    assertEquals(
        List.of(Addresses.COMMAND_SERVER_RESTART, Addresses.COMMAND_TOOL_CALL),
        policy.requests(caller("ann")));
    assertEquals(List.of(Addresses.EVENT_SERVER_LOG), policy.events(caller("ann")));
  }

  private boolean call(String server, String tool) {
    return policy.mayRequest(
        caller("ann"), Addresses.COMMAND_TOOL_CALL, on(server).put("tool", tool));
  }

  private static JsonObject on(String server) {
    return new JsonObject().put("server", server);
  }

  private static Caller caller(String user) {
    return new Caller(user, Set.of(), "s", Instant.MAX);
  }

  private static UserSpec user(String name, boolean blocked, String... roles) {
    return new UserSpec(name, "-", List.of(roles), blocked);
  }

  private static AccessConfig users(UserSpec user) {
    return new AccessConfig(roles(), Map.of(user.name(), user), Map.of());
  }

  private static Map<String, RoleSpec> roles() {
    return Map.of("viewer", VIEWER, "files", FILES, "admin", ADMIN);
  }
}
