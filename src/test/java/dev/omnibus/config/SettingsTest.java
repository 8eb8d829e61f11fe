package dev.omnibus.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.omnibus.config.check.ConfigException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SettingsTest {

  @TempDir Path home;

  private Settings load(Map<String, String> line, Map<String, String> environment) {
    Map<String, String> all = new HashMap<>(line);
    all.put("conf", home.toString());
    return Settings.load(all, environment);
  }

  private void file(String text) throws Exception {
    Files.writeString(home.resolve("omnibus.json"), text);
  }

  @Test
  void without_a_file_everything_is_as_documented() {
    assertEquals(8080, load(Map.of(), Map.of()).node().http().port());
  }

  @Test
  void the_file_comes_before_the_default() throws Exception {
    file("{\"http\":{\"port\":1}}");
    assertEquals(1, load(Map.of(), Map.of()).node().http().port());
  }

  @Test
  void the_environment_comes_before_the_file() throws Exception {
    file("{\"http\":{\"port\":1}}");
    assertEquals(2, load(Map.of(), Map.of("OMNIBUS_HTTP_PORT", "2")).node().http().port());
  }

  @Test
  void the_command_line_comes_before_the_environment() {
    Settings settings = load(Map.of("http.port", "3"), Map.of("OMNIBUS_HTTP_PORT", "2"));
    assertEquals(3, settings.node().http().port());
  }

  @Test
  void a_setting_leaves_its_neighbours_in_the_section_alone() throws Exception {
    file("{\"http\":{\"host\":\"0.0.0.0\",\"port\":1}}");
    assertEquals("0.0.0.0", load(Map.of("http.port", "3"), Map.of()).node().http().host());
  }

  @Test
  void a_node_without_a_name_is_called_after_its_machine_and_port() {
    Settings settings = load(Map.of("http.port", "8090"), Map.of("HOSTNAME", "web.example"));
    assertEquals("web-example-8090", settings.node().name());
  }

  @Test
  void members_are_separated_by_commas() {
    Settings settings = load(Map.of(), Map.of("OMNIBUS_CLUSTER_MEMBERS", "a:1, b"));
    assertEquals(List.of("a:1", "b"), settings.node().cluster().members());
  }

  @Test
  void a_port_on_the_command_line_is_checked_too() {
    ConfigException e =
        assertThrows(ConfigException.class, () -> load(Map.of("http.port", "70000"), Map.of()));
    assertEquals("command line or environment http.port: must be at most 65535", e.getMessage());
  }

  @Test
  void a_port_that_is_no_number_is_named() {
    ConfigException e =
        assertThrows(ConfigException.class, () -> load(Map.of("ops.port", "x"), Map.of()));
    assertEquals("command line or environment ops.port must be a whole number: x", e.getMessage());
  }

  @Test
  void a_broken_file_stops_the_start_with_all_its_problems() throws Exception {
    file("{\"http\":{\"prot\":1},\n\"ops\":{\"port\":-1}}");
    ConfigException e = assertThrows(ConfigException.class, () -> load(Map.of(), Map.of()));
    assertEquals(2, e.problems().size());
  }

  @Test
  void data_stands_beside_conf_by_default() {
    assertEquals(home.resolveSibling("data"), load(Map.of(), Map.of()).data());
  }
}
