package dev.omnibus.demo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.modelcontextprotocol.spec.McpSchema.Tool;
import java.math.BigDecimal;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class DemoToolsTest {
  private static final Clock NOON =
      Clock.fixed(Instant.parse("2026-11-22T12:00:00.123Z"), ZoneOffset.UTC);

  private final Weather weather = Weather.bundled();
  private final DemoTools tools = new DemoTools(NOON, weather);

  @Test
  void each_tool_of_the_file_has_a_handler() {
    assertEquals(
        List.of("echo", "add", "now", "count", "weather", "picture", "fail", "log"),
        tools.all().stream().map(tool -> tool.tool().name()).toList());
  }

  @Test
  void each_tool_says_that_it_only_reads() {
    assertTrue(
        DemoTools.definitions().stream().allMatch(tool -> tool.annotations().readOnlyHint()));
  }

  @Test
  void tenths_add_up() {
    var sum = tools.add(Map.of("a", 0.1, "b", 0.2)).structuredContent();
    assertEquals(Map.of("sum", new BigDecimal("0.3")), sum);
  }

  @Test
  void time_is_told_in_the_zone_asked_for() {
    var moment = tools.now("Asia/Tokyo").structuredContent();
    assertEquals(new DemoTools.Moment("Asia/Tokyo", "2026-11-22T21:00+09:00"), moment);
  }

  @Test
  void each_city_of_the_form_has_weather() {
    Tool form = DemoTools.definitions().get(4);
    var place = (Map<?, ?>) ((Map<?, ?>) form.inputSchema().get("properties")).get("place");
    var city = (Map<?, ?>) ((Map<?, ?>) place.get("properties")).get("city");
    assertEquals(weather.cities().stream().map(Weather.City::city).toList(), city.get("enum"));
  }
}
