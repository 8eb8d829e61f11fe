package dev.omnibus.demo;

import io.modelcontextprotocol.json.McpJsonDefaults;
import io.modelcontextprotocol.json.TypeRef;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Map;

/** JSON as the SDK reads and writes it, for what lies outside its messages. */
final class Json {
  private static final TypeRef<Map<String, Object>> OBJECT = new TypeRef<>() {};

  private Json() {}

  static Map<String, Object> object(String text) throws IOException {
    return McpJsonDefaults.getMapper().readValue(text, OBJECT);
  }

  static String text(Object value) {
    try {
      return McpJsonDefaults.getMapper().writeValueAsString(value);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * A file bundled beside this class; that it is missing or broken can only be a fault of the
   * build.
   */
  static <T> T bundled(String file, TypeRef<T> type) {
    try (InputStream in = Json.class.getResourceAsStream(file)) {
      return McpJsonDefaults.getMapper().readValue(in.readAllBytes(), type);
    } catch (IOException e) {
      throw new UncheckedIOException(file, e);
    }
  }
}
