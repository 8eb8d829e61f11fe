package dev.omnibus.people;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Who is here, as three nodes tell each other, with a clock and a network of the test. */
class RollTest {

  private static final Duration LITTLE = Duration.ofSeconds(2);
  private static final Duration LONG = Town.GRACE.plusSeconds(1);

  private final Town town = new Town();
  private final Town.Node one = town.node("n1@a");
  private final Town.Node two = town.node("n2@b");
  private final Town.Node three = town.node("n3@c");

  private void heardByAll(String... comings) {
    for (Town.Node node : List.of(one, two, three)) {
      assertEquals(List.of(comings), node.comings());
    }
  }

  @Test
  void two_tabs_of_one_user_are_one_user_with_two_connections() {
    one.come("s1", "ann").come("s2", "ann");
    town.turn();
    town.turn();
    heardByAll("joined ann");
    assertEquals(2, three.connections("ann"));
  }

  @Test
  void tabs_on_two_nodes_are_one_user_too() {
    one.come("s1", "ann");
    two.come("s1", "ann");
    town.turn();
    town.turn();
    heardByAll("joined ann");
    assertEquals(2, three.connections("ann"));
    assertEquals(
        List.of("n1@a", "n2@b"),
        three.member("ann").getJsonArray("at").stream()
            .map(at -> ((JsonObject) at).getString("node"))
            .sorted()
            .toList());
  }

  @Test
  void a_tab_that_is_closed_changes_a_count_and_is_no_leave() {
    one.come("s1", "ann").come("s2", "ann");
    town.turn();
    one.go("s1");
    town.pass(LONG);
    heardByAll("joined ann");
    assertEquals(1, two.connections("ann"));
  }

  @Test
  void the_last_connection_gone_is_one_leave_on_all_nodes_when_the_grace_is_over() {
    one.come("s1", "ann");
    town.turn();
    one.go("s1");
    town.pass(LITTLE);
    heardByAll("joined ann");
    assertEquals(0, two.connections("ann"), "away, and still here");
    town.pass(LONG);
    town.pass(LONG);
    heardByAll("joined ann", "left ann");
    assertNull(two.member("ann"));
  }

  @Test
  void who_leaves_on_all_nodes_at_once_leaves_once() {
    one.come("s1", "ann");
    two.come("s1", "ann");
    town.turn();
    one.go("s1");
    two.go("s1");
    town.pass(LONG);
    town.pass(LONG);
    heardByAll("joined ann", "left ann");
  }

  @Test
  void a_page_that_is_loaded_anew_neither_left_nor_joined_and_is_here_since_it_first_came() {
    one.come("s1", "ann");
    town.pass(LITTLE);
    String since = one.member("ann").getString("since");
    one.go("s1");
    town.pass(LITTLE);
    one.come("s2", "ann");
    town.pass(LONG);
    heardByAll("joined ann");
    assertEquals(since, three.member("ann").getString("since"));
  }

  @Test
  void who_goes_on_at_another_node_neither_left_nor_joined_and_is_here_since_they_first_came() {
    one.come("s1", "ann");
    town.pass(LITTLE);
    String since = one.member("ann").getString("since");
    one.go("s1");
    town.pass(LITTLE);
    two.come("s1", "ann");
    town.pass(LONG);
    heardByAll("joined ann");
    assertEquals(1, three.connections("ann"));
    assertEquals(since, three.member("ann").getString("since"));
  }

  @Test
  void the_members_of_a_dead_node_leave_once() {
    one.come("s1", "ann").come("s2", "bob");
    town.turn();
    town.kill(one);
    town.turn();
    for (Town.Node left : List.of(two, three)) {
      assertEquals(0, left.connections("ann"), "nobody is connected to a dead node");
    }
    town.pass(LONG);
    town.pass(LONG);
    for (Town.Node left : List.of(two, three)) {
      assertEquals(List.of("joined ann", "joined bob", "left ann", "left bob"), left.comings());
    }
  }

  @Test
  void a_rolling_restart_of_all_nodes_makes_nobody_leave_or_join() {
    Town.Node watching = three;
    one.come("s1", "ann");
    two.come("s1", "bob");
    town.turn();
    Town.Node young = restart(one, "n1@d", "ann", two);
    restart(two, "n2@e", "bob", young);
    assertEquals(1, watching.connections("ann"));
    assertEquals(1, watching.connections("bob"));
    assertEquals(List.of("joined ann", "joined bob"), watching.comings());
    assertEquals(List.of(), young.comings(), "who was here before is no news to one that starts");
  }

