package dev.omnibus.bridge.hub;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.vertx.core.json.JsonObject;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The filter of a search of the audit log, held against live rows. */
class DataFilterTest {

  private static final JsonObject ROW =
      new JsonObject()
          .put("user", "ann")
          .put("action", "command.server.restart")
          .put("server", "files")
          .put("outcome", "not_found")
          .put("detail", new JsonObject().put("remote", "10.1.2.3").put("reason", "Typo"));

  private static boolean admits(String headers) {
    JsonObject envelope =
        new JsonObject().put("node", "n1").put("seq", 1).put("severity", "info").put("data", ROW);
    return HeaderFilter.fromJson("event.audit.recorded", new JsonObject(headers))
        .admits(Event.of("event.audit.recorded", envelope));
  }

  @Test
  void every_field_narrows() {
    Stream.of(
            "{}",
            "{\"user\":\"ann\"}",
            "{\"action\":\"command.*\",\"outcome\":\"not_found\"}",
            "{\"action\":\"command.server.restart\",\"server\":\"files\"}",
            "{\"text\":\"typo\"}",
            "{\"text\":\"10.1.2\",\"user\":\"\"}")
        .forEach(headers -> assertEquals(true, admits(headers), headers));
    Stream.of(
            "{\"user\":\"bob\"}",
            "{\"action\":\"command.tool.*\"}",
            "{\"action\":\"command.server\"}",
            "{\"outcome\":\"ok\",\"user\":\"ann\"}",
            "{\"tool\":\"read\"}",
            "{\"text\":\"11.1\"}",
            "{\"server\":\"web\",\"user\":\"ann\"}")
        .forEach(headers -> assertEquals(false, admits(headers), headers));
  }

  @Test
  void events_of_other_addresses_know_nothing_of_it() {
    assertEquals(
        HeaderFilter.ANY,
        HeaderFilter.fromJson("event.server.log", new JsonObject().put("text", "word")));
  }

  @Test
  void a_filter_that_is_too_long_is_refused_by_name() {
    IllegalArgumentException refused =
        assertThrows(
            IllegalArgumentException.class, () -> admits("{\"text\":\"" + "x".repeat(201) + "\"}"));
    assertEquals("'text' has more than 200 characters", refused.getMessage());
  }
}
