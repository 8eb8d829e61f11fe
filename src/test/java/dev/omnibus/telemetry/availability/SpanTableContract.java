package dev.omnibus.telemetry.availability;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.omnibus.model.Claim;
import dev.omnibus.store.Database;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What is kept of availability, in whichever database. */
abstract class SpanTableContract {

  private Database database;
  private SpanTable table;

  /** An empty one. */
  abstract Database open() throws Exception;

  @BeforeEach
  void begin() throws Exception {
    database = open();
    table = new SpanTable(database);
  }

  @AfterEach
  void end() {
    database.close();
  }

  @Test
  void a_span_that_goes_on_is_there_once_and_as_long_as_it_was_seen() throws Exception {
    table.put(List.of(span("files", 0, 60)));
    table.put(List.of(span("files", 0, 120)));
    table.put(List.of(span("files", 0, 90)));
    assertEquals(List.of(span("files", 0, 120)), table.after(0, null));
  }

  @Test
  void only_what_ended_later_and_is_of_the_server_is_found() throws Exception {
    table.put(List.of(span("files", 0, 60), span("files", 70, 100), span("db", 0, 100)));
    assertEquals(List.of(span("files", 70, 100)), table.after(60, "files"));
    assertEquals(2, table.after(60, null).size());
  }

  @Test
  void what_is_cut_is_gone() throws Exception {
    table.put(List.of(span("files", 0, 60), span("files", 70, 100)));
    table.cut(61);
    assertEquals(List.of(span("files", 70, 100)), table.after(0, null));
  }

  private static Span span(String server, long from, long to) {
    return new Span(server, new Claim("n1@a", 1, 1), from, to, Standing.UP);
  }
}
