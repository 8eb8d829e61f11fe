package dev.omnibus.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SecretRefsTest {

  private final SecretRefs refs =
      new SecretRefs(
          Map.of("TOKEN", "s3cr$t-token", "LONGER", "s3cr$t-token-2", "ONE", "1")::get,
          Path.of(""));

  @Test
  void an_environment_variable_is_put_in_place() {
    assertEquals("Bearer s3cr$t-token!", refs.resolve("Bearer ${env:TOKEN}!"));
  }

  @Test
  void a_file_is_put_in_place_without_its_last_line_end(@TempDir Path folder) throws IOException {
    Path file = Files.writeString(folder.resolve("key"), "from-file\n");
    assertEquals("from-file", refs.resolve("${file:" + file + "}"));
  }

  @Test
  void a_reference_that_leads_nowhere_is_named() {
    IllegalArgumentException e =
        assertThrows(IllegalArgumentException.class, () -> refs.resolve("${env:MISSING}"));
    assertTrue(e.getMessage().contains("${env:MISSING}"));
  }

  @Test
  void what_a_shell_would_expand_is_left_alone() {
    assertEquals("${HOME} ${X:-y}", refs.resolve("${HOME} ${X:-y}"));
  }

  @Test
  void a_resolved_secret_is_hidden_wherever_it_turns_up() {
    refs.resolve("${env:TOKEN}");
    assertEquals("got [hidden]", refs.mask("got s3cr$t-token"));
  }

  @Test
  void a_secret_within_another_does_not_give_the_other_away() {
    refs.resolve("${env:TOKEN}${env:LONGER}");
    assertEquals("[hidden]", refs.mask("s3cr$t-token-2"));
  }

  @Test
  void a_secret_too_short_to_be_one_does_not_eat_the_log() {
    refs.resolve("${env:ONE}");
    assertEquals("listening on 127.0.0.1", refs.mask("listening on 127.0.0.1"));
  }

  @Test
  void only_a_file_that_ends_is_read() {
    assertThrows(IllegalArgumentException.class, () -> refs.resolve("${file:/dev/null}"));
  }

  @Test
  void a_file_too_large_to_be_a_secret_is_not_read(@TempDir Path folder) throws IOException {
    Path file = Files.write(folder.resolve("big"), new byte[2 << 20]);
    assertThrows(IllegalArgumentException.class, () -> refs.resolve("${file:" + file + "}"));
  }
}
