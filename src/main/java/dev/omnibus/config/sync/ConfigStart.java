package dev.omnibus.config.sync;

import dev.omnibus.config.AccessConfig;
import dev.omnibus.config.ConfigFile;
import dev.omnibus.config.LiveConfig;
import dev.omnibus.config.Settings;
import dev.omnibus.config.check.Checked;
import dev.omnibus.config.check.ConfigException;
import dev.omnibus.config.check.Problem;
import dev.omnibus.config.check.Reading;
import dev.omnibus.config.check.TextCheck;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.time.Clock;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The configuration as a node finds it when it starts, before it meets its cluster: the texts of
 * its folder, or, where one is broken, the last good text that the node remembers. Blocking; once.
 */
public final class ConfigStart {

  /**
   * One file.
   *
   * @param seen what stands in the file, which may be broken
   * @param edited whether the file says something else than what this node remembers
   */
  record Text(ConfigVersion version, JsonObject json, String seen, boolean edited) {}

  /** What a file that may be missing says. */
  private static final Reading NONE = new Reading("{}", null);

  private final ConfigFolder folder;
  private final ConfigHistory history;
  private final TextCheck check;
  private final Map<ConfigFile, Text> texts = new EnumMap<>(ConfigFile.class);
  private final List<Problem> problems = new ArrayList<>();
  private FirstAdmin firstAdmin;
  private AccessConfig lastAccess;
  private ConfigForce force;

  private ConfigStart(Settings settings) {
    this.folder = new ConfigFolder(settings.conf());
    this.history = new ConfigHistory(settings.data());
    this.check = TextCheck.ofProcess(settings.home());
  }

  /**
   * Reads everything, and makes an {@code access.json} if there is none.
   *
   * @throws ConfigException with all problems, when there is no good text of a file
   */
  public static ConfigStart load(Settings settings, Map<String, String> environment) {
    if (!Files.isDirectory(settings.conf())) {
      throw new ConfigException(List.of(Problem.noFolder(settings.conf())));
    }
    ConfigStart start = new ConfigStart(settings);
    try {
      start.load(AdminPassword.of(environment));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return start;
  }

  /** What is in force from the start; the rooms keep it. */
  public LiveConfig live() {
    return force.live();
  }

  /**
   * The access rules that this node had in force when it ended. Who lost something since, while
   * nobody looked, must still lose the sessions.
   */
  public AccessConfig lastAccess() {
    return lastAccess == null ? live().access() : force.admin().over(lastAccess);
  }

  /** The admin of a first start, unless the environment names the password. */
  public Optional<FirstAdmin> firstAdmin() {
    return Optional.ofNullable(firstAdmin);
  }

  /** What deserves a look: warnings, and errors of a file whose last good text is in force. */
  public List<Problem> problems() {
    return List.copyOf(problems);
  }

  ConfigForce force() {
    return force;
  }

  ConfigFolder folder() {
    return folder;
  }

  ConfigHistory history() {
    return history;
  }

  TextCheck check() {
    return check;
  }

  Text text(ConfigFile file) {
    return texts.get(file);
  }

  private void load(AdminPassword admin) throws IOException {
    makeAccess(admin);
    for (ConfigFile file : ConfigFile.values()) {
      read(file);
    }
    if (texts.size() < ConfigFile.values().length) {
      throw new ConfigException(problems.stream().filter(Problem::isError).toList());
    }
    force =
        ConfigForce.start(
            texts.get(ConfigFile.SERVERS).json(), texts.get(ConfigFile.ACCESS).json(), admin);
  }

  private void makeAccess(AdminPassword admin) throws IOException {
    if (!Files.exists(folder.path(ConfigFile.ACCESS))) {
      FirstAdmin first = admin.hash() == null ? AdminPassword.generate() : null;
      String hash = first == null ? admin.hash() : first.hash();
      boolean made = folder.create(ConfigFile.ACCESS, DefaultAccess.text(hash));
      firstAdmin = made ? first : null;
    }
  }

  private void read(ConfigFile file) throws IOException {
    Reading reading = reading(file);
    Checked checked = check(file, reading);
    Optional<ConfigVersion> last = history.latest(file);
    problems.addAll(checked.problems());
    if (checked.isValid()) {
      texts.put(file, current(file, reading, checked, last.orElse(null)));
    } else {
      last.ifPresent(good -> lastGood(good));
    }
    if (file == ConfigFile.ACCESS) {
      last.ifPresent(had -> lastAccess = access(had));
    }
  }

  private static AccessConfig access(ConfigVersion had) {
    return AccessConfig.fromJson(new JsonObject(had.text()));
  }

  /** A node may do without a file of its own. */
  private Reading reading(ConfigFile file) {
    boolean missing = file == ConfigFile.OMNIBUS && !Files.exists(folder.path(file));
    return missing ? NONE : folder.read(file);
  }

  private Checked check(ConfigFile file, Reading reading) {
    return reading.problem() != null
        ? new Checked(null, List.of(reading.problem()))
        : check.check(file, folder.path(file).toString(), reading.text());
  }

  private Text current(ConfigFile file, Reading reading, Checked checked, ConfigVersion last) {
    String text = reading.text();
    String seen = ConfigDesk.seenOf(reading == NONE ? folder.read(file) : reading);
    if (last != null && last.text().equals(text)) {
      return new Text(last, checked.json(), seen, false);
    }
    long version = last == null ? 0 : last.version();
    ConfigVersion found =
        new ConfigVersion(
            file, version, text, "file", Clock.systemUTC().instant(), "", folder.identity());
    return new Text(found, checked.json(), seen, true);
  }

  /** The watch will find the broken file, and say so, because it has not been seen. */
  private void lastGood(ConfigVersion good) {
    Checked checked = check.check(good.file(), "", good.text());
    if (checked.isValid()) {
      texts.put(good.file(), new Text(good, checked.json(), "", false));
    }
  }
}
