package dev.omnibus.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.AlphaChars;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;

class OwnershipTest {

  private static final List<String> SERVERS =
      IntStream.range(0, 1_000).mapToObj(i -> "server-" + i).toList();

  @Test
  void nobody_owns_when_nobody_lives() {
    assertTrue(Ownership.owner("files", List.of()).isEmpty());
  }

  @Test
  void a_thousand_servers_spread_evenly_over_five_nodes() {
    Map<NodeId, Long> shares =
        SERVERS.stream()
            .collect(
                Collectors.groupingBy(
                    server -> Ownership.owner(server, nodes(5)).orElseThrow(),
                    Collectors.counting()));
    assertEquals(5, shares.size());
    shares.values().forEach(n -> assertTrue(n > 150 && n < 250, () -> shares.toString()));
  }

  @Test
  void a_restarted_node_owns_what_it_owned_before() {
    List<NodeId> before = List.of(new NodeId("n1", "aaaaa"), new NodeId("n2", "bbbbb"));
    List<NodeId> after = List.of(new NodeId("n1", "zzzzz"), new NodeId("n2", "bbbbb"));
    Function<List<NodeId>, List<String>> names =
        live -> SERVERS.stream().map(s -> Ownership.owner(s, live).orElseThrow().name()).toList();
    assertEquals(names.apply(before), names.apply(after));
  }

  @Property
  void the_owner_does_not_depend_on_the_order_of_the_members(
      @ForAll @AlphaChars @StringLength(min = 1, max = 30) String server,
      @ForAll @IntRange(min = 1, max = 9) int count) {
    List<NodeId> reversed = new ArrayList<>(nodes(count));
    Collections.reverse(reversed);
    assertEquals(Ownership.owner(server, nodes(count)), Ownership.owner(server, reversed));
  }

  @Property
  void a_node_that_leaves_moves_only_its_own_servers(
      @ForAll @AlphaChars @StringLength(min = 1, max = 30) String server,
      @ForAll @IntRange(min = 2, max = 9) int count) {
    NodeId last = nodes(count).get(count - 1);
    NodeId owner = Ownership.owner(server, nodes(count)).orElseThrow();
    if (!owner.equals(last)) {
      assertEquals(owner, Ownership.owner(server, nodes(count - 1)).orElseThrow());
    }
  }

  private static List<NodeId> nodes(int count) {
    return IntStream.range(0, count).mapToObj(i -> new NodeId("n" + i, "aaaaa")).toList();
  }
}
