package dev.omnibus.config.check;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
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
  void the_password_of_the_store_is_hidden_and_comes_back() {
    String text =
        """
        { "store": { "url": "jdbc:postgresql://db/x", "user": "o", "password": "s3cret" } }
        """;
    String hidden = HiddenSecrets.hide(text);
    assertEquals(text.replace("s3cret", "[hidden]"), hidden);
    assertEquals(text, HiddenSecrets.restore(hidden, text));
    assertEquals(List.of("/store/password"), HiddenSecrets.lost(hidden));
    String reference = text.replace("s3cret", "${env:DB_PASSWORD}");
    assertEquals(reference, HiddenSecrets.hide(reference));
  }

  @Test
  void what_stands_in_clear_in_a_server_is_hidden_and_comes_back() {
    String text =
        """
        { "mcpServers": { "a": { "url": "http://x/mcp",
            "headers": { "Authorization": "Bearer s3cret", "X-Key": "${env:KEY}" },
            "env": { "TOKEN": "abc", "B": "Bearer ${file:/run/b}", "C": "s3cret${env:NONE}" } } } }
        """;
    String hidden = HiddenSecrets.hide(text);
    assertEquals(
        text.replace("Bearer s3cret", "[hidden]")
            .replace("\"abc\"", "\"[hidden]\"")
            .replace("s3cret${env:NONE}", "[hidden]"),
        hidden);
    assertEquals(text, HiddenSecrets.restore(hidden, text));
  }

  @Test
  void a_server_of_another_name_does_not_get_what_was_hidden() {
    String text = "{\"mcpServers\":{\"a\":{\"command\":\"x\",\"env\":{\"T\":\"abc\"}}}}";
    String renamed = HiddenSecrets.hide(text).replace("\"a\"", "\"b\"");
    assertEquals(
        List.of("/mcpServers/b/env/T"), HiddenSecrets.lost(HiddenSecrets.restore(renamed, text)));
  }

  @Test
  void a_broken_text_is_left_as_it_is() {
    assertEquals("{", HiddenSecrets.restore("{", TEXT));
  }
}
