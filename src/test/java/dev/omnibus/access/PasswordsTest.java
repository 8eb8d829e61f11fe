package dev.omnibus.access;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import at.favre.lib.crypto.bcrypt.BCrypt;
import dev.omnibus.config.PasswordHash;
import io.vertx.core.Vertx;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PasswordsTest {

  private final Vertx vertx = Vertx.vertx();
  private final Passwords passwords = new Passwords(vertx);

  @AfterEach
  void close() {
    Wait.until(vertx.close());
  }

  @Test
  void a_hash_is_good_for_its_password_only() {
    String hash = PasswordHash.of("tr\u00e9s secret".toCharArray());
    assertTrue(check("tr\u00e9s secret", hash));
    assertFalse(check("tres secret", hash));
    assertTrue(Passwords.isHash(hash));
    assertEquals(PasswordHash.COST, Passwords.costOf(hash));
  }

  @ParameterizedTest
  @ValueSource(strings = {"2a", "2b", "2y"})
  void hashes_of_other_tools_are_understood(String version) {
    String hash = BCrypt.withDefaults().hashToString(4, "secret".toCharArray());
    assertTrue(check("secret", hash.replaceFirst("2a", version)));
  }

  @Test
  void a_password_longer_than_bcrypt_reads_is_refused_and_harms_nobody() {
    String start = "x".repeat(72);
    String hash = BCrypt.withDefaults().hashToString(4, start.toCharArray());
    assertTrue(check(start, hash));
    assertFalse(check(start + "y", hash));
    assertThrows(
        IllegalArgumentException.class, () -> PasswordHash.of("y".repeat(73).toCharArray()));
  }

  @Test
  void an_empty_password_is_none() {
    assertFalse(check("", BCrypt.withDefaults().hashToString(4, new char[0])));
    assertThrows(IllegalArgumentException.class, () -> PasswordHash.of(new char[0]));
  }

  @Test
  void the_decoy_of_an_unknown_user_costs_the_same_and_fits_nothing() {
    String decoy = Passwords.decoy(4);
    assertTrue(Passwords.isHash(decoy));
    assertEquals(4, Passwords.costOf(decoy));
    assertFalse(check("x", decoy));
    assertFalse(check("", decoy));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "secret", "$2a$99$0123456789012345678901", "$2a$12$short"})
  void anything_else_is_no_hash(String text) {
    assertFalse(Passwords.isHash(text));
  }

  private boolean check(String password, String hash) {
    return Wait.until(passwords.check(password.toCharArray(), hash));
  }
}
