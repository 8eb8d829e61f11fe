package dev.omnibus.gateway.talk;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class PrefixedNameTest {

  private static final List<String> SERVERS = List.of("a", "a__b", "files");

  @Test
  void a_name_is_the_server_two_underscores_and_the_name() {
    assertEquals("files__read", new PrefixedName("files", "read").toString());
  }

  @Test
  void a_name_is_read_back() {
    assertEquals(
        Optional.of(new PrefixedName("files", "read__all")),
        PrefixedName.parse("files__read__all", SERVERS));
  }

  @Test
  void the_longest_server_that_fits_wins() {
    assertEquals(
        Optional.of(new PrefixedName("a__b", "c")), PrefixedName.parse("a__b__c", SERVERS));
  }

  @Test
  void a_server_that_is_not_there_has_no_names() {
    assertEquals(Optional.empty(), PrefixedName.parse("web__get", SERVERS));
    assertEquals(Optional.empty(), PrefixedName.parse("files", SERVERS));
  }
}
