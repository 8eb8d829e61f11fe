package dev.omnibus.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SecretMaskTest {

  private static final String SECRET = "p4ss wörd/+&\"x\"";
  private static final SecretMask MASK = SecretMask.of(List.of(SECRET, "another-secret"));

  private static String base64(String text) {
    return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void a_secret_is_hidden_wherever_it_stands() {
    String text = SECRET + " and " + SECRET + SECRET + ", another-secret.";
    assertEquals("[hidden] and [hidden], [hidden].", MASK.hide(text));
  }

  @Test
  void a_text_without_a_secret_stays_the_same_object() {
    String text = "p4ss is not it, and neither is another";
    assertTrue(MASK.hide(text) == text);
  }

  @Test
  void two_that_overlap_are_hidden_both() {
    SecretMask mask = SecretMask.of(List.of("abcdefg", "efghijk"));
    assertEquals("x[hidden]y", mask.hide("xabcdefghijky"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "a", "ab", "user:", "someone:"})
  void it_is_hidden_in_base64_whatever_stands_before_it(String before) {
    String shown = MASK.hide("Basic " + base64(before + SECRET + "tail"));
    assertTrue(shown.contains("[hidden]"), shown);
    assertFalse(shown.contains(base64(SECRET).substring(4, 12)), shown);
    String longest = List.of(shown.split("\\[hidden]")).stream().reduce("", (a, b) -> a + b);
    assertTrue(longest.length() < 28 + before.length(), shown);
  }

  @Test
  void it_is_hidden_as_it_looks_in_a_url() {
    assertEquals("?k=[hidden]&b", MASK.hide("?k=p4ss+w%C3%B6rd%2F%2B%26%22x%22&b"));
    assertEquals("?k=[hidden]&b", MASK.hide("?k=p4ss%20w%c3%b6rd%2f%2b%26%22x%22&b"));
  }

  @Test
  void it_is_hidden_as_it_looks_in_json() {
    assertEquals("{\"k\":\"[hidden]\"}", MASK.hide("{\"k\":\"p4ss wörd/+&\\\"x\\\"\"}"));
  }

  @Test
  void each_line_of_a_key_is_hidden_and_its_frame_is_not() {
    String key =
        "-----BEGIN KEY-----\nMIIEvQIBADANBgkqhkiG\n9w0BAQEFAASCBKcwggSj\n-----END KEY-----";
    SecretMask mask = SecretMask.of(List.of(key));
    assertEquals("[hidden]", mask.hide("MIIEvQIBADANBgkqhkiG"));
    assertEquals("at [hidden] end", mask.hide("at 9w0BAQEFAASCBKcwggSj end"));
    assertEquals("-----BEGIN KEY-----", mask.hide("-----BEGIN KEY-----"));
  }

  @Test
  void half_of_a_secret_at_the_end_of_what_was_cut_is_hidden() {
    assertEquals("key another-se", MASK.hide("key another-se"));
    assertEquals("key [hidden]", MASK.hideInBeginning("key another-se"));
  }

  @Test
  void a_thousand_secrets_are_all_known() {
    List<String> all = IntStream.range(0, 1_000).mapToObj(i -> "secret-number-" + i).toList();
    SecretMask mask = SecretMask.of(all);
    all.forEach(secret -> assertEquals("<[hidden]>", mask.hide("<" + secret + ">")));
  }

  @Test
  void one_that_is_too_short_to_be_a_secret_is_none() {
    assertEquals("abcd", SecretMask.of(List.of("abcd")).hide("abcd"));
  }
}
