package dev.omnibus.mcp;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class HeaderTextTest {

  @Test
  void plain_text_goes_as_it_is() {
    assertEquals("read file", HeaderText.encode("read file"));
    assertEquals("", HeaderText.encode(""));
  }

  @Test
  void what_a_header_cannot_carry_goes_encoded() {
    assertEquals("=?base64?Z3LDvMOfZQ==?=", HeaderText.encode("grüße"));
    assertEquals("=?base64?YQpi?=", HeaderText.encode("a\nb"));
  }

  @Test
  void outer_space_would_be_trimmed_so_it_goes_encoded() {
    assertEquals("=?base64?IGE=?=", HeaderText.encode(" a"));
  }

  @Test
  void what_looks_encoded_goes_encoded() {
    assertEquals("=?base64?PT9iYXNlNjQ/WVE9PT89?=", HeaderText.encode("=?base64?YQ==?="));
  }

  @Test
  void what_was_encoded_comes_back() {
    for (String text : List.of("grüße", " a", "a\nb", "=?base64?YQ==?=", "plain", "")) {
      assertEquals(Optional.of(text), HeaderText.decode(HeaderText.encode(text)));
    }
  }

  @Test
  void what_only_looks_encoded_is_nothing() {
    assertEquals(Optional.empty(), HeaderText.decode("=?base64?***?="));
  }
}
