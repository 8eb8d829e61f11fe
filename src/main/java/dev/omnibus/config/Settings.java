package dev.omnibus.config;

import dev.omnibus.config.check.Checked;
import dev.omnibus.config.check.ConfigCheck;
import dev.omnibus.config.check.ConfigException;
import dev.omnibus.config.check.Problem;
import dev.omnibus.config.check.TextCheck;
import dev.omnibus.model.Severity;
import io.vertx.core.json.JsonObject;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * With what a node starts: its folders, and {@code omnibus.json} under the environment under the
 * command line. It is read once; what is in force later, {@link LiveConfig} knows.
 *
 * @param conf the folder of the configuration files
 * @param data the folder of what this node remembers; no other node may use it
 * @param overrides what came from the command line and the environment
 */
public record Settings(Path conf, Path data, Overrides overrides, NodeConfig node) {

  private static final String SOURCE = "command line or environment";

  /**
   * Reads everything. Blocks: for the start only.
   *
   * @param commandLine settings by name: {@code conf}, {@code data}, {@code node.name}, {@code
   *     http.host}, {@code http.port}, {@code ops.port}, {@code cluster.port}, {@code
   *     cluster.members}; null where not given
   * @throws ConfigException with all problems
   */
  public static Settings load(Map<String, String> commandLine, Map<String, String> environment) {
    Overrides overrides = overrides(commandLine, environment);
    Path conf = absolute(overrides.get("conf", defaultConf().toString()));
    Path data = absolute(overrides.get("data", ConfigCheck.home(conf).resolve("data").toString()));
    TextCheck check = TextCheck.ofProcess(ConfigCheck.home(conf));
    JsonObject json = overrides.over(file(check, conf.resolve(ConfigFile.OMNIBUS.fileName())));
    sound(check, json);
    return new Settings(conf, data, overrides, NodeConfig.fromJson(named(json, environment)));
  }

  /** {@code conf/} of the product, from whatever folder it is started. */
  public static Path defaultConf() {
    return product().resolve("conf");
  }

  /** Where the product lies; the launcher says so. */
  public static Path product() {
    return absolute(System.getProperty("omnibus.home", "."));
  }

  /** Without a name of its own a node is called after its machine and port: two never collide. */
  private static JsonObject named(JsonObject json, Map<String, String> environment) {
    JsonObject node = json.getJsonObject("node", new JsonObject());
    if (node.containsKey("name")) {
      return json;
    }
    int port = HttpConfig.fromJson(json.getJsonObject("http", new JsonObject())).port();
    String machine = environment.getOrDefault("HOSTNAME", "node").replaceAll("[^A-Za-z0-9]+", "-");
    String name = machine.substring(0, Math.min(machine.length(), 40)) + "-" + port;
    return json.copy().put("node", node.copy().put("name", name.replaceAll("^-+", "")));
  }

  /** Where relative paths of the configuration start: the parent of {@code conf/}. */
  public Path home() {
    return ConfigCheck.home(conf);
  }

  private static Overrides overrides(Map<String, String> line, Map<String, String> environment) {
    try {
      return Overrides.of(line, environment);
    } catch (IllegalArgumentException e) {
      throw new ConfigException(
          List.of(new Problem(SOURCE, 0, 0, "", e.getMessage(), Severity.ERROR)));
    }
  }

  private static JsonObject file(TextCheck check, Path path) {
    if (!Files.exists(path)) {
      return new JsonObject();
    }
    Checked checked = ConfigCheck.file(check, ConfigFile.OMNIBUS, path);
    if (!checked.isValid()) {
      throw new ConfigException(checked.errors());
    }
    return checked.json();
  }

  private static void sound(TextCheck check, JsonObject json) {
    Checked checked = check.check(ConfigFile.OMNIBUS, SOURCE, json.encode());
    if (!checked.isValid()) {
      throw new ConfigException(checked.errors().stream().map(Settings::placeless).toList());
    }
  }

  private static Problem placeless(Problem p) {
    return new Problem(p.file(), 0, 0, p.key(), p.reason(), p.severity());
  }

  private static Path absolute(String path) {
    return Path.of(path).toAbsolutePath().normalize();
  }
}
