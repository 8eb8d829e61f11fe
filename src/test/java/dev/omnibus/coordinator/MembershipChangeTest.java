package dev.omnibus.coordinator;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.omnibus.cluster.NodeId;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class MembershipChangeTest {

  private static final NodeId N1 = NodeId.of("n1@a");
  private static final NodeId N2 = NodeId.of("n2@a");
  private static final NodeId N3 = NodeId.of("n3@a");

  @Test
  void who_came_and_who_went_is_told_apart() {
    MembershipChange change = MembershipChange.between(List.of(N1, N2), List.of(N2, N3), N2);
    assertEquals(List.of(N3), change.joined());
    assertEquals(List.of(N1), change.left());
  }

  @Test
  void exactly_one_of_those_who_stayed_says_so() {
    long speakers =
        Stream.of(N2, N3)
            .filter(n -> MembershipChange.between(List.of(N1, N2, N3), List.of(N2, N3), n).mine())
            .count();
    assertEquals(1, speakers);
  }

  @Test
  void a_newcomer_does_not_announce_itself() {
    assertFalse(MembershipChange.between(List.of(N1), List.of(N1, N2), N2).mine());
    assertTrue(MembershipChange.between(List.of(N2), List.of(N1, N2), N2).mine());
  }
}
