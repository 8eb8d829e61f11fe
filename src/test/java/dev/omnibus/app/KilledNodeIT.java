package dev.omnibus.app;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.omnibus.coordinator.Tiny;
import dev.omnibus.harness.NodeProcess;
import dev.omnibus.harness.Operator;
import dev.omnibus.harness.ServersFile;
import dev.omnibus.harness.Waiting;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A node that is killed as {@code kill -9} does it, and what its next life makes of that. */
@Timeout(240)
class KilledNodeIT {

  private static final Duration LIMIT = Duration.ofSeconds(60);
  private static final String OPENED = "session open";

  @TempDir Path folder;

  @Test
  void what_its_servers_left_is_ended_by_the_next_life_and_their_last_lines_are_still_told()
      throws Exception {
    try (NodeProcess node = new NodeProcess("mortal", folder)) {
      ServersFile fleet =
          new ServersFile()
              .put("deaf", Tiny.entry("deaf-to-term"))
              .put("family", Tiny.entry("grandchildren"));
      node.write("servers.json", fleet.text()).start();
      healthy(node);
      Waiting.until("its lines are in the file", LIMIT, () -> written(node).contains(OPENED));
      List<ProcessHandle> sleepers = sleepers(node);
      assertFalse(sleepers.isEmpty());
      Instant killed = Instant.now();
      node.kill();
      assertTrue(sleepers.stream().allMatch(ProcessHandle::isAlive), "they outlive it");
      assertArrayEquals(new String[0], node.temp().toFile().list());

      node.start();
      assertTrue(sleepers.stream().noneMatch(ProcessHandle::isAlive), sleepers::toString);
      healthy(node);
      try (Operator admin = Operator.admin(node.port())) {
        List<Instant> opened = lines(admin).map(line -> line.getInstant("at")).toList();
        assertTrue(opened.stream().anyMatch(killed::isAfter), opened::toString);
        assertTrue(opened.stream().anyMatch(killed::isBefore), opened::toString);
      }
    }
  }

  private static void healthy(NodeProcess node) throws Exception {
    try (Operator admin = Operator.admin(node.port())) {
      admin.awaitState("deaf", "healthy", LIMIT);
      admin.awaitState("family", "healthy", LIMIT);
    }
  }

  private static String written(NodeProcess node) throws IOException {
    return Files.readString(node.data().resolve("logs").resolve("deaf.log"));
  }

  /** Of {@code tiny.sh}: they hold on when nobody is left who reads or writes. */
  private static List<ProcessHandle> sleepers(NodeProcess node) {
    return ProcessHandle.of(node.pid())
        .orElseThrow()
        .descendants()
        .filter(process -> process.info().commandLine().orElse("").endsWith("sleep 1000"))
        .toList();
  }

  private static Stream<JsonObject> lines(Operator admin) throws Exception {
    JsonObject query = new JsonObject().put("server", "deaf").put("text", OPENED);
    return admin.ask("query.log.tail", query).getJsonArray("lines").stream()
        .map(JsonObject.class::cast);
  }
}
