package dev.omnibus.audit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.omnibus.harness.Peer;
import dev.omnibus.store.Database;
import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A process that writes the log is killed at any moment, and another one goes on; {@code
 * -Domnibus.long=true} kills many.
 */
class KilledIT {

  private static final int LIVES = Boolean.getBoolean("omnibus.long") ? 60 : 3;
  private static final int NUMBERS = 1_000_000;

  @TempDir Path folder;
  private final List<Integer> safe = new ArrayList<>();

  @Test
  void what_was_written_or_put_aside_is_there_once_in_order_and_the_chain_is_whole()
      throws Exception {
    long seed = System.nanoTime();
    Random random = new Random(seed);
    for (int life = 0; life < LIVES; life++) {
      safe.add(live(life, 1 + random.nextInt(40)));
    }
    try (Database database = Database.embedded(folder.resolve(Database.FILE))) {
      new Desk(database, folder, 100_000).scribe.round();
      AuditTable table = new AuditTable(database);
      assertNull(new Verification(table).all(Optional.empty()).get(0).fault());
      List<Integer> numbers = Desk.numbers(table);
      for (int life = 0; life < LIVES; life++) {
        assertLife(numbers, life, "seed " + seed);
      }
    }
  }

  /** Which act was safe when it was killed, the so manieth time that it had said one. */
  private int live(int life, int words) throws Exception {
    String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    List<String> command =
        List.of(
            java,
            "-XX:TieredStopAtLevel=1",
            "-XX:+UseSerialGC",
            "-cp",
            System.getProperty("java.class.path"),
            Doomed.class.getName(),
            folder.toString(),
            Integer.toString(life * NUMBERS));
    try (Peer peer = new Peer(folder.toFile(), command)) {
      peer.await("it has written", words - 1, line -> line.containsKey("safe"));
      List<JsonObject> said = peer.lines("safe");
      return said.get(said.size() - 1).getInteger("safe");
    }
  }

  private void assertLife(List<Integer> numbers, int life, String seed) {
    int from = life * NUMBERS;
    List<Integer> own = numbers.stream().filter(i -> i >= from && i < from + NUMBERS).toList();
    assertEquals(IntStream.range(from, from + own.size()).boxed().toList(), own, seed);
    assertTrue(from + own.size() > safe.get(life), () -> seed + ": lost after " + own.size());
  }
}
