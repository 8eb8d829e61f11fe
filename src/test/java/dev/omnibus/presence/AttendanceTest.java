package dev.omnibus.presence;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class AttendanceTest {

  private final Attendance attendance = new Attendance();

  @Test
  void a_connection_that_ends_twice_ends_once() {
    attendance.came("s1", "ann", Place.UNKNOWN);
    attendance.came("s2", "ann", Place.UNKNOWN);
    attendance.left("s1");
    attendance.left("s1");
    assertEquals(1, attendance.takeChanged().get(0).connections());
  }

  @Test
  void whoever_was_fetched_comes_again_only_when_something_changed() {
    attendance.came("s1", "ann", Place.UNKNOWN);
    attendance.came("s2", "bob", Place.UNKNOWN);
    assertEquals(List.of("ann", "bob"), users(attendance.takeChanged()));
    assertEquals(List.of(), attendance.takeChanged());
    attendance.left("s1");
    assertEquals(List.of(new Present("ann", Map.of())), attendance.takeChanged());
  }

  @Test
  void a_program_stays_one_wherever_it_looks() {
    attendance.came("s1", "key:ci", Place.of("omnibus-tail"));
    assertTrue(attendance.looks("s1", null, "files"));
    assertEquals(
        Map.of(new Place("omnibus-tail", null, "files"), 1),
        attendance.takeChanged().get(0).places());
  }

  @Test
  void a_connection_that_is_gone_looks_at_nothing() {
    attendance.came("s1", "ann", Place.UNKNOWN);
    attendance.left("s1");
    assertFalse(attendance.looks("s1", "fleet", null));
    assertEquals(0, attendance.takeChanged().get(0).connections());
  }

  private static List<String> users(List<Present> some) {
    return some.stream().map(Present::user).toList();
  }
}
