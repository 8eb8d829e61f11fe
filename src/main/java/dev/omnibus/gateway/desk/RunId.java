package dev.omnibus.gateway.desk;

import java.security.SecureRandom;
import java.util.Base64;

/**
 * The name of a run: what nobody can guess, and the node that keeps it: {@code "q3..f.n1@k3f9"}.
 */
final class RunId {

  private static final SecureRandom RANDOM = new SecureRandom();
  private static final int BYTES = 15;
  private static final int LONGEST = 200;

  private RunId() {}

  static String fresh(String node) {
    byte[] bytes = new byte[BYTES];
    RANDOM.nextBytes(bytes);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes) + "." + node;
  }

  /** The node that it names; an IllegalArgumentException when it is no such name. */
  static String nodeOf(String id) {
    int dot = id.indexOf('.');
    if (dot < 1 || dot == id.length() - 1 || id.length() > LONGEST) {
      throw new IllegalArgumentException("'call' is no name of a call");
    }
    return id.substring(dot + 1);
  }
}
