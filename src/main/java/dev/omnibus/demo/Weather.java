package dev.omnibus.demo;

import io.modelcontextprotocol.json.TypeRef;
import java.util.List;
import java.util.stream.IntStream;

/** Made-up weather from a bundled table: the same question always gets the same answer. */
final class Weather {
  /**
   * A city's weather.
   *
   * @param celsius the first day's temperature; later days swing around it
   * @param skies one word a day, starting over at the end
   */
  record City(String city, String country, int celsius, List<String> skies) {}

  /** What the tool answers: records, because their fields always come in the same order. */
  record Forecast(String city, String country, String units, List<Day> days) {}

  /** One day of a forecast; day 0 is today. */
  record Day(int day, int temperature, String sky) {}

  private static final int[] SWING = {0, 2, -1, 3, 1, -2, -3};

  private final List<City> cities;

  Weather(List<City> cities) {
    this.cities = List.copyOf(cities);
  }

  static Weather bundled() {
    return new Weather(Json.bundled("weather.json", new TypeRef<List<City>>() {}));
  }

  List<City> cities() {
    return cities;
  }

  Forecast forecast(String name, int days, String units) {
    City city = city(name);
    List<Day> all = IntStream.range(0, days).mapToObj(day -> day(city, day, units)).toList();
    return new Forecast(city.city(), city.country(), units, all);
  }

  private City city(String name) {
    return cities.stream()
        .filter(city -> city.city().equalsIgnoreCase(name))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("No weather for " + name));
  }

  private static Day day(City city, int day, String units) {
    int celsius = city.celsius() + SWING[day % SWING.length];
    int shown = "fahrenheit".equals(units) ? Math.round(celsius * 9 / 5f + 32) : celsius;
    String sky = city.skies().get(day % city.skies().size());
    return new Day(day, shown, sky);
  }
}
