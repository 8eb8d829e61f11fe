package dev.omnibus.mcp.transport;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.buffer.Buffer;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class SseParserTest {
  private final List<SseEvent> events = new ArrayList<>();
  private final SseParser parser = new SseParser(100, events::add);

  @Test
  void an_event_is_dispatched_at_its_empty_line() {
    feed("data: a\n");
    assertEquals(List.of(), events);
    feed("\n");
    assertEquals(List.of(message("a")), events);
  }

  @Test
  void lines_may_end_in_cr_lf_or_both() {
    feed("data: a\r\rdata: b\n\ndata: c\r\n\r\n");
    assertEquals(List.of(message("a"), message("b"), message("c")), events);
  }

  @Test
  void a_cr_at_the_end_of_a_chunk_ends_the_line_and_its_lf_is_no_second_end() {
    feed("data: a\r", "\ndata: b\r", "\n\r", "\n");
    assertEquals(List.of(message("a\nb")), events);
  }

  @Test
  void data_of_several_lines_is_joined() {
    feed("data: a\ndata\ndata:b\n\n");
    assertEquals(List.of(message("a\n\nb")), events);
  }

  @Test
  void an_event_has_a_name_for_itself_only() {
    feed("event: endpoint\ndata: /message\n\ndata: b\n\n");
    assertEquals(List.of(new SseEvent("endpoint", "/message"), message("b")), events);
  }

  @Test
  void empty_data_is_an_event_and_no_data_is_none() {
    feed("id: 1\ndata:\n\nid: 2\n\n");
    assertEquals(List.of(message("")), events);
    assertEquals("2", parser.lastEventId());
  }

  @Test
  void comments_and_unknown_fields_say_nothing() {
    feed(": keep-alive\n\nfoo: bar\ndata: a\n\n");
    assertEquals(List.of(message("a")), events);
  }

  @Test
  void only_one_space_after_the_colon_is_dropped() {
    feed("data:  a\n\n");
    assertEquals(List.of(message(" a")), events);
  }

  @Test
  void a_byte_order_mark_is_dropped_at_the_start_only() {
    feed("\uFEFFdata: \uFEFFa\n\n");
    assertEquals(List.of(message("\uFEFFa")), events);
  }

  @Test
  void a_character_may_be_cut_in_two() {
    Buffer bytes = Buffer.buffer("data: grüße €\n\n");
    for (int i = 0; i < bytes.length(); i++) {
      parser.feed(bytes.slice(i, i + 1));
    }
    assertEquals(List.of(message("grüße €")), events);
  }

  @Test
  void retry_is_digits_or_nothing() {
    feed("retry: soon\n\n");
    assertTrue(parser.retryMillis().isEmpty());
    feed("retry: 250\n\n");
    assertEquals(250, parser.retryMillis().orElse(0));
  }

  @Test
  void an_id_with_a_null_is_ignored() {
    feed("id: a\n\nid: b\0c\n\n");
    assertEquals("a", parser.lastEventId());
  }

  @Test
  void an_endless_line_is_too_much() {
    assertFalse(parser.feed(Buffer.buffer("data: " + "x".repeat(200))));
  }

  @Test
  void an_endless_event_of_short_lines_is_too_much() {
    assertFalse(parser.feed(Buffer.buffer("data: xxxxxxxxxx\n".repeat(20))));
  }

  @Test
  void endless_events_of_allowed_size_are_fine() {
    assertTrue(parser.feed(Buffer.buffer("data: xxxxxxxxxx\n\n".repeat(200))));
    assertEquals(200, events.size());
  }

  private void feed(String... chunks) {
    for (String chunk : chunks) {
      parser.feed(Buffer.buffer(chunk));
    }
  }

  private static SseEvent message(String data) {
    return new SseEvent("message", data);
  }
}
