package dev.omnibus.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;

import io.vertx.core.json.JsonObject;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** The schema is the documentation: what it says must be so. */
class SchemaDefaultsTest {

  private static JsonObject schema(ConfigFile file) throws Exception {
    String name = file.fileName().replace(".json", ".schema.json");
    return new JsonObject(Files.readString(Path.of("conf", name)));
  }

  /** A group of keys of which some are required is there as a whole or, by default, not at all. */
  private static JsonObject defaults(JsonObject schema) {
    JsonObject json = new JsonObject();
    JsonObject properties = schema.getJsonObject("properties", new JsonObject());
    for (String key : properties.fieldNames()) {
      JsonObject property = properties.getJsonObject(key);
      if (property.containsKey("required")) {
        continue;
      }
      if (property.containsKey("properties")) {
        json.put(key, defaults(property));
      } else if (property.containsKey("default")) {
        json.put(key, property.getValue("default"));
      }
    }
    return json;
  }

  @Test
  void documented_defaults_are_the_real_ones() throws Exception {
    NodeConfig written = NodeConfig.fromJson(defaults(schema(ConfigFile.OMNIBUS)));
    NodeConfig empty = NodeConfig.fromJson(new JsonObject());
    assertEquals(empty.name(), written.name());
    assertEquals(empty.http(), written.http());
    assertEquals(empty.ops(), written.ops());
    assertEquals(empty.health(), written.health());
    assertEquals(empty.coordinator(), written.coordinator());
    assertEquals(empty.logs(), written.logs());
    assertEquals(empty.cluster(), written.cluster());
    assertEquals(empty.identity(), written.identity());
    assertEquals(empty.bridge(), written.bridge());
    assertEquals(empty.people(), written.people());
    assertEquals(empty.rest(), written.rest());
    assertEquals(empty.gateway(), written.gateway());
    assertEquals(empty.store(), written.store());
    assertEquals(empty.audit(), written.audit());
    assertEquals(empty.telemetry(), written.telemetry());
  }

  @TestFactory
  Stream<DynamicTest> every_key_is_described() {
    return Stream.of(ConfigFile.values())
        .map(file -> DynamicTest.dynamicTest(file.fileName(), () -> described(schema(file))));
  }

  private static void described(JsonObject schema) {
    JsonObject properties = schema.getJsonObject("properties", new JsonObject());
    for (String key : properties.fieldNames()) {
      assertNotNull(properties.getJsonObject(key).getString("description"), key);
      described(properties.getJsonObject(key));
    }
    if (schema.getValue("additionalProperties") instanceof JsonObject each) {
      described(each);
    }
  }
}
