package dev.omnibus.config.sync;

import dev.omnibus.config.ConfigFile;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The last versions of each file that this node has had in force, under {@code data/}. Blocking.
 * Access rules are among them: only the account of this node may read it.
 */
final class ConfigHistory {

  static final int KEPT = 50;

  private static final String NUMBERED = "\\d{12}\\.json";

  private final Path folder;

  ConfigHistory(Path data) {
    this.folder = data.resolve("config-versions");
  }

  /** Remembers a version and forgets the oldest. */
  void save(ConfigVersion version) throws IOException {
    Path place = place(version.file());
    Files.createDirectories(place);
    AtomicFile.replace(place.resolve(name(version.version())), version.toJson().encode());
    List<Path> all = files(version.file());
    for (Path old : all.subList(0, Math.max(0, all.size() - KEPT))) {
      Files.deleteIfExists(old);
    }
  }

  /** Keeps the one text that lost against another node's, until the next one does. */
  Path saveLost(ConfigVersion lost) throws IOException {
    Path place = place(lost.file());
    Files.createDirectories(place);
    Path file = place.resolve("lost.json");
    AtomicFile.replace(file, lost.toJson().encode());
    return file;
  }

  /** The version this node had last. */
  Optional<ConfigVersion> latest(ConfigFile file) throws IOException {
    List<Path> all = files(file);
    return all.isEmpty() ? Optional.empty() : Optional.of(read(all.get(all.size() - 1)));
  }

  /** One version, if it is still remembered. */
  Optional<ConfigVersion> get(ConfigFile file, long version) throws IOException {
    Path path = place(file).resolve(name(version));
    return Files.exists(path) ? Optional.of(read(path)) : Optional.empty();
  }

  /** All that is remembered, the oldest first, without texts. */
  List<JsonObject> summaries(ConfigFile file) throws IOException {
    Stream.Builder<JsonObject> all = Stream.builder();
    for (Path path : files(file)) {
      ConfigVersion version = read(path);
      all.add(version.summary().put("length", version.text().length()));
    }
    return all.build().toList();
  }

  private List<Path> files(ConfigFile file) throws IOException {
    if (!Files.isDirectory(place(file))) {
      return List.of();
    }
    try (Stream<Path> all = Files.list(place(file))) {
      return all.filter(p -> p.getFileName().toString().matches(NUMBERED)).sorted().toList();
    }
  }

  private Path place(ConfigFile file) {
    return folder.resolve(file.fileName());
  }

  private static String name(long version) {
    return "%012d.json".formatted(version);
  }

  private static ConfigVersion read(Path path) throws IOException {
    return ConfigVersion.fromJson(new JsonObject(Files.readString(path)));
  }
}
