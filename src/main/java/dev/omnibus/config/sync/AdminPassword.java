package dev.omnibus.config.sync;

import dev.omnibus.config.AccessConfig;
import dev.omnibus.config.PasswordHash;
import dev.omnibus.config.UserSpec;
import java.security.SecureRandom;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The password of {@code admin} that the environment sets for this node, whatever {@code
 * access.json} says; or none.
 */
final class AdminPassword {

  static final String ADMIN = "admin";
  static final String VARIABLE = "OMNIBUS_ADMIN_PASSWORD";

  /** Letters and digits that nobody mistakes for each other. */
  private static final String ALPHABET = "abcdefghijkmnpqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ23456789";

  private static final int LENGTH = 20;

  private final String hash;

  private AdminPassword(String hash) {
    this.hash = hash;
  }

  /** Takes the password from the environment. Slow on purpose: once, at the start. */
  static AdminPassword of(Map<String, String> environment) {
    String password = environment.get(VARIABLE);
    return new AdminPassword(password == null || password.isEmpty() ? null : hash(password));
  }

  /** The hash to write into a new file; null when the environment sets none. */
  String hash() {
    return hash;
  }

  /** The rules with this password put over them. */
  AccessConfig over(AccessConfig access) {
    if (hash == null) {
      return access;
    }
    UserSpec written = access.users().get(ADMIN);
    Map<String, UserSpec> users = new HashMap<>(access.users());
    users.put(
        ADMIN,
        written == null
            ? new UserSpec(ADMIN, hash, List.of(ADMIN), false)
            : new UserSpec(ADMIN, hash, written.roles(), written.blocked()));
    return access.with(users);
  }

  /** A new admin with a password that nobody knows yet. */
  static FirstAdmin generate() {
    SecureRandom random = new SecureRandom();
    StringBuilder password = new StringBuilder();
    for (int i = 0; i < LENGTH; i++) {
      password.append(ALPHABET.charAt(random.nextInt(ALPHABET.length())));
    }
    return new FirstAdmin(password.toString(), hash(password.toString()));
  }

  private static String hash(String password) {
    if (!PasswordHash.fits(password.toCharArray())) {
      throw new IllegalArgumentException(
          VARIABLE + " is longer than " + PasswordHash.MAX_BYTES + " bytes");
    }
    return PasswordHash.of(password.toCharArray());
  }
}
