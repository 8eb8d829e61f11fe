package dev.omnibus.telemetry.history;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.omnibus.config.HistoryConfig;
import io.vertx.core.json.JsonObject;
import java.util.List;
import org.junit.jupiter.api.Test;

class PlanTest {

  private static final HistoryConfig CONFIG = HistoryConfig.fromJson(new JsonObject());
  private static final long NOW = Past.at("2026-11-22T10:07:13Z");
  private static final long DAY = 86_400;

  @Test
  void the_finest_steps_that_are_not_too_many_are_taken() {
    assertPlan(Level.SECONDS, 1, 300, 300);
    assertPlan(Level.SECONDS, 5, 900, 300);
    assertPlan(Level.TENS, 20, 3_600, 300);
    assertPlan(Level.MINUTES, 300, DAY, 300);
    assertPlan(Level.MINUTES, 60, DAY, 1_500);
    assertPlan(Level.HOURS, 3_600, 7 * DAY, 300);
    assertPlan(Level.HOURS, 10_800, 30 * DAY, 300);
    assertPlan(Level.HOURS, 604_800, 730 * DAY, 300);
  }

  @Test
  void where_a_level_has_too_much_to_read_the_next_one_gives_fewer_points() {
    assertPlan(Level.MINUTES, 600, 7 * DAY, 2_000);
    assertPlan(Level.HOURS, 3_600, 30 * DAY, 2_000);
    assertPlan(Level.HOURS, 3_600, 8 * DAY, 2_000);
  }

  @Test
  void what_is_too_long_ago_for_a_level_is_taken_from_a_coarser_one() {
    long day = NOW - 2 * DAY;
    assertEquals(Level.MINUTES, plan(day, day + 600, 300).level());
    assertEquals(60, plan(day, day + 600, 300).grid().step());
    long quarter = NOW - 90 * DAY;
    assertEquals(Level.HOURS, plan(quarter, quarter + DAY, 300).level());
  }

  @Test
  void a_node_that_began_a_minute_ago_remembers_no_seconds_before() {
    Question question = question(NOW - 300, NOW, 300);
    assertEquals(Level.TENS, Plan.of(question, CONFIG, NOW, NOW - 60).level());
    assertEquals(Level.TENS, Plan.of(question, CONFIG, NOW, Long.MAX_VALUE).level());
  }

  @Test
  void steps_begin_at_multiples_of_their_width_and_hold_only_what_was_asked_for() {
    Grid grid = plan(NOW - 3_600, NOW, 300).grid();
    assertEquals(0, grid.from() % grid.step());
    assertTrue(grid.from() <= NOW - 3_600 && grid.from() > NOW - 3_600 - grid.step());
    assertEquals(NOW, grid.end());
    assertTrue(grid.at(grid.size() - 1) < NOW && grid.at(grid.size() - 1) + grid.step() >= NOW);
  }

  @Test
  void one_point_is_all_of_the_time() {
    Plan plan = plan(NOW - 900, NOW, 1);
    assertEquals(1, plan.grid().size());
    assertEquals(Level.MINUTES, plan.level());
    assertEquals(NOW, plan.grid().end());
    assertEquals(NOW - 900 - NOW % 60, plan.grid().from());
  }

  @Test
  void there_are_never_more_points_than_were_asked_for() {
    for (int points : new int[] {1, 2, 7, 300, 2_000}) {
      for (long span : new long[] {1, 61, 3_601, DAY, 400 * DAY, 3_650 * DAY}) {
        assertTrue(plan(NOW - span, NOW, points).grid().size() <= points, points + " " + span);
      }
    }
  }

  @Test
  void it_comes_back_as_it_was() {
    Plan plan = plan(NOW - 3_600, NOW, 300);
    assertEquals(plan, Plan.fromJson(new JsonObject(plan.toJson().encode())));
  }

  @Test
  void a_question_that_makes_no_sense_is_refused_by_name() {
    assertReason("'series' has 1 to 100 entries", "\"series\":[],\"from\":0,\"to\":1000");
    assertReason("missing 'series'", "\"from\":0,\"to\":1000");
    String one = "\"series\":[{\"metric\":\"calls\"}]";
    assertReason("'from' must be before 'to'", one + ",\"from\":2000,\"to\":1000");
    assertReason("'from' must be before 'to'", one + ",\"from\":1000,\"to\":1000");
    assertReason(
        "'from' and 'to' are more than ten years apart", one + ",\"from\":0,\"to\":900000000000");
    assertReason("'maxPoints' is 1 to 2000", one + ",\"from\":0,\"to\":1000,\"maxPoints\":0");
    assertReason("'maxPoints' is 1 to 2000", one + ",\"from\":0,\"to\":1000,\"maxPoints\":1e9");
    String odd = " is an instant such as 2026-11-22T10:00:00Z, or milliseconds since 1970";
    assertReason("'from'" + odd, one + ",\"from\":\"yesterday\",\"to\":1000");
    assertReason("'to'" + odd, one + ",\"from\":0,\"to\":1e99");
    assertReason("'to'" + odd, one + ",\"from\":0");
    assertReason(
        "there is no metric 'call'", "\"series\":[{\"metric\":\"call\"}],\"from\":0,\"to\":1000");
    assertReason(
        "'by' is node, server, replica or tool",
        "\"series\":[{\"metric\":\"calls\",\"by\":\"moon\"}],\"from\":0,\"to\":1000");
  }

  private static void assertReason(String reason, String json) {
    IllegalArgumentException refused =
        assertThrows(
            IllegalArgumentException.class,
            () -> Question.fromJson(new JsonObject("{" + json + "}")));
    assertEquals(reason, refused.getMessage());
  }

  private static void assertPlan(Level level, int step, long span, int points) {
    Plan plan = plan(NOW - span, NOW, points);
    assertEquals(level, plan.level(), "level of " + span);
    assertEquals(step, plan.grid().step(), "step of " + span);
  }

  private static Plan plan(long from, long to, int points) {
    return Plan.of(question(from, to, points), CONFIG, NOW, NOW - 3_600);
  }

  private static Question question(long from, long to, int points) {
    Wanted calls = Wanted.fromJson(0, new JsonObject().put("metric", "calls"));
    return new Question(List.of(calls), from, to, points);
  }
}