  @Test
  void who_comes_back_to_the_restarted_node_itself_neither_left_nor_joined() {
    one.come("s1", "ann");
    town.pass(LITTLE);
    String since = two.member("ann").getString("since");
    town.kill(one);
    town.pass(LITTLE);
    Town.Node young = town.node("n1@d");
    town.pass(LITTLE);
    young.come("s1", "ann");
    town.pass(LONG);
    assertEquals(List.of(), young.comings());
    for (Town.Node node : List.of(young, two, three)) {
      assertEquals(since, node.member("ann").getString("since"));
      assertEquals(1, node.connections("ann"));
    }
    assertEquals(List.of("joined ann"), two.comings());
  }

  @Test
  void who_left_with_a_dead_node_does_not_come_again_by_what_another_node_says_of_it() {
    one.come("s1", "ann");
    town.turn();
    town.kill(one);
    town.pass(LONG);
    town.pass(LONG);
    Part late = new Part("n1@a", 1, Map.of("ann", new Person("ann", Town.START, 1, List.of())));
    three.roll().take(new Answer(two.roll().answer().own(), List.of(late)), town.nanos());
    town.pass(LONG);
    assertEquals(List.of("joined ann", "left ann"), three.comings());
  }

  private Town.Node restart(Town.Node old, String young, String user, Town.Node meanwhile) {
    old.go("s1");
    town.pass(LITTLE);
    town.kill(old);
    town.pass(LITTLE);
    meanwhile.come("again", user);
    if (user.equals("bob")) {
      meanwhile.come("ann again", "ann");
    }
    town.pass(LITTLE);
    Town.Node next = town.node(young);
    town.pass(LONG);
    return next;
  }

  @Test
  void parts_of_a_cluster_that_come_together_again_have_nobody_twice_and_no_ghost() {
    one.come("s1", "ann");
    two.come("s1", "ann");
    three.come("s1", "bob");
    town.turn();
    town.part(three);
    town.pass(LONG);
    assertNull(one.member("bob"), "out of reach for longer than the grace");
    assertNull(three.member("ann"));
    three.go("s1");
    three.come("s2", "cay");
    one.go("s1");
    town.pass(LONG);
    town.join();
    town.pass(LONG);
    for (Town.Node node : List.of(one, two, three)) {
      assertEquals(1, node.connections("ann"));
      assertNull(node.member("bob"));
      assertEquals(1, node.connections("cay"));
      assertEquals(2, node.roll().snapshot(10, null).getInteger("users"));
      assertEquals(2L, node.roll().snapshot(10, null).getLong("connections"));
    }
    assertEquals(List.of("joined ann", "joined bob", "left bob", "joined cay"), one.comings());
  }

  @Test
  void a_cluster_that_is_parted_for_a_moment_tells_of_no_leave() {
    one.come("s1", "ann");
    town.turn();
    town.part(one);
    town.pass(LITTLE);
    town.join();
    town.pass(LONG);
    heardByAll("joined ann");
    assertEquals(1, three.connections("ann"));
  }

  @Test
  void a_node_that_comes_knows_everybody_and_tells_of_nobody() {
    one.come("s1", "ann");
    two.come("s1", "bob");
    town.pass(LITTLE);
    Town.Node four = town.node("n4@d");
    town.pass(LONG);
    assertEquals(1, four.connections("ann"));
    assertEquals(1, four.connections("bob"));
    assertEquals(List.of(), four.comings());
  }

  @Test
  void what_was_lost_between_nodes_is_found_when_they_compare() {
    town.lose(true);
    one.come("s1", "ann");
    town.turn();
    town.lose(false);
    assertNull(two.member("ann"));
    town.compare();
    town.turn();
    heardByAll("joined ann");
  }

  @Test
  void a_word_after_a_lost_one_is_not_taken_alone() {
    town.lose(true);
    one.come("s1", "ann");
    town.turn();
    town.lose(false);
    one.come("s2", "bob");
    town.turn();
    town.turn();
    for (Town.Node node : List.of(one, two, three)) {
      assertEquals(1, node.connections("ann"));
      assertEquals(1, node.connections("bob"));
    }
  }
}
