package dev.omnibus.gateway.pins;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.WorkerExecutor;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What this node keeps of the pins when it is not running: a file a server under {@code data/}. */
final class PinFiles {

  private static final Logger LOG = LoggerFactory.getLogger(PinFiles.class);

  private final WorkerExecutor worker;
  private final Path folder;

  PinFiles(Vertx vertx, Path data) {
    this.worker = vertx.createSharedWorkerExecutor("omnibus-pins", 1);
    this.folder = data.resolve("pins");
  }

  /** All that can be read; what can't is said and left where it is. */
  Future<List<Pins>> load() {
    return worker.executeBlocking(
        () -> {
          List<Pins> all = new ArrayList<>();
          if (Files.isDirectory(folder)) {
            try (Stream<Path> files = Files.list(folder)) {
              for (Path file : files.filter(f -> f.toString().endsWith(".json")).toList()) {
                read(file, all);
              }
            }
          }
          return all;
        });
  }

  private static void read(Path file, List<Pins> all) throws IOException {
    try {
      all.add(Pins.fromJson(new JsonObject(Files.readString(file))));
    } catch (DecodeException | IllegalArgumentException | ClassCastException e) {
      LOG.error("pins {} can't be read and do not count: {}", file, e.getMessage());
    }
  }

  /** Whole or not at all; a full disk must not keep them from being in force. */
  Future<Void> save(Pins pins) {
    return worker.executeBlocking(
        () -> {
          try {
            Files.createDirectories(folder);
            Path young =
                Files.writeString(folder.resolve("." + name(pins)), pins.toJson().encode());
            Files.move(
                young,
                folder.resolve(name(pins)),
                StandardCopyOption.REPLACE_EXISTING,
                StandardCopyOption.ATOMIC_MOVE);
          } catch (IOException e) {
            LOG.error("server={} pins not kept: {}", pins.server(), e.toString());
          }
          return null;
        });
  }

  private static String name(Pins pins) {
    return URLEncoder.encode(pins.server(), StandardCharsets.UTF_8).replace("*", "%2A") + ".json";
  }
}
