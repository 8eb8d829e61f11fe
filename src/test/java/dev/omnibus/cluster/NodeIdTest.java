package dev.omnibus.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class NodeIdTest {

  @Test
  void text_and_back_is_the_same_node() {
    NodeId node = NodeId.start("n1");
    assertEquals(node, NodeId.of(node.toString()));
  }

  @Test
  void every_start_is_another_incarnation() {
    assertNotEquals(NodeId.start("n1"), NodeId.start("n1"));
  }

  @Test
  void an_incarnation_is_five_letters_or_digits() {
    assertTrue(NodeId.start("n1").incarnation().matches("[0-9a-z]{5}"));
  }

  @Test
  void a_name_that_would_break_an_address_is_refused() {
    assertThrows(IllegalArgumentException.class, () -> NodeId.start("n 1"));
    assertThrows(IllegalArgumentException.class, () -> NodeId.start("n@1"));
  }

  @Test
  void a_text_without_incarnation_is_no_id() {
    assertThrows(IllegalArgumentException.class, () -> NodeId.of("n1"));
  }
}
