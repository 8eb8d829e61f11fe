package dev.omnibus.bridge.feed;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.omnibus.bridge.hub.Event;
import io.vertx.core.json.JsonObject;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FeedFilterTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{} | true",
        "{\"mcp_names\":[\"files\",\"web\"]} | true",
        "{\"mcp_names\":[\"web\"]} | false",
        "{\"severity\":[\"error\"]} | true",
        "{\"severity\":[\"info\",\"critical\"]} | false",
        "{\"old_status\":\"healthy\"} | true",
        "{\"new_status\":\"healthy\"} | false",
        "{\"health_status\":[\"disconnected\"]} | true",
        "{\"health_status\":[\"healthy\"]} | false",
        "{\"state\":[\"open\"]} | true",
        "{\"failure_count\":3} | true",
        "{\"mcp_names\":[\"files\"],\"severity\":[\"info\"]} | false"
      })
  void a_status_change_passes(String filters, boolean passes) {
    assertEquals(passes, FeedFilter.of(new JsonObject(filters)).admits(change()));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"mcp_names\":\"files\"}",
        "{\"mcp_names\":[null]}",
        "{\"severity\":[\"high\"]}",
        "{\"state\":[\"OPEN\"]}",
        "{\"old_status\":5}",
        "{\"new_status\":\"fine\"}",
        "{\"failure_count\":-1}",
        "{\"failure_count\":\"3\"}",
        "{\"colour\":\"red\"}"
      })
  void what_makes_no_sense_is_refused(String filters) {
    assertThrows(IllegalArgumentException.class, () -> FeedFilter.of(new JsonObject(filters)));
  }

  @Test
  void a_filter_that_is_no_object_is_refused() {
    assertThrows(IllegalArgumentException.class, () -> FeedFilter.of(5));
  }

  private static Event change() {
    JsonObject data =
        new JsonObject()
            .put("server", "files")
            .put("from", "healthy")
            .put("to", "disconnected")
            .put("status", new JsonObject().put("state", "disconnected"));
    return Event.of(
        "event.server.status",
        new JsonObject().put("node", "a").put("seq", 1).put("severity", "error").put("data", data));
  }
}
