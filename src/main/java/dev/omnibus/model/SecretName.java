package dev.omnibus.model;

import java.util.regex.Pattern;

/**
 * What a secret is called: whether the name of a field, an option, a header or a variable says that
 * its value is one. A doubt speaks for hiding.
 */
public final class SecretName {

  private static final Pattern SECRET =
      Pattern.compile(
          "(?i)token|secret|passw|passphrase|passcode|pass$|pwd|api.?key|access.?key|private.?key"
              + "|credential|cookie|signature|bearer|auth(?!ors?(?:$|[._-]))"
              + "|(?:^|[._-])(?:otp|pin|key|sig|sas|jwt|ticket)$");

  private SecretName() {}

  public static boolean is(String name) {
    return SECRET.matcher(name).find();
  }
}
