package dev.omnibus.access;

import dev.omnibus.config.AccessConfig;
import dev.omnibus.config.KeySpec;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Supplier;

/** Keys of programs: {@code omk_...}, of which the configuration knows the SHA-256 only. */
public final class Keys {

  static final String PREFIX = "omk_";

  private final Supplier<AccessConfig> access;

  Keys(Supplier<AccessConfig> access) {
    this.access = access;
  }

  /** The caller's name of the key, {@code key:<name>}; empty when unknown or blocked. */
  Optional<String> userOf(String key) {
    byte[] digest = sha256(key).getBytes(StandardCharsets.UTF_8);
    return access.get().keys().values().stream()
        .filter(spec -> !spec.blocked())
        .filter(spec -> MessageDigest.isEqual(digest, known(spec)))
        .map(spec -> Policy.KEY_PREFIX + spec.name())
        .findFirst();
  }

  /** A new key; shown once and kept nowhere. */
  public static String make() {
    return PREFIX + RandomText.of(32);
  }

  /** What stands in {@code access.json} for this key. */
  public static String sha256(String key) {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256").digest(key.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(digest);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  private static byte[] known(KeySpec spec) {
    return spec.sha256().toLowerCase(Locale.ROOT).getBytes(StandardCharsets.UTF_8);
  }
}
