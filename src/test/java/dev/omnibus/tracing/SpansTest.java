package dev.omnibus.tracing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.omnibus.tracing.Called.Part;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class SpansTest {

  private static final long BEGAN = 5_000_000_000L;
  private static final long DAY_US = 1_764_380_000_000_000L;

  private final TraceContext own = TraceContext.fresh();
  private final CallTrace trace = trace(Part.CALL, own, 7);

  private static CallTrace trace(Part part, TraceContext own, long parent) {
    return new CallTrace(
        new Called(part, "files", null, "tools/call", "read", "key:bot"),
        own,
        parent,
        null,
        BEGAN,
        true);
  }

  private static long ms(int millis) {
    return BEGAN + millis * 1_000_000L;
  }

  private List<Span> spans(CallTrace of, int nowMs) {
    return Spans.of(of, Kept.SLOW, "n1@k", DAY_US + nowMs * 1_000L, ms(nowMs));
  }

  private static Span named(List<Span> spans, String name) {
    List<Span> found = spans.stream().filter(span -> span.name().equals(name)).toList();
    assertEquals(1, found.size(), () -> name + " in " + spans);
    return found.get(0);
  }

  @Test
  void each_step_begins_where_the_one_before_ended() {
    trace.at(Stage.QUEUE, ms(1));
    trace.at(Stage.CONNECT, ms(5));
    trace.at(Stage.FIRST_BYTE, ms(8));
    trace.at(Stage.STREAM, ms(20));
    trace.end(new Ended(ms(30), false, "ok"));

    List<Span> spans = spans(trace, 40);

    Span call = named(spans, "tools/call read");
    assertEquals(DAY_US, call.startUs());
    assertEquals(30_000, call.durationUs());
    assertEquals("0000000000000007", call.parent());
    assertEquals("slow", call.attributes().getString("kept"));
    Span server = named(spans, "server");
    assertEquals(DAY_US + 5_000, server.startUs());
    assertEquals(25_000, server.durationUs());
    assertEquals(call.span(), server.parent());
    assertEquals(
        "policy 0+1000, queue 1000+4000, connect 5000+3000, first byte 8000+12000, stream 20000+10000",
        spans.stream()
            .filter(span -> span.kind() == Span.Kind.STAGE)
            .map(s -> s.name() + " " + (s.startUs() - DAY_US) + "+" + s.durationUs())
            .collect(Collectors.joining(", ")));
    assertEquals(call.span(), named(spans, "queue").parent());
    assertEquals(server.span(), named(spans, "stream").parent());
    assertTrue(spans.stream().noneMatch(Span::failed));
  }

  @Test
  void the_server_is_told_the_span_in_which_it_is_asked() {
    trace.at(Stage.CONNECT, ms(1));
    String first = trace.onward().text();
    trace.at(Stage.PAUSE, ms(2));
    trace.at(Stage.CONNECT, ms(52));
    String second = trace.onward().text();
    trace.end(new Ended(ms(60), false, "ok"));

    List<Span> tries =
        spans(trace, 60).stream().filter(span -> span.kind() == Span.Kind.TRY).toList();

    assertEquals(first.substring(36, 52), tries.get(0).span());
    assertEquals(second.substring(36, 52), tries.get(1).span());
    assertTrue(tries.get(0).failed(), "another one was needed");
    assertEquals(1_000, tries.get(0).durationUs());
    assertFalse(tries.get(1).failed());
  }

  @Test
  void the_owners_part_belongs_to_the_hop_that_led_there() {
    trace.towards("files~2");
    trace.hops("n2@k");
    CallTrace served =
        new Traces(dev.omnibus.config.TracesConfig.off())
            .serve(trace.forOwner(), "files", "files~2", "tools/call", "read");
    trace.end(new Ended(ms(30), false, "ok"));

    Span hop = named(spans(trace, 30), "hop");
    Span serve = named(spans(served, 30), "serve");

    assertEquals(hop.span(), serve.parent());
    assertEquals("n2@k", hop.attributes().getString("to"));
    assertEquals(2, hop.replica());
    assertEquals(2, serve.replica());
    assertEquals(trace.onward().text().substring(36, 52), serve.span());
    assertEquals(List.of("n2@k"), trace.hops().stream().map(CallTrace.Hop::node).toList());
  }

  @Test
  void what_still_goes_on_has_no_end() {
    trace.at(Stage.CONNECT, ms(1));
    trace.at(Stage.FIRST_BYTE, ms(2));

    List<Span> spans = spans(trace, 500);

    assertNull(named(spans, "tools/call read").durationUs());
    assertNull(named(spans, "first byte").durationUs());
    assertEquals(1_000, named(spans, "connect").durationUs());
  }

  @Test
  void a_step_in_which_the_call_broke_has_failed() {
    trace.at(Stage.CONNECT, ms(1));
    trace.at(Stage.FIRST_BYTE, ms(2));
    trace.end(new Ended(ms(900), true, "timeout"));

    List<Span> spans = spans(trace, 900);

    assertTrue(named(spans, "tools/call read").failed());
    assertTrue(named(spans, "first byte").failed());
    assertFalse(named(spans, "connect").failed());
  }

  @Test
  void a_tool_that_says_it_failed_is_no_fault_of_the_way() {
    trace.at(Stage.CONNECT, ms(1));
    trace.at(Stage.FIRST_BYTE, ms(2));
    trace.end(new Ended(ms(900), true, "tool"));

    List<Span> spans = spans(trace, 900);

    assertTrue(named(spans, "tools/call read").failed());
    assertFalse(named(spans, "first byte").failed());
  }

  @Test
  void a_call_that_was_refused_has_its_policy_only() {
    trace.end(new Ended(ms(1), true, "policy"));

    assertEquals(
        List.of("tools/call read", "policy"), spans(trace, 1).stream().map(Span::name).toList());
  }

  @Test
  void a_call_without_end_of_tries_says_no_more_than_it_may() {
    for (int i = 0; i < 1_000; i++) {
      trace.at(Stage.CONNECT, ms(i));
    }
    assertTrue(spans(trace, 1_000).size() < 100);
  }

  @Test
  void a_span_is_the_same_after_the_wire() {
    trace.towards("files~2");
    trace.at(Stage.CONNECT, ms(1));
    spans(trace, 10).forEach(span -> assertEquals(span, Span.fromJson(span.toJson())));
  }
}
