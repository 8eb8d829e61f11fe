package dev.omnibus.config.check;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.json.JsonArray;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

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
  void what_a_receiver_of_traces_is_shown_is_hidden_and_comes_back() {
    String text =
        """
        { "telemetry": { "otlp": { "url": "http://ann:pw1@host/v1/metrics" },
            "traces": { "otlp": { "url": "http://ann:pw2@host/v1/traces",
              "headers": { "api-key": "s3cret", "other": "${env:KEY}" } } } } }
        """;
    String hidden = HiddenSecrets.hide(text);
    for (String secret : List.of("pw1", "pw2", "s3cret")) {
      assertFalse(hidden.contains(secret), hidden);
    }
    assertTrue(hidden.contains("${env:KEY}"), hidden);
    assertTrue(
        HiddenSecrets.lost(hidden).contains("/telemetry/traces/otlp/headers/api-key"),
        "alone it says nothing");
    assertEquals(text, HiddenSecrets.restore(hidden, text));
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
        { "mcpServers": { "a": { "url": "http://x/mcp", "metricsUrl": "https://h/m?token=abc",
            "headers": { "Authorization": "Bearer s3cret", "X-Key": "${env:KEY}" },
            "env": { "TOKEN": "abc", "B": "Bearer ${file:/run/b}", "C": "s3cret${env:NONE}" } } } }
        """;
    String hidden = HiddenSecrets.hide(text);
    assertEquals(
        text.replace("Bearer s3cret", "[hidden]")
            .replace("\"abc\"", "\"[hidden]\"")
            .replace("token=abc", "token=[hidden]")
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

  private static String args(String... all) {
    return "{\"mcpServers\":{\"a\":{\"command\":\"x\",\"args\":"
        + new JsonArray(List.of(all)).encode()
        + "}}}";
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          --token=abc                            | --token=[hidden]
          --api-key=${env:KEY}                   | --api-key=${env:KEY}
          GITHUB_TOKEN=abc                       | GITHUB_TOKEN=[hidden]
          Authorization: Bearer abc              | Authorization: [hidden]
          Authorization: Bearer ${env:T}         | Authorization: Bearer ${env:T}
          postgres://bob:abc@db/x                | postgres://bob:[hidden]@db/x
          postgres://bob:${env:PW}@db/x          | postgres://bob:${env:PW}@db/x
          https://abc@git.example.com/x          | https://[hidden]@git.example.com/x
          https://h/mcp?key=abc&page=2           | https://h/mcp?key=[hidden]&page=2
          https://h/mcp?page=2&access_token=a%20 | https://h/mcp?page=2&access_token=[hidden]
          ghp_0123456789abcdef                   | [hidden]
          9f86d081884c7d659a2feaa0c55ad015       | [hidden]
          --root=/srv/files                      | --root=/srv/files
          @modelcontextprotocol/server-files     | @modelcontextprotocol/server-files
          -y                                     | -y
          --keyboard=de                          | --keyboard=de
          """)
  void what_looks_like_a_secret_in_an_argument_is_hidden_and_comes_back(String arg, String shown) {
    String text = args("first", arg, "last");
    String hidden = HiddenSecrets.hide(text);
    assertEquals(args("first", shown, "last"), hidden);
    assertEquals(text, HiddenSecrets.restore(hidden, text));
    assertEquals(List.of(), HiddenSecrets.lost(HiddenSecrets.restore(hidden, text)));
  }

  @Test
  void an_option_names_the_argument_after_it() {
    assertEquals(
        args("--token", "[hidden]", "--port", "80"),
        HiddenSecrets.hide(args("--token", "abc", "--port", "80")));
  }

  @Test
  void a_hidden_argument_comes_back_when_others_come_before_it() {
    String before = args("--token=abc");
    assertEquals(
        args("-v", "--token=abc"), HiddenSecrets.restore(args("-v", "--token=[hidden]"), before));
  }

  @ParameterizedTest
  @ValueSource(strings = {"https://h/mcp?config=", "https://", "--config=", "${env:A", "a:"})
  void a_very_long_argument_is_read_like_a_short_one(String start) {
    String text = args(start + "x$".repeat(100_000));
    assertEquals(text, HiddenSecrets.hide(text));
  }

  @Test
  void two_hidden_arguments_keep_each_its_own_value_wherever_they_stand() {
    String before = args("--token", "abc", "--password", "def");
    String hidden = HiddenSecrets.hide(before);
    assertEquals(args("--token", "[hidden]", "--password", "[hidden]"), hidden);
    assertEquals(before, HiddenSecrets.restore(hidden, before));
    assertEquals(
        args("-v", "--token", "abc", "--password", "def"),
        HiddenSecrets.restore(args("-v", "--token", "[hidden]", "--password", "[hidden]"), before));
    assertEquals(
        args("--password", "def"), HiddenSecrets.restore(args("--password", "[hidden]"), before));
  }

  @Test
  void two_neighbours_that_are_hidden_as_a_whole_come_back() {
    String before = args("--token", "abc", "sk-aaaaaaaaaaaa1", "sk-bbbbbbbbbbbb2");
    assertEquals(args("--token", "[hidden]", "[hidden]", "[hidden]"), HiddenSecrets.hide(before));
    assertEquals(before, HiddenSecrets.restore(HiddenSecrets.hide(before), before));
  }

  @Test
  void a_moved_argument_that_could_be_either_of_two_has_to_be_written_again() {
    String before = args("--token=abc", "--token=def");
    assertEquals(before, HiddenSecrets.restore(HiddenSecrets.hide(before), before));
    assertEquals(
        List.of("/mcpServers/a/args/2"),
        HiddenSecrets.lost(
            HiddenSecrets.restore(args("--token=[hidden]", "-v", "--token=[hidden]"), before)));
  }

  @Test
  void headers_of_a_server_that_is_called_args_are_not_mixed_up() {
    String text =
        "{\"mcpServers\":{\"args\":{\"url\":\"http://x\",\"headers\":"
            + "{\"X\":\"abc\",\"Y\":\"def\"}}}}";
    assertEquals(text, HiddenSecrets.restore(HiddenSecrets.hide(text), text));
    String renamed = HiddenSecrets.hide(text).replace("\"Y\"", "\"Z\"");
    assertEquals(
        List.of("/mcpServers/args/headers/Z"),
        HiddenSecrets.lost(HiddenSecrets.restore(renamed, text)));
  }

  @Test
  void what_was_changed_around_a_hidden_part_has_to_be_written_again() {
    String before = args("postgres://bob:abc@db/x");
    String elsewhere = args("postgres://bob:[hidden]@evil/x");
    assertEquals(
        List.of("/mcpServers/a/args/0"),
        HiddenSecrets.lost(HiddenSecrets.restore(elsewhere, before)));
  }

  @Test
  void secrets_in_the_address_of_a_server_are_hidden_and_come_back() {
    String text =
        """
        { "mcpServers": { "a": { "url" : "https://u:p@x/mcp?api_key=abc&v=1" } } }
        """;
    String hidden = HiddenSecrets.hide(text);
    assertEquals(text.replace("u:p@", "u:[hidden]@").replace("abc", "[hidden]"), hidden);
    assertEquals(text, HiddenSecrets.restore(hidden, text));
  }

  @Test
  void numbers_are_hidden_too_and_come_back_as_numbers() {
    String text =
        """
        { "mcpServers": { "a": { "command": "x", "env": { "PIN": 1.50, "ON": true } } } }
        """;
    String hidden = HiddenSecrets.hide(text);
    assertEquals(text.replace("1.50", "\"[hidden]\""), hidden);
    assertEquals(text, HiddenSecrets.restore(hidden, text));
  }

  @Test
  void what_a_token_is_fetched_with_is_hidden() {
    String text =
        """
        { "mcpServers": { "a": { "url": "https://x", "oauth": { "clientId": "me",
          "clientSecret": "abc", "privateKey": "${file:key.pem}" } } } }
        """;
    String hidden = HiddenSecrets.hide(text);
    assertEquals(text.replace("abc", "[hidden]"), hidden);
    assertEquals(text, HiddenSecrets.restore(hidden, text));
  }
}
