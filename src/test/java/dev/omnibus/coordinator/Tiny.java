package dev.omnibus.coordinator;

import dev.omnibus.model.ServerSpec;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** Definitions of {@code tiny.sh}, a real MCP server that weighs next to nothing. */
public final class Tiny {

  static final String PROGRAM = Path.of("src/test/peers/tiny.sh").toAbsolutePath().toString();

  private Tiny() {}

  /** The entry of {@code servers.json}. */
  public static JsonObject entry(String... habit) {
    List<String> args = Stream.concat(Stream.of(PROGRAM), Stream.of(habit)).toList();
    return new JsonObject().put("command", "sh").put("args", new JsonArray(args));
  }

  public static ServerSpec spec(String name, String... habit) {
    return ServerSpec.fromJson(name, entry(habit));
  }
}
