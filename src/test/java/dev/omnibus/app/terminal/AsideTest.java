package dev.omnibus.app.terminal;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.omnibus.bus.Failure;
import org.junit.jupiter.api.Test;

class AsideTest {

  @Test
  void what_a_node_refuses_is_named_and_not_pointed_at() {
    assertEquals(
        "limit must be at most 500 (400)",
        Aside.words(Failure.BAD_REQUEST.because("'/limit' must be at most 500")));
    assertEquals(
        "there is no server '/x' here (404)",
        Aside.words(Failure.NOT_FOUND.because("there is no server '/x' here")));
  }
}
