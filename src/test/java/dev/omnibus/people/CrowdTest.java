package dev.omnibus.people;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.omnibus.presence.Place;
import dev.omnibus.presence.Present;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Many come at once, or one makes a lot of noise. */
class CrowdTest {

  private static final int CROWD = 15_000;

  private final Town town = new Town();
  private final Town.Node one = town.node("n1@a");
  private final Town.Node two = town.node("n2@b");

  @Test
  void ten_thousand_users_who_come_at_once_are_a_few_small_events() {
    for (int i = 0; i < 10_000; i++) {
      one.come("s" + i, "user" + i);
    }
    town.pass(Duration.ofSeconds(15));
    assertEquals(10_000, two.roll().snapshot(1, null).getInteger("users"));
    assertEquals(10_000L, two.roll().snapshot(1, null).getLong("connections"));
    assertTrue(two.diffs().size() <= 30, two.diffs().size() + " events");
    for (JsonObject diff : two.diffs()) {
      assertTrue(diff.getJsonArray("changes").size() <= View.MOST_CHANGES);
      assertTrue(diff.encode().length() < 16_000, diff.encode().length() + " characters");
    }
  }

  @Test
  void words_about_a_crowd_are_short_and_of_one_chain() {
    List<Present> crowd =
        IntStream.range(0, 1_200)
            .mapToObj(i -> new Present("user" + i, Map.of(Place.UNKNOWN, 1)))
            .toList();
    List<Told> words =
        new OwnPeople("n1@a", Town.GRACE).turn(crowd, user -> Optional.empty(), Town.START, 0);
    assertEquals(List.of(500, 500, 200), words.stream().map(told -> told.people().size()).toList());
    assertEquals(List.of(0L, 1L, 2L), words.stream().map(Told::from).toList());
    assertEquals(List.of(1L, 2L, 3L), words.stream().map(Told::to).toList());
  }

  @Test
  void nobody_of_a_crowd_leaves_who_goes_and_comes_back_within_the_grace() {
    comeAll(one);
    for (int i = 0; i < CROWD; i++) {
      one.go("s" + i);
    }
    comeOverFiveSeconds(one);
    nobodyCameOrLeft(one, two);
  }

  @Test
  void nobody_of_a_crowd_leaves_whose_node_died_and_who_goes_on_at_another_within_the_grace() {
    Town.Node three = town.node("n3@c");
    comeAll(one);
    town.kill(one);
    comeOverFiveSeconds(two);
    nobodyCameOrLeft(two, three);
  }

  private void comeAll(Town.Node node) {
    for (int i = 0; i < CROWD; i++) {
      node.come("s" + i, "user" + i);
    }
    town.turn();
    town.turn();
  }

  private void comeOverFiveSeconds(Town.Node node) {
    for (int half = 0; half < 10; half++) {
      town.pass(Duration.ofMillis(500));
      for (int i = half; i < CROWD; i += 10) {
        node.come("s" + i, "user" + i);
      }
    }
    town.pass(Town.GRACE.plusSeconds(10));
  }

  /** Of each in a crowd an event names the first few only: the totals know of all. */
  private static void nobodyCameOrLeft(Town.Node... nodes) {
    for (Town.Node node : nodes) {
      assertEquals(
          Set.of(CROWD),
          node.diffs().stream().map(diff -> diff.getInteger("users")).collect(Collectors.toSet()));
      assertEquals((long) CROWD, node.roll().snapshot(1, null).getLong("connections"));
    }
  }

  @Test
  void an_event_that_leaves_some_out_says_so() {
    for (int i = 0; i <= View.MOST_CHANGES; i++) {
      one.come("s" + i, "user" + i);
    }
    town.turn();
    assertEquals(true, one.diffs().get(0).getBoolean("more"));
    one.come("last", "last");
    town.turn();
    assertNull(one.diffs().get(1).getBoolean("more"));
  }

  @Test
  void ten_thousand_connections_of_one_user_are_one_small_member() {
    for (int i = 0; i < 10_000; i++) {
      one.come("s" + i, "ann");
      one.doors().looks("s" + i, "fleet", "server" + i);
    }
    town.turn();
    town.turn();
    assertEquals(10_000, two.connections("ann"));
    assertTrue(two.member("ann").encode().length() < 2_000, two.member("ann").encode());
    assertEquals(1, two.diffs().size());
  }

  @Test
  void a_thousand_updates_a_second_are_what_is_so_when_they_are_gathered() {
    one.come("s1", "ann");
    town.turn();
    int before = two.diffs().size();
    for (int half = 0; half < 4; half++) {
      for (int i = 0; i < 500; i++) {
        one.doors().looks("s1", "fleet", "server" + (half * 500 + i));
      }
      town.pass(Duration.ofMillis(500));
    }
    assertTrue(two.diffs().size() - before <= 4, two.diffs().size() + " events");
    JsonArray at = two.member("ann").getJsonArray("at");
    assertEquals(1, at.size());
    assertEquals("server1999", at.getJsonObject(0).getString("server"));
  }

  @Test
  void who_comes_and_goes_between_two_events_is_none() {
    for (int i = 0; i < 1_000; i++) {
      one.come("s" + i, "ghost" + i).go("s" + i);
    }
    town.pass(Duration.ofSeconds(15));
    assertEquals(0, one.diffs().size());
    assertEquals(0, one.roll().answer().own().people().size());
  }

  @Test
  void only_those_at_a_server_are_listed_for_it() {
    one.come("s1", "ann").come("s2", "bob");
    one.doors().looks("s1", "fleet", "files");
    one.doors().looks("s2", "fleet", "web");
    town.turn();
    town.turn();
    JsonArray members = two.roll().snapshot(10, "files").getJsonArray("members");
    assertEquals(1, members.size());
    assertEquals("ann", members.getJsonObject(0).getString("user"));
  }

  @Test
  void a_snapshot_and_a_diff_are_of_one_line_of_revisions() {
    one.come("s1", "ann");
    town.turn();
    assertEquals(
        one.diffs().get(0).getLong("revision"), one.roll().snapshot(1, null).getLong("revision"));
    one.come("s2", "ann");
    town.turn();
    assertEquals(
        one.diffs().get(0).getLong("revision") + 1, one.diffs().get(1).getLong("revision"));
  }
}
