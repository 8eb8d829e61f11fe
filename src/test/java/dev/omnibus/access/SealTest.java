package dev.omnibus.access;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SealTest {

  private static final byte[] PLAIN = "what nobody else may read".getBytes();

  private byte[] secret = "a secret of forty-eight bytes or so, that is it.".getBytes();
  private final Seal seal = new Seal(() -> secret, "sessions");

  @Test
  void what_was_sealed_is_opened() {
    assertArrayEquals(PLAIN, seal.open(seal.close(PLAIN)).orElseThrow());
  }

  @Test
  void the_same_is_never_sealed_twice_alike() {
    assertNotEquals(seal.close(PLAIN), seal.close(PLAIN));
  }

  @Test
  void one_changed_letter_opens_nothing() {
    String closed = seal.close(PLAIN);
    for (int i = 0; i < closed.length() - 1; i++) {
      char other = closed.charAt(i) == 'A' ? 'B' : 'A';
      String forged = closed.substring(0, i) + other + closed.substring(i + 1);
      assertEquals(Optional.empty(), seal.open(forged));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "A", "not base64!", "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"})
  void what_was_never_sealed_opens_nothing(String text) {
    assertEquals(Optional.empty(), seal.open(text));
  }

  @Test
  void another_purpose_has_another_key() {
    assertEquals(Optional.empty(), new Seal(() -> secret, "else").open(seal.close(PLAIN)));
  }

  @Test
  void a_new_secret_is_used_from_then_on() {
    String before = seal.close(PLAIN);
    secret = "another secret of forty-eight bytes, or nearly..".getBytes();
    assertEquals(Optional.empty(), seal.open(before));
    assertArrayEquals(PLAIN, seal.open(seal.close(PLAIN)).orElseThrow());
  }
}
