package dev.omnibus.audit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.omnibus.harness.Peer;
import dev.omnibus.trail.AuditEntry;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A process of its own, in which the system cuts files off, and what it leaves behind. */
class SpillTest {

  private static final int KILOBYTES = 16;
  private static final int MANY = 10_000;

  @TempDir Path folder;

  private int fill() throws Exception {
    String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    List<String> limited =
        List.of(
            "bash",
            "-c",
            "ulimit -f " + KILOBYTES + " && exec \"$@\"",
            "bash",
            java,
            "-XX:-UsePerfData",
            "-XX:TieredStopAtLevel=1",
            "-cp",
            System.getProperty("java.class.path"),
            FullDisk.class.getName(),
            folder.toString());
    try (Peer peer = new Peer(folder.toFile(), limited)) {
      int at = peer.await("the disk is full", 0, line -> line.containsKey("taken"));
      return peer.lines().get(at).getInteger("taken");
    }
  }

  private static List<Integer> numbers(List<AuditEntry> entries) {
    return entries.stream().map(entry -> entry.detail().getInteger("i")).toList();
  }

  private static List<Integer> upTo(int count) {
    return Stream.iterate(0, i -> i + 1).limit(count).toList();
  }

  @Test
  void what_a_full_disk_took_half_is_cut_back_and_comes_again_with_the_rest() throws Exception {
    int taken = fill();
    Path file;
    try (Stream<Path> files = Files.list(folder)) {
      file = files.filter(f -> f.toString().endsWith(".jsonl")).findFirst().orElseThrow();
    }
    assertTrue(taken > 0);
    assertTrue(Files.size(file) < KILOBYTES * 1024, "it was cut back from where it was full");
    assertTrue(Files.readString(file).endsWith("}\n"), "no half a line");
    Spill spill = Spill.open(folder);
    assertEquals(upTo(taken), numbers(spill.first(MANY).entries()));
    spill.append(Acts.acts(taken, taken + 10), 2);
    spill.skip(spill.first(MANY).position());
    assertEquals(upTo(taken + 10).subList(taken, taken + 10), numbers(spill.first(MANY).entries()));
  }
}
