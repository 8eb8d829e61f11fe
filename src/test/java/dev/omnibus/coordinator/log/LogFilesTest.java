package dev.omnibus.coordinator.log;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.omnibus.config.LogConfig;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which files of logs stay when their server left the configuration. */
class LogFilesTest {

  private static final Instant SINCE = Instant.parse("2026-11-01T00:00:00Z");

  private final Vertx vertx = Vertx.vertx();

  @TempDir Path folder;

  @AfterEach
  void close() {
    vertx.close().await();
  }

  private void file(String name, Instant written) throws IOException {
    Path file = Files.writeString(folder.resolve(name), "x");
    Files.setLastModifiedTime(file, FileTime.from(written));
  }

  private Set<String> swept(String... servers) throws IOException {
    LogFiles files = new LogFiles(vertx, LogConfig.fromJson(new JsonObject()), folder);
    files.sweep(Set.of(servers), SINCE).timeout(30, TimeUnit.SECONDS).await();
    try (Stream<Path> left = Files.list(folder)) {
      return left.map(file -> file.getFileName().toString())
          .collect(Collectors.toCollection(TreeSet::new));
    }
  }

  @Test
  void those_of_a_server_that_left_go_when_they_are_old_and_no_others() throws IOException {
    Instant old = SINCE.minusSeconds(1);
    file("files.log", old);
    file("files~2.log.1", old);
    file(LogFileName.of("Two Words") + ".3", old);
    file("gone.log", old);
    file("gone.log.1", old);
    file("gone~2.log.12", old);
    file("late.log", SINCE);
    file("notes.txt", old);
    assertEquals(
        Set.of(
            "files.log",
            "files~2.log.1",
            LogFileName.of("Two Words") + ".3",
            "late.log",
            "notes.txt"),
        swept("files", "files~2", "Two Words"));
  }

  @Test
  void a_folder_that_is_not_there_is_no_trouble() throws IOException {
    Files.delete(folder);
    LogFiles files = new LogFiles(vertx, LogConfig.fromJson(new JsonObject()), folder);
    files.sweep(Set.of(), SINCE).timeout(30, TimeUnit.SECONDS).await();
    Files.createDirectory(folder);
  }
}
