package dev.omnibus.bridge;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Optional;
import org.junit.jupiter.api.Test;

class OpenFilesTest {

  @Test
  void nothing_is_said_when_all_sockets_fit() {
    assertEquals(Optional.empty(), new OpenFiles(10_500).complaint(10_000));
  }

  @Test
  void too_low_a_limit_is_said_with_how_many_fit_and_what_to_raise_it_to() {
    String said = new OpenFiles(1024).complaint(10_000).orElseThrow();
    assertTrue(said.contains("about 524 of 10000"), said);
    assertTrue(said.contains("raise it to 10500 (ulimit -n"), said);
  }

  @Test
  void the_limit_of_this_process_is_known() {
    assertTrue(OpenFiles.ofProcess().limit() > 0);
  }
}
