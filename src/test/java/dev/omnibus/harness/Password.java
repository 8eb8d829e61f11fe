package dev.omnibus.harness;

import at.favre.lib.crypto.bcrypt.BCrypt;

/**
 * The password of those who sign in at nodes of tests, and its hash with the least work that a node
 * takes: with the usual work each start and each sign-in would cost half a second.
 */
public final class Password {

  public static final String TEXT = "correct horse battery";

  public static final String HASH =
      BCrypt.withDefaults().hashToString(BCrypt.MIN_COST, TEXT.toCharArray());

  private Password() {}
}
