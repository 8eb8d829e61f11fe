package dev.omnibus.telemetry.availability;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.omnibus.model.ServerState;
import java.util.List;
import org.junit.jupiter.api.Test;

class WatchbookTest {

  private static final long START = 1_764_380_000;

  private final Watchbook book = new Watchbook("n1@a");
  private long now = START;

  WatchbookTest() {
    book.look(now);
  }

  @Test
  void healthy_and_degraded_are_one_span_and_a_loss_begins_another() {
    told(ServerState.HEALTHY, 1);
    pass(60);
    told(ServerState.DEGRADED, 2);
    pass(60);
    told(ServerState.DISCONNECTED, 3);
    pass(30);
    assertEquals(List.of("up 120", "down 30"), spans());
  }

  @Test
  void what_nobody_can_say_is_in_no_span() {
    told(ServerState.STARTING, 1);
    pass(10);
    told(ServerState.HEALTHY, 2);
    pass(10);
    told(ServerState.UNKNOWN, 3);
    pass(10);
    assertEquals(List.of("up 10"), spans());
  }

  @Test
  void what_somebody_wants_not_to_serve_is_neither_up_nor_down() {
    told(ServerState.DRAINING, 1);
    pass(10);
    told(ServerState.STOPPED, 2);
    pass(10);
    told(ServerState.DISABLED, 3);
    pass(10);
    assertEquals(List.of("unwanted 30"), spans());
  }

  @Test
  void another_owner_ends_what_this_node_says() {
    told(ServerState.HEALTHY, 1);
    pass(60);
    book.told(Statuses.of(ServerState.UNKNOWN, "n2@b", 2, 1));
    pass(60);
    assertEquals(List.of("up 60"), spans());
  }

  @Test
  void a_weaker_claim_of_another_ends_nothing() {
    told(ServerState.HEALTHY, 1);
    pass(60);
    book.told(Statuses.of(ServerState.DISCONNECTED, "n2@b", 0, 9));
    pass(60);
    assertEquals(List.of("up 120"), spans());
  }

  @Test
  void a_pause_in_which_nobody_looked_is_a_gap() {
    told(ServerState.HEALTHY, 1);
    pass(60);
    now += 3_600;
    book.look(now);
    pass(60);
    assertEquals(List.of("up 60", "up 60"), spans());
    Reckoning.Sums sums = new Reckoning(book.all()).between(START, now);
    assertEquals(new Reckoning.Sums(120, 0, 0), sums);
  }

  @Test
  void a_clock_that_is_put_back_counts_no_moment_twice() {
    told(ServerState.HEALTHY, 1);
    pass(3_600);
    now -= 1_800;
    book.look(now);
    told(ServerState.DISCONNECTED, 2);
    pass(3_600);
    Reckoning.Sums sums = new Reckoning(book.all()).between(START, START + 7_200);
    assertEquals(new Reckoning.Sums(1_800, 3_600, 0), sums);
  }

  @Test
  void a_server_that_is_gone_says_no_more() {
    told(ServerState.HEALTHY, 1);
    pass(20);
    book.gone("files");
    pass(20);
    assertEquals(List.of("up 20"), spans());
  }

  @Test
  void what_is_written_does_not_wait_any_more_and_what_goes_on_does() {
    told(ServerState.HEALTHY, 1);
    pass(20);
    told(ServerState.DISCONNECTED, 2);
    pass(20);
    book.written(book.all());
    pass(5);
    assertEquals(List.of("down 25"), spans());
  }

  @Test
  void a_clock_that_was_steady_for_an_hour_is_believed_until_it_jumps() {
    pass(3_500);
    assertFalse(book.isSteady());
    pass(100);
    assertTrue(book.isSteady());
    now += 60;
    book.look(now);
    assertFalse(book.isSteady());
  }

  private void told(ServerState state, long revision) {
    book.told(Statuses.of(state, "n1@a", 1, revision));
  }

  private void pass(int seconds) {
    for (int i = 0; i < seconds; i++) {
      book.look(++now);
    }
  }

  private List<String> spans() {
    return book.all().stream()
        .map(span -> span.standing().word() + " " + (span.ended() - span.began()))
        .toList();
  }
}
