package dev.omnibus.demo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.omnibus.demo.Weather.Day;
import java.util.List;
import org.junit.jupiter.api.Test;

class WeatherTest {
  private final Weather weather =
      new Weather(List.of(new Weather.City("Oslo", "Norway", 10, List.of("sunny", "rain"))));

  @Test
  void temperatures_swing_and_skies_start_over() {
    assertEquals(
        List.of(new Day(0, 10, "sunny"), new Day(1, 12, "rain"), new Day(2, 9, "sunny")),
        weather.forecast("Oslo", 3, "celsius").days());
  }

  @Test
  void fahrenheit_is_converted() {
    assertEquals(50, weather.forecast("Oslo", 1, "fahrenheit").days().get(0).temperature());
  }

  @Test
  void an_unknown_city_is_named_in_the_refusal() {
    var refusal =
        assertThrows(
            IllegalArgumentException.class, () -> weather.forecast("Atlantis", 1, "celsius"));
    assertEquals("No weather for Atlantis", refusal.getMessage());
  }
}
