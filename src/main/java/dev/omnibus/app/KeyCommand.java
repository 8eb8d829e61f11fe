package dev.omnibus.app;

import dev.omnibus.access.Keys;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code omnibus key ci}: makes a key for a program or an agent. */
@Command(
    name = "key",
    mixinStandardHelpOptions = true,
    description = {
      "Make an API key for a program or an agent.",
      "Prints the key, which is shown only now, and the entry for \"keys\" in conf/access.json."
    })
final class KeyCommand implements Callable<Integer> {

  @Parameters(index = "0", description = "What the key is called in conf/access.json and in logs.")
  String name;

  @Option(names = "--role", defaultValue = "operator", description = "Roles (${DEFAULT-VALUE}).")
  List<String> roles;

  @Override
  public Integer call() {
    String key = Keys.make();
    JsonObject entry =
        new JsonObject().put("sha256", Keys.sha256(key)).put("roles", new JsonArray(roles));
    System.out.printf("%s%n%n\"keys\": %s%n", key, new JsonObject().put(name, entry).encode());
    return 0;
  }
}
