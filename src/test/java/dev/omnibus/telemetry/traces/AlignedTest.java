package dev.omnibus.telemetry.traces;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.omnibus.tracing.Span;
import dev.omnibus.tracing.Span.Kind;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class AlignedTest {

  private static Span span(String id, String parent, Kind kind, long start, Long duration) {
    return new Span(
        "t", id, parent, id, kind, "n", "files", 0, start, duration, false, new JsonObject());
  }

  private static String shown(List<Span> spans, long now) {
    return Aligned.of(spans, now).stream()
        .map(span -> span.name() + " " + span.startUs())
        .collect(Collectors.joining(", "));
  }

  @Test
  void an_owner_whose_clock_is_wrong_is_put_into_the_middle_of_the_hop() {
    List<Span> spans =
        List.of(
            span("answer", "serve", Kind.STAGE, 9_000_010, 50L),
            span("serve", "hop", Kind.SERVE, 9_000_000, 60L),
            span("hop", "call", Kind.HOP, 1_000, 100L),
            span("call", null, Kind.CALL, 900, 300L));
    assertEquals("call 900, hop 1000, serve 1020, answer 1030", shown(spans, 2_000));
  }

  @Test
  void an_owner_whose_clock_is_right_stays_where_it_is() {
    List<Span> spans =
        List.of(
            span("hop", "call", Kind.HOP, 1_000, 100L),
            span("serve", "hop", Kind.SERVE, 1_005, 60L));
    assertEquals("hop 1000, serve 1005", shown(spans, 2_000));
  }

  @Test
  void an_owner_that_was_at_it_longer_than_anybody_waited_begins_with_the_hop() {
    List<Span> spans =
        List.of(
            span("hop", "call", Kind.HOP, 1_000, 100L),
            span("serve", "hop", Kind.SERVE, 4_000, 600L));
    assertEquals("hop 1000, serve 1000", shown(spans, 9_000));
  }

  @Test
  void what_goes_on_is_put_right_too() {
    List<Span> spans =
        List.of(
            span("hop", "call", Kind.HOP, 1_000, null),
            span("serve", "hop", Kind.SERVE, 500, null));
    assertEquals("hop 1000, serve 1000", shown(spans, 2_000));
  }

  @Test
  void parts_without_a_hop_stay_where_they_are() {
    List<Span> spans = List.of(span("serve", "gone", Kind.SERVE, 7, 60L));
    assertEquals("serve 7", shown(spans, 100));
  }
}
