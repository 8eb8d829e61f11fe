package dev.omnibus.app.terminal;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import org.junit.jupiter.api.Test;

class TraceLinesTest {

  private static JsonObject span(String id, String parent, String name, long start, Long us) {
    JsonObject span =
        new JsonObject()
            .put("trace", "4bf92f3577b34da6a3ce929d0e0e4736")
            .put("span", id)
            .put("name", name)
            .put("kind", "stage")
            .put("node", "n1@k3f9")
            .put("server", "files")
            .put("startUs", start)
            .put("failed", false)
            .put("attributes", new JsonObject());
    if (parent != null) {
      span.put("parent", parent);
    }
    return us == null ? span : span.put("durationUs", us);
  }

  private static List<String> waterfall(JsonObject... spans) {
    return TraceLines.waterfall(
        new JsonObject().put("spans", new JsonArray(List.of(spans))).put("leftOut", 0));
  }

  @Test
  void each_step_stands_below_what_it_belongs_to() {
    List<String> lines =
        waterfall(
            span("c", "b", "connect", 5_000, 5_000L),
            span("a", "agent", "tools/call read", 0, 20_000L),
            span("d", "a", "stream", 15_000, 5_000L),
            span("b", "a", "server", 5_000, 10_000L));
    assertEquals(
        List.of(
            "tools/call read                     n1         "
                + "|########################################|      20 ms",
            "  server                            n1         "
                + "|          ####################          |      10 ms",
            "    connect                         n1         "
                + "|          ##########                    |    5.00 ms",
            "  stream                            n1         "
                + "|                              ##########|    5.00 ms"),
        lines);
  }

  @Test
  void what_goes_on_reaches_to_the_end() {
    List<String> lines =
        waterfall(span("a", null, "tools/call read", 0, null), span("b", "a", "answer", 40, null));
    assertEquals(
        "  answer                            n1         "
            + "|                                       #|    goes on",
        lines.get(1));
  }

  @Test
  void a_whole_traceparent_names_its_trace_too() {
    String trace = "4bf92f3577b34da6a3ce929d0e0e4736";
    assertEquals(trace, TraceCommand.trace("00-" + trace + "-00f067aa0ba902b7-01"));
    assertEquals(trace, TraceCommand.trace(trace));
  }
}
