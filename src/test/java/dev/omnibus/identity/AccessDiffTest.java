package dev.omnibus.identity;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.omnibus.config.AccessConfig;
import dev.omnibus.config.KeySpec;
import dev.omnibus.config.RoleSpec;
import dev.omnibus.config.UserSpec;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class AccessDiffTest {

  private static final RoleSpec NARROW = new RoleSpec(List.of("query.*"), List.of(), Map.of());
  private static final RoleSpec WIDE = new RoleSpec(List.of("*"), List.of(), Map.of());
  private static final UserSpec ANN = new UserSpec("ann", "hash", List.of("viewer"), false);
  private static final KeySpec CI = new KeySpec("ci", "00", List.of("viewer"), false);
  private static final AccessConfig OLD = config(NARROW, ANN, CI);

  @Test
  void nothing_changed_touches_nobody() {
    assertEquals(Map.of(), AccessDiff.between(OLD, config(NARROW, ANN, CI)));
  }

  @Test
  void a_blocked_user_is_touched() {
    UserSpec blocked = new UserSpec("ann", "hash", List.of("viewer"), true);
    assertEquals(Map.of("ann", "blocked"), AccessDiff.between(OLD, config(NARROW, blocked, CI)));
  }

  @Test
  void who_was_blocked_before_is_not_touched_again() {
    AccessConfig blocked = config(NARROW, new UserSpec("ann", "hash", List.of("viewer"), true), CI);
    assertEquals(
        Map.of("key:ci", "role_change"), AccessDiff.between(blocked, config(WIDE, ANN, CI)));
  }

  @Test
  void a_removed_user_counts_as_blocked() {
    AccessConfig without = new AccessConfig(OLD.roles(), Map.of(), OLD.keys());
    assertEquals(Map.of("ann", "blocked"), AccessDiff.between(OLD, without));
  }

  @Test
  void other_roles_are_a_role_change() {
    UserSpec more = new UserSpec("ann", "hash", List.of("viewer", "admin"), false);
    assertEquals(Map.of("ann", "role_change"), AccessDiff.between(OLD, config(NARROW, more, CI)));
  }

  @Test
  void a_role_that_means_something_else_now_touches_all_who_have_it() {
    assertEquals(
        Map.of("ann", "role_change", "key:ci", "role_change"),
        AccessDiff.between(OLD, config(WIDE, ANN, CI)));
  }

  @Test
  void a_new_password_or_key_ends_what_the_old_one_opened() {
    UserSpec ann = new UserSpec("ann", "other", List.of("viewer"), false);
    KeySpec key = new KeySpec("ci", "11", List.of("viewer"), false);
    assertEquals(
        Map.of("ann", "credential_change", "key:ci", "credential_change"),
        AccessDiff.between(OLD, config(NARROW, ann, key)));
  }

  private static AccessConfig config(RoleSpec viewer, UserSpec user, KeySpec key) {
    return new AccessConfig(
        Map.of("viewer", viewer), Map.of(user.name(), user), Map.of(key.name(), key));
  }
}
