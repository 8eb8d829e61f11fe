package dev.omnibus.people;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Whoever ends a session by intent has no time to come back with it, and with others as ever. */
class SigningOutTest {

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
  void who_signs_out_leaves_at_once() {
    one.come("s1", "ann");
    town.turn();
    one.roll().revoked("ann", "phone", "logout", town.nanos());
    one.go("s1");
    town.turn();
    town.turn();
    heardByAll("joined ann", "left ann");
  }

  @Test
  void who_signs_out_of_one_session_and_has_another_stays() {
    one.come("s1", "ann").come("s2", "ann");
    town.turn();
    one.roll().revoked("ann", "phone", "logout", town.nanos());
    one.go("s1");
    town.pass(LONG);
    heardByAll("joined ann");
    one.go("s2");
    town.pass(LITTLE);
    heardByAll("joined ann");
  }

  @Test
  void who_signs_out_of_one_session_may_load_a_page_of_another_anew() {
    one.come("phone", "ann").come("laptop", "ann");
    two.come("tablet", "ann");
    town.turn();
    String since = three.member("ann").getString("since");
    for (Town.Node node : List.of(one, two, three)) {
      node.roll().revoked("ann", "phone", "logout", town.nanos());
    }
    one.go("phone");
    town.pass(LITTLE);
    one.go("laptop");
    two.go("tablet");
    town.pass(LITTLE);
    one.come("laptop again", "ann");
    town.pass(LONG);
    heardByAll("joined ann");
    assertEquals(since, three.member("ann").getString("since"));
  }

  @Test
  void who_comes_again_after_signing_out_may_load_a_page_anew() {
    one.come("s1", "ann");
    town.turn();
    one.roll().revoked("ann", null, "credential_change", town.nanos());
    one.go("s1");
    town.turn();
    one.come("s2", "ann");
    town.pass(LITTLE);
    one.go("s2");
    town.pass(LITTLE);
    one.come("s3", "ann");
    town.pass(LONG);
    heardByAll("joined ann", "left ann", "joined ann");
  }

  @Test
  void whose_oldest_session_made_room_for_a_new_one_goes_on_in_that() {
    one.come("s1", "ann");
    town.turn();
    one.roll().revoked("ann", "oldest", "too_many", town.nanos());
    one.go("s1");
    town.pass(LITTLE);
    one.come("s2", "ann");
    town.pass(LONG);
    heardByAll("joined ann");
  }

  @Test
  void of_whom_all_sessions_ended_one_by_one_is_gone_with_the_last_connection() {
    one.come("s1", "ann").come("s2", "ann");
    town.turn();
    one.roll().revoked("ann", null, "credential_change", town.nanos());
    one.roll().revoked("ann", "phone", "logout", town.nanos());
    one.go("s1");
    town.pass(LITTLE);
    one.go("s2");
    town.turn();
    town.turn();
    heardByAll("joined ann", "left ann");
  }
}
