package dev.omnibus.telemetry.availability;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import dev.omnibus.model.Claim;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class ReckoningTest {

  @Test
  void of_two_owners_the_later_epoch_holds_and_nothing_counts_twice() {
    Reckoning both =
        new Reckoning(
            List.of(span("n1@a", 1, 0, 100, Standing.UP), span("n2@b", 2, 60, 160, Standing.DOWN)));
    assertEquals(new Reckoning.Sums(60, 100, 0), both.between(0, 200));
  }

  @Test
  void an_old_owner_that_wakes_up_changes_nothing() {
    Reckoning both =
        new Reckoning(
            List.of(span("n2@b", 2, 0, 100, Standing.UP), span("n1@a", 1, 20, 300, Standing.DOWN)));
    assertEquals(new Reckoning.Sums(100, 200, 0), both.between(0, 400));
  }

  @Test
  void what_is_stored_of_a_span_that_goes_on_counts_once() {
    Reckoning one =
        new Reckoning(
            List.of(
                span("n1@a", 1, 0, 60, Standing.UP),
                span("n1@a", 1, 0, 100, Standing.UP),
                span("n1@a", 1, 0, 100, Standing.UP)));
    assertEquals(new Reckoning.Sums(100, 0, 0), one.between(0, 200));
  }

  @Test
  void a_window_has_what_is_in_it() {
    Reckoning one = new Reckoning(List.of(span("n1@a", 1, 0, 100, Standing.UP)));
    assertEquals(new Reckoning.Sums(20, 0, 0), one.between(80, 1_000));
    assertEquals(new Reckoning.Sums(30, 0, 0), one.between(10, 40));
    assertEquals(new Reckoning.Sums(0, 0, 0), one.between(100, 200));
  }

  @Test
  void without_knowledge_there_is_no_availability() {
    Reckoning one = new Reckoning(List.of(span("n1@a", 1, 0, 100, Standing.UNWANTED)));
    assertNull(one.between(0, 100).available());
    assertNull(new Reckoning(List.of()).between(0, 100).available());
  }

  @Test
  void the_day_on_which_summer_begins_and_a_leap_day_have_their_seconds() {
    long march = Instant.parse("2026-03-28T23:00:00Z").getEpochSecond();
    assertDay(march, 23 * 3_600);
    long leap = Instant.parse("2028-02-29T00:00:00Z").getEpochSecond();
    assertDay(leap, 86_400);
  }

  private static void assertDay(long from, long length) {
    Reckoning day =
        new Reckoning(
            List.of(
                span("n1@a", 1, from - 500, from + length / 2, Standing.UP),
                span("n1@a", 1, from + length / 2, from + length + 500, Standing.DOWN)));
    Reckoning.Sums sums = day.between(from, from + length);
    assertEquals(length, sums.up() + sums.down());
    assertEquals(0.5, sums.available(), 0.0001);
  }

  private static Span span(String owner, long epoch, long from, long to, Standing standing) {
    return new Span("files", new Claim(owner, epoch, 1), from, to, standing);
  }
}
