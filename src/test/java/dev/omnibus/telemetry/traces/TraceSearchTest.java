package dev.omnibus.telemetry.traces;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.vertx.core.json.JsonObject;
import java.util.List;
import org.junit.jupiter.api.Test;

class TraceSearchTest {

  private static final long SECOND = 1_000_000;

  /** A call by its beginning and how long it took. */
  private record Took(long startUs, long tookUs) {}

  private static List<Took> chosen(JsonObject search, List<Took> calls) {
    return TraceSearch.fromJson(search).chosen(calls.stream(), Took::startUs, Took::tookUs);
  }

  @Test
  void the_newest_come_first_and_no_more_than_wanted() {
    List<Took> calls = List.of(new Took(1, 9), new Took(3, 5), new Took(2, 7));
    assertEquals(
        List.of(new Took(3, 5), new Took(2, 7)), chosen(new JsonObject().put("limit", 2), calls));
  }

  @Test
  void of_each_stretch_of_time_the_one_is_chosen_that_took_longest() {
    List<Took> calls =
        List.of(
            new Took(10 * SECOND, 5),
            new Took(11 * SECOND, 80),
            new Took(19 * SECOND, 7),
            new Took(20 * SECOND, 3),
            new Took(45 * SECOND, 1),
            new Took(41 * SECOND, 2));
    assertEquals(
        List.of(new Took(41 * SECOND, 2), new Took(20 * SECOND, 3), new Took(11 * SECOND, 80)),
        chosen(new JsonObject().put("slowestEachMs", 10_000), calls));
  }
}
