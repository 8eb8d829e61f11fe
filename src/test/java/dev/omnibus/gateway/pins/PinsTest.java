package dev.omnibus.gateway.pins;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.omnibus.gateway.agent.Listed;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Two parts of a cluster that decided apart from each other. */
class PinsTest {

  private static final Pins FIRST =
      Given.pinned(Given.tools(Given.tool("read", "Reads."), Given.tool("write", "Writes.")));

  private static final List<Change> CHANGES =
      Changes.between(
          FIRST, Given.tools(Given.tool("read", "Reads all."), Given.tool("write", "Burns.")));

  private static Pins.Draft draft() {
    return FIRST.next();
  }

  private static Pins by(Pins.Draft draft, String node) {
    return draft.by("ann", Given.NOW, node);
  }

  private static Pins rejecting(int change, String node) {
    Pins.Draft draft = draft();
    draft.reject(CHANGES.get(change));
    return by(draft, node);
  }

  private static Pins approving(int change, String node) {
    Pins.Draft draft = draft();
    draft.accept(CHANGES.get(change));
    return by(draft, node);
  }

  @Test
  void what_either_of_them_rejected_stays_rejected() {
    Pins one = rejecting(0, "n1@a");
    Pins two = rejecting(1, "n2@a");
    Pins both = Pins.merged(one, two, Given.NOW, "n1@a");
    assertEquals(one.rejected(Listed.TOOLS, "read"), both.rejected(Listed.TOOLS, "read"));
    assertEquals(two.rejected(Listed.TOOLS, "write"), both.rejected(Listed.TOOLS, "write"));
    assertTrue(both.beats(one) && both.beats(two));
    assertEquals(both.rejected(), Pins.merged(two, one, Given.NOW, "n2@a").rejected());
  }

  @Test
  void a_rejection_outlives_an_approval_that_was_made_apart_from_it() {
    Pins winner = approving(0, "n2@a");
    Pins both = Pins.merged(rejecting(0, "n1@a"), winner, Given.NOW, "n1@a");
    assertEquals(winner.lists(), both.lists());
    assertEquals(
        rejecting(0, "n1@a").rejected(Listed.TOOLS, "read"), both.rejected(Listed.TOOLS, "read"));
  }

  @Test
  void of_two_approvals_one_is_to_be_made_again() {
    assertNull(Pins.merged(approving(0, "n1@a"), approving(1, "n2@a"), Given.NOW, "n1@a"));
  }
}
