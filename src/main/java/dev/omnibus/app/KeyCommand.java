package dev.omnibus.app;

import dev.omnibus.access.Keys;
import dev.omnibus.config.ConfigFile;
import dev.omnibus.config.Settings;
import dev.omnibus.config.check.Checked;
import dev.omnibus.config.check.Problem;
import dev.omnibus.config.check.TextCheck;
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
      "Prints the key, which is shown only now, and its line for inside \"keys\": { } of",
      "conf/access.json, where a comma parts it from others."
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
    needSound(entry);
    System.out.printf("%s%n%n\"%s\": %s%n", key, name, entry.encode());
    return 0;
  }

  /** What the node would refuse once it is pasted is refused here. */
  private void needSound(JsonObject entry) {
    JsonObject known = new JsonObject();
    roles.forEach(role -> known.put(role, new JsonObject()));
    JsonObject access =
        new JsonObject()
            .put("roles", known)
            .put("users", new JsonObject())
            .put("keys", new JsonObject().put(name, entry));
    Checked checked =
        TextCheck.ofProcess(Settings.product()).check(ConfigFile.ACCESS, "", access.encode());
    if (!checked.isValid()) {
      Problem first = checked.errors().get(0);
      throw new IllegalArgumentException(first.key() + ": " + first.reason());
    }
  }
}
