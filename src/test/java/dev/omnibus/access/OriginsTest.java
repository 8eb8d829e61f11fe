package dev.omnibus.access;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OriginsTest {

  private static final String HOST = "omnibus.example.org:8080";

  private final Origins origins = new Origins(List.of("https://ops.example.org"));

  @Test
  void a_program_sends_none_and_is_welcome() {
    assertTrue(origins.allow(null, HOST));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://omnibus.example.org:8080",
        "https://omnibus.example.org:8080",
        "HTTP://OMNIBUS.example.ORG:8080",
        "https://ops.example.org",
        "https://OPS.example.org:443"
      })
  void the_own_host_and_a_listed_origin_are_welcome(String origin) {
    assertTrue(origins.allow(origin, HOST));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "null",
        "",
        "http://omnibus.example.org",
        "http://omnibus.example.org:8081",
        "http://omnibus.example.org:8080.evil.org",
        "http://evil.org",
        "http://ops.example.org",
        "https://ops.example.org.evil.org",
        "https://evil-ops.example.org",
        "https://ops.example.org@evil.org",
        "https://ops.example.org/",
        "https://ops.example.org:99999999999",
        "ftp://omnibus.example.org:8080",
        "//omnibus.example.org:8080",
        "https://ops.example.org https://evil.org"
      })
  void anything_else_is_foreign(String origin) {
    assertFalse(origins.allow(origin, HOST));
  }

  @Test
  void a_default_port_may_be_left_out() {
    assertTrue(origins.allow("http://omnibus", "omnibus:80"));
    assertTrue(origins.allow("https://omnibus:443", "omnibus"));
    assertFalse(origins.allow("http://omnibus:443", "omnibus"));
  }

  @Test
  void an_address_of_version_6_and_a_name_with_an_underscore_are_hosts_too() {
    assertTrue(origins.allow("http://[::1]:8080", "[::1]:8080"));
    assertTrue(origins.allow("http://my_node:8080", "my_node:8080"));
  }

  @Test
  void without_a_host_only_the_list_counts() {
    assertFalse(origins.allow("http://omnibus", null));
  }

  @Test
  void a_list_with_something_else_in_it_is_refused() {
    assertThrows(IllegalArgumentException.class, () -> new Origins(List.of("*")));
  }
}
