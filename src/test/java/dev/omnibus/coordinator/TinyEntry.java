package dev.omnibus.coordinator;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;

/** {@link TinyStdio} in {@code servers.json}; apart from it, since that one has the JDK alone. */
public final class TinyEntry {

  private TinyEntry() {}

  /**
   * @param token what it says on stderr
   */
  public static JsonObject of(String token, String... args) {
    List<String> command = TinyStdio.command(args);
    return new JsonObject()
        .put("command", command.get(0))
        .put("args", new JsonArray(command.subList(1, command.size())))
        .put("env", new JsonObject().put("TOKEN", token));
  }
}
