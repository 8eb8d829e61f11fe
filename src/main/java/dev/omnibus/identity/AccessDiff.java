package dev.omnibus.identity;

import dev.omnibus.config.AccessConfig;
import dev.omnibus.config.KeySpec;
import dev.omnibus.config.UserSpec;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/** Whose open sessions a new version of {@code access.json} touches, and why. */
final class AccessDiff {

  static final String BLOCKED = "blocked";
  static final String CREDENTIAL_CHANGE = "credential_change";
  static final String ROLE_CHANGE = "role_change";

  /** A user and a key, seen as one kind of thing. */
  private record Account(String secret, List<String> roles) {}

  private AccessDiff() {}

  /** The reason for each user or key ({@code key:<name>}) whose rights are not what they were. */
  static Map<String, String> between(AccessConfig old, AccessConfig young) {
    Map<String, Account> now = accounts(young);
    Map<String, String> reasons = new TreeMap<>();
    accounts(old)
        .forEach(
            (name, was) ->
                reason(was, now.get(name), old, young)
                    .ifPresent(reason -> reasons.put(name, reason)));
    return reasons;
  }

  private static Optional<String> reason(
      Account was, Account is, AccessConfig old, AccessConfig young) {
    if (is == null) {
      return Optional.of(BLOCKED);
    }
    if (!Objects.equals(was.secret(), is.secret())) {
      return Optional.of(CREDENTIAL_CHANGE);
    }
    boolean same =
        was.roles().equals(is.roles())
            && is.roles().stream()
                .allMatch(role -> Objects.equals(old.roles().get(role), young.roles().get(role)));
    return same ? Optional.empty() : Optional.of(ROLE_CHANGE);
  }

  /** All that may sign in; who is blocked is not there. */
  private static Map<String, Account> accounts(AccessConfig config) {
    Map<String, Account> all = new TreeMap<>();
    Stream<UserSpec> users = config.users().values().stream().filter(user -> !user.blocked());
    Stream<KeySpec> keys = config.keys().values().stream().filter(key -> !key.blocked());
    users.forEach(user -> all.put(user.name(), new Account(user.password(), user.roles())));
    keys.forEach(key -> all.put("key:" + key.name(), new Account(key.sha256(), key.roles())));
    return all;
  }
}
