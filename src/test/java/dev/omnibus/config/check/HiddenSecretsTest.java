package dev.omnibus.config.check;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class HiddenSecretsTest {

  private static final String TEXT =
      """
      { "users": { "ann \u00e9😀": { "password" : "$2a$one",  "roles": [] },
                   "bob": {"password":"$2a$two"} },
        "keys": { "ci": { "sha256": "abc" } } }
      """;

  @Test
  void hashes_are_hidden_and_everything_else_stays() {
    assertEquals(
        TEXT.replace("$2a$one", "[hidden]")
            .replace("$2a$two", "[hidden]")
            .replace("abc", "[hidden]"),
        HiddenSecrets.hide(TEXT));
  }

  @Test
  void what_is_hidden_comes_back() {
    assertEquals(TEXT, HiddenSecrets.restore(HiddenSecrets.hide(TEXT), TEXT));
  }

  @Test
  void a_new_hash_beside_hidden_ones_is_kept() {
    String edited =
        HiddenSecrets.hide(TEXT.replace("$2a$two", "x"))
            .replaceFirst(
                "\"bob\": \\{\"password\":\"\\[hidden]\"", "\"bob\": {\"password\":\"young\"");
    assertEquals(TEXT.replace("$2a$two", "young"), HiddenSecrets.restore(edited, TEXT));
  }

  @Test
  void somebody_new_with_a_hidden_hash_stays_hidden() {
    String young = "{\"users\":{\"eve\":{\"password\":\"[hidden]\"}}}";
    assertEquals(young, HiddenSecrets.restore(young, TEXT));
  }

  @Test
  void a_broken_text_is_left_as_it_is() {
    assertEquals("{", HiddenSecrets.restore("{", TEXT));
  }
}
