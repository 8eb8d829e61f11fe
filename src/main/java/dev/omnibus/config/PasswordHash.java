package dev.omnibus.config;

import at.favre.lib.crypto.bcrypt.BCrypt;
import java.nio.CharBuffer;
import java.nio.charset.StandardCharsets;

/** How a password becomes what {@code access.json} keeps of it: bcrypt, slow on purpose. */
public final class PasswordHash {

  /** Work to hash one password: 2 to the power of this. */
  public static final int COST = 12;

  /** bcrypt reads no further; a longer password would be good with any end. */
  public static final int MAX_BYTES = 72;

  private PasswordHash() {}

  /** Blocking; for commands and the start. Refuses a password that does not {@link #fits}. */
  public static String of(char[] password) {
    if (!fits(password)) {
      throw new IllegalArgumentException("a password has 1 to " + MAX_BYTES + " bytes");
    }
    return BCrypt.withDefaults().hashToString(COST, password);
  }

  /** Whether all of it would count. */
  public static boolean fits(char[] password) {
    int bytes = StandardCharsets.UTF_8.encode(CharBuffer.wrap(password)).remaining();
    return bytes > 0 && bytes <= MAX_BYTES;
  }
}
